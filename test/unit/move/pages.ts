/** The pages of docs/move as programs: found by the names in their first lines, written into a folder, run, and compared. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { peerHome } from "../../../scripts/peers.mjs";
import { expectClose } from "../../compare.js";
import { scratchDirectory } from "../../repository/programs.js";

const run = promisify(execFile);
const scratch = scratchDirectory("move");

/** Blocks of a page whose first line is a comment with the name of a file, by that name. */
export function filesOf(page: string): Record<string, string> {
  const text = readFileSync(join("docs/move", page), "utf8");
  const blocks = text.matchAll(/^```\w+\n(?:\/\/|#) ([\w-]+\.(?:m?js|py))\n([\s\S]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, name, code]) => [name!, code!]));
}

/** Writes the programs of a page into a folder, where they find our package and the others. @returns the folder */
export function write(page: string): string {
  const folder = join(scratch, page.replace(".md", ""));
  mkdirSync(folder);
  for (const [name, code] of Object.entries(filesOf(page))) writeFileSync(join(folder, name), code);
  const installed = join(peerHome, "node_modules");
  if (existsSync(installed)) symlinkSync(installed, join(folder, "node_modules"), "junction");
  return folder;
}

/** Runs a program of a page. @returns the lines that it prints */
export async function linesOf(cwd: string, command: string, program: string): Promise<string[]> {
  const env = { ...process.env, KERAS_BACKEND: "jax" };
  const { stdout } = await run(command, [program], { cwd, env, timeout: 55_000 });
  return stdout.trim().split("\n");
}

/** Lines agree: their words are equal, and their numbers within a relative error. */
export function expectAgreement(ours: string[], theirs: string[], relative: number): void {
  const isNumber = (part: string) => Number.isFinite(Number(part));
  const parts = (lines: string[]) => lines.flatMap((line) => line.split(" "));
  const words = (lines: string[]) => parts(lines).map((part) => (isNumber(part) ? "a number" : part));
  const numbers = (lines: string[]) => parts(lines).filter(isNumber).map(Number);
  expect(words(ours)).toEqual(words(theirs));
  expect(numbers(ours)).not.toEqual([]);
  expectClose(numbers(ours), numbers(theirs), { relative }, ours.join(", "));
}
