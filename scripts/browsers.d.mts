/** Types of browsers.mjs. */
import type { LaunchOptions } from "playwright";

export type BrowserName = "chromium" | "firefox";

export interface FoundBrowser {
  /** For people. */
  label: string;
  /** null where it cannot be used. */
  launchOptions: LaunchOptions | null;
  /** Why not, in words; empty where it can. */
  reason: string;
}

export const browserNames: readonly BrowserName[];
export function findBrowsers(): Record<BrowserName, FoundBrowser>;
