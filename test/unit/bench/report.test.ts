import { describe, expect, it } from "vitest";
import { headlineOf, timesText } from "../../../bench/headline.js";
import { resultPage } from "../../../bench/result-page.js";
import { percentOfPeak, ratioText, resultMarkdown, resultText, tablesOf } from "../../../bench/text.js";
import { sample } from "./samples.js";

describe("the page", () => {
  const page = resultPage(sample);
  const count = (pattern: RegExp) => [...page.matchAll(pattern)].length;

  it("has a bar for every row, peers included, as long as its rate", () => {
    expect(count(/<div class="bar /g)).toBe(sample.rows.length + 1);
    for (const { build } of [...sample.rows, ...sample.peers!.rows]) expect(page).toContain(`</b> ${build}`);
    expect(page).toContain('<i style="width:40.00%">'); // blocked, of the 2.5M of simd
    expect(page).toContain('<i style="width:20.00%">');
    expect(page).toContain("0.00074×");
  });

  it("gives each kind of implementation a colour, and says which", () => {
    for (const kind of ["typescript", "simd", "fast", "peer"]) {
      expect(page).toContain(`<div class="bar ${kind}">`);
      expect(page).toContain(`<li class="${kind}">`);
    }
    expect(page).not.toContain('<li class="scalar">');
  });

  it("has the tables and the heat map, a map for each engine", () => {
    expect(count(/<table class="heat few">/g)).toBe(2);
    expect(page).toMatch(/<td class="typescript" style="--part:19%"[^>]*>0\.50×/);
    for (const text of ["Kernels alone", "Scaling over threads", "npm i onnxruntime-web"]) {
      expect(page).toContain(text);
    }
  });

  it("asks nobody for anything, and runs nothing", () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|src=|href=|url\(|@import|<script|<link|\bon\w+=/i);
  });

  it("follows the system, dark or light, and does not trust a host's name", () => {
    expect(page).toContain("prefers-color-scheme: dark");
    expect(page).toContain("Node &lt;b&gt;&amp;&quot;1&quot;");
  });
});

describe("the headline", () => {
  const [blocked, , simd] = sample.rows;
  const on = (name: string, build: string, ratio: number, threads = 1) => ({
    ...simd!,
    case: name,
    build,
    ratio,
    threads,
  });

  it("is of the common case, the fastest row with the usual bits, on one thread and on several", () => {
    const rows = [
      { ...blocked!, case: "mnist" },
      blocked!,
      on("tiny", "simd", 30),
      on("mnist", "scalar", 2),
      on("mnist", "simd", 8.14),
      on("mnist", "fast", 11),
      on("mnist", "simd-threads", 15.6, 2),
    ];
    const found = headlineOf({ rows })!;
    expect([found.name, found.one.build, found.several?.ratio]).toEqual(["mnist", "simd", 15.6]);
    const page = resultPage({ ...sample, rows });
    expect(page).toContain(
      "<strong>8.1 times</strong> as fast as plain TypeScript on this machine, on one thread, 16 times on 2 threads.",
    );
    expect(page.indexOf('class="headline"')).toBeLessThan(page.indexOf("<article>"));
  });

  it("is of another case where that one was not measured, and of one thread where more are slower", () => {
    const found = headlineOf({ rows: [on("small", "simd", 5), on("small", "simd-threads", 4, 2)] })!;
    expect([found.name, found.layers, found.several]).toEqual(["small", [64, 32, 10], null]);
    const { peers, ...ours } = sample;
    expect(peers?.rows).toHaveLength(1);
    expect(resultPage({ ...ours, rows: [] })).not.toContain('class="headline"');
    expect(headlineOf({ rows: [blocked!] })).toBeNull();
  });

  it("says ratios with two digits", () =>
    expect([0.74, 8.14, 12.6].map(timesText)).toEqual(["0.7", "8.1", "13"]));
});

describe("text and Markdown", () => {
  it("have every row of every table", () => {
    const tables = tablesOf(sample);
    expect(tables.map(({ rows }) => rows.length)).toEqual([6, 2, 1, 1, 1, 1]);
    const texts = [resultText(sample), resultMarkdown(sample)];
    for (const { title, rows } of tables) {
      for (const text of texts) {
        expect(text).toContain(title);
        for (const cell of rows.flat()) expect(text).toContain(cell);
      }
    }
    for (const text of texts) expect(text).toContain("Left out: kernel softmax: there is none yet.");
  });

  it("hold a row against the peak of its own case, times its threads", () => {
    expect(percentOfPeak(sample, sample.rows[2]!)).toBe(2.5); // 2.5 of 100
    expect(percentOfPeak(sample, sample.rows[4]!)).toBe(20); // 20 of 2 · 50
  });

  it("hold native code against no peak of WebAssembly", () => {
    const [peer] = sample.peers!.rows;
    const native = { ...peer!, isNative: true };
    expect([percentOfPeak(sample, peer!), percentOfPeak(sample, native)]).toEqual([expect.any(Number), null]);
    const peers = { ...sample.peers!, rows: [native] };
    expect(resultMarkdown({ ...sample, peers })).toMatch(/brain\.js \|.*\| – \| 0\.00074× \|/);
    expect(resultPage({ ...sample, peers })).toContain("– of peak");
  });

  it("give the peak on 256-bit lanes where there is one", () => {
    expect(resultText(sample)).not.toContain("256-bit");
    const peak = { ...sample.peak, wide: { float32: 98, float64: 49 } };
    expect(resultText({ ...sample, peak })).toContain("float64 25.0, 256-bit 98.0 and 49.0.");
  });

  it("name machine, version and date, and the shapes", () => {
    const text = resultMarkdown(sample);
    expect(text).toContain('chainrule 0.0.0, Node <b>&"1", a processor, 2 processors, 2000-01-02.');
    expect(text).toContain("| mnist | 784-128-10 | 128 | float32 |");
    expect(text).not.toContain("| wide |");
  });

  it("tell ratios with two digits at least", () => {
    expect([0.00074, 0.5, 1, 12.345, 123.4].map(ratioText)).toEqual([
      "0.00074×",
      "0.50×",
      "1.00×",
      "12.35×",
      "123×",
    ]);
  });
});
