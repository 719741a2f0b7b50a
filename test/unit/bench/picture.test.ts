/** What the READMEs show of the results: their picture and figures are those of the results file. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  chosenRows,
  pictureFile,
  pictureOf,
  readmeOf,
  readmes,
  readResults,
} from "../../../bench/picture.mjs";
import type { PeerRow, Row } from "../../../bench/results.js";
import { resultMarkdown } from "../../../bench/text.js";
import { sample } from "./samples.js";

const results = readResults();

describe("of the published results", () => {
  it(`${pictureFile} is what node bench/picture.mjs makes`, () => {
    expect(readFileSync(pictureFile, "utf8") === pictureOf(results)).toBe(true);
    expect(chosenRows(results).length).toBeGreaterThanOrEqual(3);
  });

  it.each(readmes)("%s has the figures, and shows the picture", (path) => {
    const readme = readFileSync(path, "utf8");
    expect(readmeOf(readme, results)).toBe(readme);
    expect(readme).toContain(`](${pictureFile})`);
  });
});

describe("the picture", () => {
  const row = (implementation: string, build: string, rate: number, threads = 1) => ({
    ...sample.rows[3]!,
    implementation,
    build,
    threads,
    samplesPerSecond: { median: rate, best: 2 * rate },
  });
  const peer = (...given: Parameters<typeof row>): PeerRow => ({
    ...row(...given),
    lossAgrees: true,
    isNative: false,
  });
  const peers = [
    peer("numpy", "by hand", 240e3),
    peer("torch", "nn.Sequential, SGD", 226e3),
    peer("torch", "nn.Sequential, SGD", 900e3, 2),
    peer("slow.js", "wasm", 30e3),
    peer("fast.js", "wasm", 56e3),
    { ...peer("other.js", "JavaScript", 999e3), lossAgrees: null },
  ];
  const own = [
    row("typescript", "blocked", 11.4e3),
    row("typescript", "naive", 3e3),
    row("wasm", "simd", 124e3),
    row("wasm", "wide", 203e3),
    row("wasm", "wide-threads", 215e3, 2),
    row("wasm", "fast", 250e3),
  ] as Row[];
  const markdown = (rows: Row[], others: PeerRow[]) =>
    resultMarkdown({
      ...sample,
      host: "Node 24.1.0 (V8 13.6)",
      rows: [...sample.rows.slice(0, 3), ...rows],
      peers: { packages: [], rows: others },
    });

  it("has one thread of ours, PyTorch, the fastest other package of JavaScript and plain TypeScript", () => {
    const rows = chosenRows(markdown(own, peers));
    expect(rows.map(({ label, rate }) => [label, rate])).toEqual([
      ["PyTorch", 226e3],
      ["Chainrule, wide", 203e3],
      ["Chainrule, simd", 124e3],
      ["fast.js", 56e3],
      ["plain TypeScript", 11.4e3],
    ]);
  });

  it("draws bars as long as their rates, and says them", () => {
    const picture = pictureOf(markdown(own, peers));
    const widths = [...picture.matchAll(/<rect class="(\w+)" .*? width="([\d.]+)"/g)].map(
      ([, kind, width]) => [kind, Number(width)],
    );
    expect(widths).toEqual([
      ["other", 500],
      ["ours", 449.1],
      ["ours", 274.3],
      ["other", 123.9],
      ["other", 25.2],
    ]);
    expect(picture).toContain(
      "one thread (Node 24.1.0, a processor): PyTorch 226k, Chainrule, wide 203k, Chainrule, simd 124k, " +
        'fast.js 56.0k, plain TypeScript 11.4k"',
    );
    expect(picture).toContain("prefers-color-scheme: dark");
  });

  it("leaves out what was not measured", () => {
    const rows = chosenRows(markdown(own.slice(0, 3), []));
    expect(rows.map(({ label }) => label)).toEqual(["Chainrule, simd", "plain TypeScript"]);
  });
});

it("a README without a place for a figure is refused", () => {
  expect(() => readmeOf("8 times the samples per second, 9 on one thread for", results)).toThrow(
    /^the README has no place for \d+: /,
  );
});
