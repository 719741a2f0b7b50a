/** Before the tests in browsers: what Node gets for the fixed trainings, which pages then have to get too. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** First 16 digits of the SHA-256 of the weights, by fixed training; see test/engines/fixed-run.mjs. */
    fixedHashes: string[];
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, ["test/engines/fixed-run.mjs"]);
  project.provide("fixedHashes", (JSON.parse(stdout) as { hashes: string[] }).hashes);
}
