import { describe, expect, it } from "vitest";
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
    expect(page).toMatch(/<td class="typescript" style="--part:33%"[^>]*>0\.50×/);
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
