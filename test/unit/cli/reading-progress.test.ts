/** What is said while a long file is read. The clock and the terminal are made up. */
import { afterEach, expect, it, vi } from "vitest";
import { ReadingProgress } from "../../../src/cli/readingProgress.js";

const said: string[] = [];
let now = 0;

function progress(isTerminal: boolean, quiet = false): ReadingProgress {
  said.length = 0;
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  Object.defineProperty(process.stderr, "isTTY", { value: isTerminal, configurable: true });
  return new ReadingProgress({ quiet }, "big.csv");
}

afterEach(() => {
  vi.restoreAllMocks();
  delete (process.stderr as { isTTY?: boolean }).isTTY;
});

/** Reads for some seconds, a megabyte every 20 ms. */
function read(shown: ReadingProgress, seconds: number): void {
  for (let step = 1; step <= 50 * seconds; step++) {
    now = 20 * step;
    shown.show({ bytes: 1e6 * step, rows: 1000 * step });
  }
  shown.end();
}

it("is a line after a second in a pipe, then one every five seconds", () => {
  read(progress(false), 12);
  expect(said).toEqual([
    "Reading big.csv: 50 MB, 50,000 rows, 1.0 s\n",
    "Reading big.csv: 300 MB, 300,000 rows, 6.0 s\n",
    "Reading big.csv: 550 MB, 550,000 rows, 0:11\n",
  ]);
});

it("is one live line in a terminal, which goes at the end", () => {
  read(progress(true), 2);
  expect(said.length).toBeGreaterThan(8);
  const lines = said.slice(0, -1);
  expect(lines.filter((text) => !text.startsWith("\rReading big.csv: ") || !text.endsWith("\x1b[K"))).toEqual(
    [],
  );
  expect(lines.join("")).not.toContain("\n");
  expect(said.at(-1)).toBe("\r\x1b[K");
});

it("is nothing for a file that is read in less than a second, and with --quiet", () => {
  read(progress(true), 0.9);
  expect(said).toEqual([]);
  read(progress(false, true), 12);
  expect(said).toEqual([]);
});
