import { describe, expect, it } from "vitest";
import { languages } from "../../../../src/explain/language/languages.js";
import { sentenceOf } from "../../../../src/explain/language/language.js";
import { presetNames } from "../../../../src/explain/presets.js";
import { traceMarkdown } from "../../../../src/report/trace/markdown.js";
import { formatTrace, traceFormats } from "../../../../src/cli/traceFormats.js";
import { traceOf } from "./traces.js";

const { en, zh } = languages;

describe("a trace in Markdown", () => {
  it("gives every step its formula, its numbers, its value and its reason", () => {
    const text = traceMarkdown(traceOf("mazur"), { language: en });
    expect(text).toContain(
      [
        "$$",
        "\\begin{aligned}",
        "\\frac{\\partial E_{\\mathrm{total}}}{\\partial w_{5}} &= \\frac{\\partial E_{\\mathrm{total}}}{\\partial \\mathrm{out}_{o1}} \\cdot \\frac{\\partial \\mathrm{out}_{o1}}{\\partial \\mathrm{net}_{o1}} \\cdot \\frac{\\partial \\mathrm{net}_{o1}}{\\partial w_{5}} \\\\",
        " &= 0.741365070 \\cdot 0.186815602 \\cdot 0.593269992 \\\\",
        " &= 0.082167041",
        "\\end{aligned}",
        "$$",
        "",
        "- delta rule: $\\delta_{o1} \\cdot \\mathrm{out}_{h1} = 0.138498562 \\cdot 0.593269992$",
      ].join("\n"),
    );
    for (const title of ["Forward pass", "Error", "Backward pass", "Update"]) {
      expect(text).toContain(`\n## ${title}\n`);
    }
    const traced = traceOf("mazur");
    traced.steps.forEach((step, index) => {
      expect(text).toContain(`**${index + 1}.** ${sentenceOf(en, step.reason)}`);
    });
    expect(text).toContain("| $w_{5}$ | 0.4 | 0.358916480 |");
    expect(text).toContain("| 1 | 0.291027774 | 0.742088111, 0.775284968 |");
  });

  it.each(presetNames.flatMap((name) => (["en", "zh"] as const).map((code) => [name, code] as const)))(
    "is balanced: %s, %s",
    (name, code) => {
      const text = traceMarkdown(traceOf(name), { language: languages[code] });
      const formulas = [...text.matchAll(/\$\$\n([\s\S]*?)\n\$\$|\$([^$\n]+)\$/g)].map(
        (one) => one[1] ?? one[2]!,
      );
      expect(formulas.length).toBeGreaterThan(60);
      for (const formula of formulas) {
        let depth = 0;
        for (const sign of formula) {
          depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
          expect(depth).toBeGreaterThanOrEqual(0);
        }
        expect(depth).toBe(0);
        const count = (pattern: RegExp) => formula.match(pattern)?.length ?? 0;
        expect(count(/\\begin\{/g)).toBe(count(/\\end\{/g));
        expect(count(/\\left/g)).toBe(count(/\\right/g));
        // what KaTeX would not know
        expect(formula).not.toMatch(/[−·½⊙∂δησᵀ⁺²√]|undefined|NaN/);
      }
      expect(text.split("$$").length % 2).toBe(1);
    },
  );

  it("shows one view where one is asked for, and as many digits as are", () => {
    const traced = traceOf("matrix");
    const scalar = traceMarkdown(traced, { language: zh, view: "scalar", digits: 3 });
    const matrix = traceMarkdown(traced, { language: zh, view: "matrix", digits: 3 });
    expect(scalar).toContain("0.761");
    expect(scalar).not.toMatch(/0\.7613|bmatrix/);
    expect(matrix).toContain("{W_{\\mathrm{output}}}^{\\mathrm{T}}");
    expect(matrix).toContain(
      "\\begin{bmatrix} 0.9 & 0.3 & 0.4 \\\\ 0.2 & 0.8 & 0.2 \\\\ 0.1 & 0.5 & 0.6 \\end{bmatrix}",
    );
    expect(matrix).not.toContain("**1.**");
  });
});

describe("formats of the command line", () => {
  it("are text, which is the default, Markdown, and a page", () => {
    expect(traceFormats).toEqual(["text", "markdown", "html"]);
    const rounds = [{ round: 10000, error: 0.0000351, outputs: [0.5, 0.25] }];
    const options = { language: en, digits: 9, view: "scalar", rounds } as const;
    const markdown = formatTrace("markdown", traceOf("mazur"), options);
    expect(markdown).toMatch(/^# One round/);
    expect(markdown).toContain("| 10000 | 0.0000351 | 0.5, 0.25 |");
    const page = formatTrace("html", traceOf("mazur"), options);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>$/);
    expect(page).toContain('<td class="figure" data-value="0.0000351">0.0000351</td>');
  });
});
