/** The programs of fresh processes: that of the raw module trains. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { coldStarts, timed } from "../../../bench/cold-start.js";

it("the raw module trains a batch of mnist's shape in a fresh process, which prints milliseconds", () => {
  const [raw, ...others] = coldStarts(pathToFileURL(resolve("dist/wasm")).href, null);
  expect([raw!.implementation, others]).toEqual(["raw module", []]);
  const flags = ["--input-type=module", "-e", timed(raw!.program)];
  expect(Number(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toBeGreaterThan(0);
});
