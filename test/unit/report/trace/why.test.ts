import { describe, expect, it } from "vitest";
import { languages } from "../../../../src/explain/language/languages.js";
import { presetNames, presetNetwork, presetOf } from "../../../../src/explain/presets.js";
import { runRounds } from "../../../../src/explain/rounds.js";
import { trace } from "../../../../src/explain/trace.js";
import { courseRounds, errorCourse, errorWith, whyFacts } from "../../../../src/explain/why.js";
import { tracePage } from "../../../../src/report/trace/tracePage.js";
import {
  explained,
  sectionIds,
  whyMarkdown,
  whyMarkup,
} from "../../../../src/report/trace/why/explanations.js";
import { stepFigure } from "../../../../src/report/trace/why/figures.js";
import { expectClose } from "../../../compare.js";
import { traceOf } from "./traces.js";

const mazur = traceOf("mazur");
const facts = whyFacts(mazur)!;

describe("what the explanations are made from", () => {
  it("the error as a function of a weight is that of the library, for weights far away too", () => {
    for (const [key, layer, value] of [
      ["w5", 1, 0.358916479717885],
      ["w5", 1, -3],
      ["w1", 0, 2.5],
    ] as const) {
      const preset = presetOf("mazur");
      const parameters = structuredClone(preset.parameters!) as { weights: number[][][] };
      parameters.weights[layer]![0]![0] = value;
      const network = presetNetwork({ ...preset, parameters });
      const { rounds } = trace(network, { inputs: [0.05, 0.1], targets: [0.01, 0.99] });
      network.dispose();
      expectClose(errorWith(mazur, key, value), rounds[0]!.error, { relative: 1e-14 }, key);
    }
  });

  it("the step of one weight lowers the error, the step the other way raises it, both near the tangent", () => {
    const { weight, gradient } = facts.last;
    expect([weight.symbol, weight.before, gradient.key]).toMatchObject([{ index: "5" }, 0.4, "dE_total/dw5"]);
    const [now, down, up] = [weight.before, weight.after, 2 * weight.before - weight.after].map(
      facts.errorAt,
    );
    const fall = 0.5 * gradient.value ** 2;
    expect(now).toBe(mazur.rounds[0]!.error);
    expect(Math.abs(now! - down! - fall)).toBeLessThan(0.01 * fall);
    expect(Math.abs(up! - now! - fall)).toBeLessThan(0.01 * fall);
  });

  it("the round with weights that are updated too early is the printed one", () => {
    expect(facts.early!.firstWeight).toBeCloseTo(0.149817639, 9);
    expect(facts.early!.error).toBeCloseTo(0.291027924, 9);
    // the inputs of the first sample are 0, so the first weight does not change in either way
    expect(whyFacts(traceOf("xor"))!.early).toBe(null);
    expect(whyMarkup(traceOf("xor"), languages.en, 9)).not.toContain("With the new output weights");
    expect(whyMarkup(mazur, languages.en, 9)).toContain("With the new output weights");
  });

  it("the course is that of the kernels, and ends at the golden error", () => {
    const preset = presetOf("mazur");
    const network = presetNetwork(preset);
    const { states } = runRounds(network, [{ inputs: [0.05, 0.1], targets: [0.01, 0.99] }], {
      rounds: courseRounds,
    });
    network.dispose();
    const errors = errorCourse(mazur)!;
    expect(errors).toHaveLength(courseRounds + 1);
    for (const { round, error } of states)
      expectClose(errors[round]!, error, { relative: 1e-10 }, String(round));
    expectClose(errors.at(-1)!, 0.0000351018778298, { relative: 1e-10 }, "the golden error");
  });

  it("a trace of one unit, or with corners, is not explained", () => {
    const network = presetNetwork(presetOf("mazur"));
    const sample = { inputs: [0.05, 0.1], targets: [0.01, 0.99] };
    expect(explained(trace(network, sample, { unit: "h1" }))).toBe(null);
    network.dispose();
    const layers = [2, { units: 2, activation: "relu" as const }, 2];
    const corners = presetNetwork({ config: { ...presetOf("mazur").config, layers }, parameters: null });
    expect(explained(trace(corners, sample))).toBe(null);
    expect(whyMarkup(trace(corners, sample), languages.en, 9)).toBe("");
    corners.dispose();
  });
});

describe("the explanations", () => {
  const all = presetNames.flatMap((name) => (["en", "zh"] as const).map((code) => [name, code] as const));

  it.each(all)("have every section, number and figure: %s, %s", (name, code) => {
    const traced = traceOf(name);
    const about = explained(traced)!;
    const ids = sectionIds(about);
    expect(ids).toEqual(["logistic", "slope", "chain", "descent", "backpropagation", "original", "course"]);
    const language = languages[code];
    const markup = whyMarkup(traced, language, 9);
    expect(markup.match(/<article/g)).toHaveLength(ids.length);
    expect(markup.match(/<svg [^>]*role="img"/g)).toHaveLength(5);
    for (const id of ids) {
      const { title, text } = whyMarkdown(id, about, {
        language,
        digits: 9,
        pathOf: (figure) => `${figure}.svg`,
      });
      expect(markup).toContain(`<h3>${title}</h3>`);
      expect(`${title} ${text}`).not.toMatch(/undefined|NaN|\[object|\$\{/);
    }
    expect(markup).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  it("each step has the curve that belongs to it, with the right unit and weight", () => {
    const curves = mazur.steps.map((step) => stepFigure(step, mazur, languages.en));
    const count = (id: string) => mazur.steps.filter(({ reason }) => reason.id === id).length;
    expect(curves.filter((markup) => markup !== "")).toHaveLength(
      count("activation") + count("slope") + count("update"),
    );
    const of = (key: string) => curves[mazur.steps.findIndex((step) => step.key === key)]!;
    expect(of("out_h1")).toContain("h1: 0.3775 → 0.593269992");
    expect(of("out_h1")).not.toContain("h2:");
    expect(of("w7_new")).toContain("w7 = 0.511301270");
    expect(of("net_h1")).toBe("");
    const page = tracePage(mazur, { language: languages.en });
    // twice: the page in the other language is in a template
    expect(page.match(/class="step-curve"/g)).toHaveLength(2 * 16);
    expect(page.match(/class="step"/g)).toHaveLength(2 * (mazur.steps.length + 1));
    // the script takes every element of this class for a step
    expect(page).not.toMatch(/class="(?:[^"]* step|step [^"]*)"/);
  });
});
