import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { languages } from "../../../../src/explain/language/languages.js";
import { sentenceOf } from "../../../../src/explain/language/language.js";
import { presetNames } from "../../../../src/explain/presets.js";
import { proseMarkup } from "../../../../src/report/trace/proseMath.js";
import { tracePage } from "../../../../src/report/trace/tracePage.js";
import { Places } from "../../../../src/report/trace/places.js";
import { traceOf } from "./traces.js";

/** Tags of a page that are opened and not closed, or closed and not opened. */
function unbalanced(html: string): string[] {
  const body = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "").replace("<!doctype html>", "");
  const open: string[] = [];
  for (const [, slash, tag, own] of body.matchAll(/<(\/?)([a-z0-9]+)(?:\s(?:[^>"]|"[^"]*")*?)?(\/?)>/g)) {
    if (own || ["meta", "input", "br"].includes(tag!)) continue;
    if (!slash) open.push(tag!);
    else if (open.pop() !== tag) return [tag!, ...open];
  }
  return open;
}

describe("the lesson page", () => {
  const pages = presetNames.flatMap((name) => (["en", "zh"] as const).map((code) => [name, code] as const));

  it.each(pages)("is whole and refers to nothing outside: %s, %s", (name, code) => {
    const traced = traceOf(name);
    const whole = tracePage(traced, { language: languages[code] });
    expect(unbalanced(whole)).toEqual([]);
    const fetched = whole.replace(/url\(data:font\/woff2;base64,[\w+/=]+\)/, "");
    expect(fetched).not.toMatch(/https?:|\/\/[a-z]|src=|@import|url\(|undefined|NaN|\[object/);
    const html = whole.replace(/<template>[\s\S]*<\/template>/, "");
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const step of traced.steps)
      expect(html).toContain(proseMarkup(sentenceOf(languages[code], step.reason)));
    const lit = [...html.matchAll(/data-lit="([^"]*)"/g)].map((match) => match[1]!.split(" "));
    expect(lit).toHaveLength(traced.steps.length + 1);
    const own = new Set(ids);
    const noted = traced.network.biases === "perNeuron" ? /^e\d+(-\d+)?$/ : /^$/;
    for (const places of lit) {
      expect(places.length).toBeGreaterThan(0);
      expect(places.filter((place) => !own.has(place) && !noted.test(place))).toEqual([]);
    }
  });

  it("lets no script run but its own, by its hash", () => {
    const html = tracePage(traceOf("mazur"), { language: languages.en });
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256").update(scripts[0]!).digest("base64");
    expect(html).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-${hash}'`,
    );
  });

  it("says its language, and escapes a title", () => {
    const html = tracePage(traceOf("xor"), { language: languages.zh, title: "<b>&" });
    expect(html).toContain('<html lang="zh-Hans">');
    expect(html).toContain("<h1>&lt;b&gt;&amp;</h1>");
  });
});

describe("what a step lights", () => {
  const traced = traceOf("mazur");
  const places = new Places(traced);
  const lit = (key: string) => places.lit(traced.steps.find((step) => step.key === key)!).sort();
  // parameters in their order: w1 w2 w3 w4 b1 w5 w6 w7 w8 b2
  it.each([
    ["net_h1", ["e0", "e1", "e4", "e4-0", "u0-0", "u0-1", "u1-0"]],
    ["out_h1", ["u1-0"]],
    ["E_o1", ["u2-0", "x0"]],
    ["dE_total/dw5", ["e5", "u2-0", "x", "x0"]],
    ["dE_o2/dout_h1", ["e7", "u1-0", "u2-1", "x1"]],
    ["dE_total/dw1", ["e0", "e5", "e7", "u1-0", "u2-0", "u2-1", "x", "x0", "x1"]],
    ["w8_new", ["e8"]],
  ])("%s", (key, expected) => {
    expect(lit(key)).toEqual(expected);
  });
});
