/** Writes a view as entries of a link, and reads them back: `tab=steps`, `hide=data,layers`. */
import { oneOf, show } from "../src/wording.js";
import { type ControlName, controlNames, firstView, shownTabs, type View } from "./view.js";

export const viewKeys = ["tab", "hide"] as const;

/** Nothing for what is as on a page without a link. */
export function writeView({ tab, hide }: View): string[] {
  return [
    ...(tab === firstView.tab ? [] : [`tab=${tab}`]),
    ...(hide.length === 0 ? [] : [`hide=${controlNames.filter((name) => hide.includes(name)).join(",")}`]),
  ];
}

/** Never throws. @param complain receives what cannot be used, each with what is used instead */
export function readView(given: URLSearchParams, complain: (text: string) => void): View {
  const wantedNames = given.get("hide") ?? "";
  const names = wantedNames.split(",").filter(Boolean);
  const hide = controlNames.filter((name) => names.includes(name));
  if (names.some((name) => !controlNames.includes(name as ControlName))) {
    const used = hide.join(",") || "none";
    complain(
      `hide: expected some of ${controlNames.join(", ")}, separated by commas, got ${show(wantedNames)}. Used ${used} instead.`,
    );
  }
  const wanted = given.get("tab");
  const tabs = shownTabs({ tab: firstView.tab, hide });
  const tab = tabs.find((name) => name === wanted);
  if (wanted !== null && !tab) {
    complain(`tab: expected ${oneOf(tabs)}, got ${show(wanted)}. Used ${firstView.tab} instead.`);
  }
  return { tab: tab ?? firstView.tab, hide };
}
