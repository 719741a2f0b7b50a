/** What makes the site of `npm run docs`: formulas, and the search for broken links. CI makes the site itself. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mathml, mathRules } from "../../scripts/mathml.mjs";
import { scratchDirectory } from "./programs.js";

describe("formulas", () => {
  it("become MathML: scripts, fractions, words, signs", () => {
    expect(mathml(String.raw`w^{+}_{5} = \frac{1}{2}`)).toBe(
      "<math><mrow><msubsup><mi>w</mi><mn>5</mn><mo>+</mo></msubsup><mo>=</mo>" +
        "<mfrac><mn>1</mn><mn>2</mn></mfrac></mrow></math>",
    );
    expect(mathml(String.raw`-\mathrm{net}_{h1} < 0.35`)).toBe(
      '<math><mrow><mo>−</mo><msub><mi mathvariant="normal">net</mi><mrow><mi>h</mi><mn>1</mn></mrow></msub>' +
        "<mo>&lt;</mo><mn>0.35</mn></mrow></math>",
    );
  });

  it("become MathML: matrices, and equations under each other", () => {
    expect(mathml(String.raw`\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}`)).toBe(
      "<math><mrow><mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>" +
        "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>]</mo></mrow></math>",
    );
    expect(mathml(String.raw`\begin{aligned} a &= b \\ &= c \end{aligned}`, true)).toContain(
      "<mtr><mtd><mrow></mrow></mtd><mtd><mrow><mo>=</mo><mi>c</mi></mrow></mtd></mtr>",
    );
  });

  it("are found in $…$, and in $`…`$, which GitHub shows after full-width marks too", () => {
    interface State {
      src: string;
      pos: number;
      push: () => { content: string };
    }
    const rules: ((state: State) => boolean)[] = [];
    const before = (_name: string, _own: string, rule: (state: State) => boolean) => rules.push(rule);
    mathRules({
      inline: { ruler: { before } },
      block: { ruler: { before: () => 0 } },
      renderer: { rules: {} },
    });
    const found = (src: string) => {
      const token = { content: "" };
      const state = { src, pos: 0, push: () => token };
      return rules[0]!(state) ? [token.content, src.slice(state.pos)] : null;
    };
    const formula = "<math><msub><mi>w</mi><mn>1</mn></msub></math>";
    expect(found("$w_1$ b")).toEqual([formula, " b"]);
    expect(found("$`w_1`$。")).toEqual([formula, "。"]);
    expect(found("$5 and $6")).toBe(null);
  });

  it.each([
    [String.raw`\sum x`, String.raw`mathml: there is no \sum here`],
    [String.raw`\frac{1}{2`, "mathml: expected }, got undefined"],
    ["a } b", "mathml: there is no } here"],
  ])("of which nothing is known are refused: %s", (latex, message) => {
    expect(() => mathml(latex)).toThrow(new Error(message));
  });
});

describe("scripts/links.mjs", () => {
  const scratch = scratchDirectory("site");
  const look = (name: string, pages: Record<string, string>) => {
    const site = join(scratch, name);
    mkdirSync(join(site, "in"), { recursive: true });
    for (const [path, html] of Object.entries(pages)) writeFileSync(join(site, path), html);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/links.mjs", site], {
      encoding: "utf8",
    });
    return { status, stdout, broken: stderr.trim().split("\n") };
  };

  it("passes links that lead somewhere from disk, and those to elsewhere", () => {
    const { status, stdout } = look("whole", {
      "index.html":
        '<a href="in/page.html#a%20b">1</a><a href="#here" id="here">2</a><a href="https://x.test/y">3</a>',
      "in/page.html": '<h2 id="a b"></h2><script src="../index.html"></script>',
    });
    expect(stdout).toMatch(/^3 links of 2 pages in .*, 0 broken\n$/);
    expect(status).toBe(0);
  });

  it("names those that do not: missing files and places, directories, what lies beyond", () => {
    const { status, broken } = look("broken", {
      "index.html":
        '<a href="gone.html"></a><a href="in"></a><a href="in/page.html#gone"></a><a href="/x.html"></a>',
      "in/page.html": '<a href="../../outside.html"></a>',
    });
    expect(broken).toEqual([
      "index.html: gone.html: there is no file gone.html",
      "index.html: in: there is no file in",
      "index.html: in/page.html#gone: in/page.html has no place gone",
      "index.html: /x.html: leads out of the site",
      "in/page.html: ../../outside.html: leads out of the site",
    ]);
    expect(status).toBe(1);
  });
});
