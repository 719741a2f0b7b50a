/**
 * What the page shows, apart from the choices: the selected tab, and the controls that a link hides, for a teacher who
 * wants a class to see some of them only. `viewLink.ts` writes it into the address.
 */
import { signal } from "@preact/signals";

export const tabNames = ["train", "steps", "bench", "export"] as const;
export type TabName = (typeof tabNames)[number];

/** What a link can hide, in the order of the page. */
export const controlNames = [
  "speed",
  "data",
  "layers",
  "loss",
  "optimizer",
  "rate",
  "batch",
  "penalties",
  "dropout",
  "precision",
  "engine",
  "inspector",
  "weights",
  "plane",
  "draw",
  "curve",
  "confusion",
  "mistakes",
  "steps",
  "bench",
  "export",
  "article",
] as const;
export type ControlName = (typeof controlNames)[number];

export interface View {
  tab: TabName;
  hide: readonly ControlName[];
}

/** The view of a page that was opened without a link. */
export const firstView: View = { tab: "train", hide: [] };

/** The view of this page. */
export const view = signal<View>(firstView);

export function isHidden(name: ControlName): boolean {
  return view.value.hide.includes(name);
}

/** The tabs that are not hidden; "train" always is there. */
export function shownTabs({ hide }: View): TabName[] {
  return tabNames.filter((name) => name === "train" || !hide.includes(name));
}

/** Selects a tab; "train" where that tab is hidden. */
export function showTab(name: TabName): void {
  const now = view.peek();
  const tab = shownTabs(now).includes(name) ? name : "train";
  if (tab !== now.tab) view.value = { ...now, tab };
}
