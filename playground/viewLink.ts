/** Writes a view as entries of a link, and reads them back: `tab=steps`, `hide=data,layers`. */
import { oneOf, show } from "../src/wording.js";
import { type ControlName, controlNames, firstView, shownTabs, tabNames, type View } from "./view.js";

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
  const names = (given.get("hide") ?? "").split(",").filter(Boolean);
  const hide = controlNames.filter((name) => names.includes(name));
  const unknown = names.find((name) => !controlNames.includes(name as ControlName));
  if (unknown !== undefined) {
    complain(
      `hide: expected ${oneOf(controlNames)}, separated by commas, got ${show(unknown)}. It hides nothing.`,
    );
  }
  const wanted = given.get("tab");
  const found = tabNames.find((name) => name === wanted);
  if (wanted !== null && !found) {
    complain(`tab: expected ${oneOf(tabNames)}, got ${show(wanted)}. Used ${firstView.tab} instead.`);
  }
  if (found && !shownTabs({ tab: found, hide }).includes(found)) {
    complain(`tab: ${found} is among the hidden controls. Used ${firstView.tab} instead.`);
    return { ...firstView, hide };
  }
  return { tab: found ?? firstView.tab, hide };
}
