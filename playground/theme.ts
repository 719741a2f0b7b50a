/** Light or dark (default: as the system). A script of index.html applies the remembered theme before the page is drawn. */
import { signal } from "@preact/signals";
import { remember, remembered } from "./remembered.js";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const theme = signal<Theme>(themes.find((name) => name === remembered("theme")) ?? "system");

export function chooseTheme(name: Theme): void {
  theme.value = name;
  remember("theme", name === "system" ? null : name);
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}
