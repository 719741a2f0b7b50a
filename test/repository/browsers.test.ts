/** Finding browsers for the tests: what is said where there are to be none, or not the ones that were named. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { FoundBrowser } from "../../scripts/browsers.mjs";

const node = (args: string[], variables: Record<string, string>) =>
  execFileSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...process.env, CHAINRULE_BROWSERS: "", CHROMIUM: "", FIREFOX: "", ...variables },
  });
const found = (variables: Record<string, string>) => {
  const script =
    'import { findBrowsers } from "./scripts/browsers.mjs"; console.log(JSON.stringify(findBrowsers()))';
  const all = JSON.parse(node(["--input-type=module", "--eval", script], variables)) as Record<
    string,
    FoundBrowser
  >;
  return Object.values(all).map(({ launchOptions, reason }) => [launchOptions, reason]);
};

describe("scripts/browsers.mjs", () => {
  it("finds none, and installs none, where CHAINRULE_BROWSERS is 0", () => {
    const off = { CHAINRULE_BROWSERS: "0" };
    expect(found(off)).toEqual(Array(2).fill([null, "CHAINRULE_BROWSERS is 0"]));
    expect(node(["scripts/browsers.mjs"], off)).toBe("");
  });

  it("takes the programs that variables name, and no others in their place", () => {
    const named = { CHROMIUM: process.execPath, FIREFOX: "/no/such/firefox" };
    const [chromium, firefox] = found(named);
    expect(chromium).toMatchObject([{ executablePath: process.execPath }, ""]);
    expect(firefox).toEqual([null, "FIREFOX is /no/such/firefox, which is not there"]);
  });
});
