/** Light or dark (default: as the system). theme.js (scripts/playground.mjs) applies the theme before the page is drawn. */
import { signal } from "@preact/signals";
import { remember, remembered } from "./remembered.js";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const theme = signal<Theme>(themes.find((name) => name === remembered("theme")) ?? "system");

const dark = matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", apply);

function apply(): void {
  const ofSystem = dark.matches ? "dark" : "light";
  document.documentElement.dataset.theme = theme.value === "system" ? ofSystem : theme.value;
}

export function chooseTheme(name: Theme): void {
  theme.value = name;
  remember("theme", name === "system" ? null : name);
  apply();
}
