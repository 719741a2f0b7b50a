import { describe, expect, it } from "vitest";
import { presetNames } from "../../../../src/explain/presets.js";
import { traceDrawing } from "../../../../src/report/trace/traceDrawing.js";
import { traceOf } from "./traces.js";

const labels = { title: "The network", text: "Its numbers." };

/** Texts of a drawing, by key. */
function textsOf(svg: string) {
  const found = [
    ...svg.matchAll(/<text class="([^"]*)" x="([^"]+)" y="([^"]+)" data-key="([^"]+)">([^<]*)</g),
  ];
  return found.map(([, kind, x, y, key, text]) => ({
    kind: kind!,
    x: Number(x),
    y: Number(y),
    key: key!,
    text: text!,
  }));
}

describe("a drawing that shows one step", () => {
  const mazur = traceOf("mazur");
  const at = (key: string) => mazur.steps.findIndex((step) => step.key === key);
  const keys = (svg: string) => textsOf(svg).map(({ key }) => key);

  it("has the numbers that are known at the step, and no ids", () => {
    const given = traceDrawing(mazur, labels, { step: 0 });
    expect(keys(given).toSorted()).toEqual(
      [
        "b1",
        "b2",
        "i1",
        "i2",
        "target_o1",
        "target_o2",
        ...Array.from({ length: 8 }, (_, index) => `w${index + 1}`),
      ].toSorted(),
    );
    const forward = keys(traceDrawing(mazur, labels, { step: at("net_o1") + 1 }));
    expect(forward).toContain("net_o1");
    expect(forward).not.toContain("out_o1");
    expect(given).not.toMatch(/\sid=|style=/);
  });

  it("shows a weight before its update, and after it", () => {
    const text = (step: number) =>
      textsOf(traceDrawing(mazur, labels, { step })).find(({ key }) => key === "w5")!.text;
    expect(text(at("w5_new"))).toBe("w5 0.4");
    expect(text(at("w5_new") + 1)).toBe("w5 0.35892");
    expect(textsOf(traceDrawing(mazur, labels, {})).find(({ key }) => key === "w5")!.text).toBe("w5 0.4");
  });

  it("highlights the places of the step, and marks the numbers that changed", () => {
    const svg = traceDrawing(mazur, labels, {
      lit: mazur.steps[at("dE_total/dw5")]!,
      changed: new Set(["net_o1"]),
    });
    expect(svg).toContain('data-phase="backward"');
    expect(svg.match(/class="edge positive lit"/g)).toHaveLength(1);
    expect(svg.match(/class="node lit"/g)).toHaveLength(1);
    const marked = textsOf(svg).filter(({ kind }) => kind.split(" ").includes("changed"));
    expect(marked.map(({ key }) => key)).toEqual(["net_o1"]);
  });
});

describe("the labels of the weights", () => {
  it.each(presetNames)("are all shown and do not overlap: %s", (name) => {
    const traced = traceOf(name);
    const svg = traceDrawing(traced, labels, {});
    expect(svg).not.toContain('class="weights many"');
    const weights = traced.network.parameters.filter(({ kind }) => kind === "weight");
    const texts = textsOf(svg).filter(({ kind }) => kind.startsWith("middle"));
    expect(texts).toHaveLength(weights.length);
    for (const one of texts) {
      for (const other of texts) {
        if (one === other || Math.abs(one.x - other.x) > 80) continue;
        expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(11);
      }
    }
  });
});
