/** The short form of `node scripts/kill-test.mjs`; bench/RESULTS-kill-test.md has the result of the long one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { allCases, killOne } from "../../scripts/kill-test.mjs";

const isWindows = process.platform === "win32"; // has no SIGKILL
const cases = [
  { optimizer: "adamw", threads: "2", precision: "float32", dropout: "0.3" },
  { optimizer: "irpropMinus", threads: "1", precision: "float64", dropout: "0" },
];

// at the same time, because they mostly wait for a slow disk
it.skipIf(isWindows).concurrent.each(cases)(
  "a training that is killed three times ends with the same weights: %o",
  { timeout: 180_000 },
  async (one) => {
    expect(allCases).toContainEqual(one);
    const cwd = mkdtempSync(join(tmpdir(), "chainrule-"));
    try {
      const random = [0.9, 0.5, 0.7][Symbol.iterator]();
      const next = () => random.next().value ?? 0.8;
      const result = await killOne(one, { kills: 3, random: next, cwd });
      expect(result.faults).toEqual([]);
      expect(result.kills).toBe(3);
      expect(result.resumed).toBeGreaterThan(0);
      expect(result.checked).toBeGreaterThan(0);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  },
);
