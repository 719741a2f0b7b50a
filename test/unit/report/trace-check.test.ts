import { describe, expect, it } from "vitest";
import { checkLanguages } from "../../../src/explain/language/checkLanguages.js";
import { languages } from "../../../src/explain/language/languages.js";
import { readOwnNumbers } from "../../../src/explain/ownNumbers.js";
import { presetNetwork, presetOf } from "../../../src/explain/presets.js";
import { comparePublished } from "../../../src/explain/published.js";
import { bestReading } from "../../../src/explain/readings.js";
import { trace } from "../../../src/explain/trace.js";
import { slipIds } from "../../../src/reference/slips.js";
import { checkText, slipSentence } from "../../../src/report/trace/checkText.js";
import { publishedText } from "../../../src/report/trace/publishedText.js";
import { displayWidth } from "../../../src/report/terminal.js";

const preset = presetOf("mazur");
const network = presetNetwork(preset);
const mazur = trace(network, { inputs: preset.inputs[0]!, targets: preset.targets[0]! });
const candidate = { variant: null, trace: mazur, after: () => mazur.rounds[1]! };
const reading = (text: string) => bestReading([candidate], readOwnNumbers(text, "mine"));
const options = { digits: 9, width: 80, colour: false };
const text = (language: "en" | "zh", own: string): string[] =>
  checkText(reading(own), { ...options, language: languages[language] });

describe("numbers of a person's own", () => {
  const own = "net_h1,0.3775\n∂E_total/∂out_h1,0.029\nδ_h1,0.00699772\nw5⁺,0.358916480\nw6⁺,0.4";

  it("in English: a table, the first wrong step with the person's numbers, what follows, what does not", () => {
    expect(text("en", own)).toEqual([
      "Your numbers beside ours",
      "",
      "symbol            yours        ours         verdict",
      "net_h1            0.3775       0.3775       right",
      "∂E_total/∂out_h1  0.029        0.036350306  wrong: does not follow from the numbers before it",
      "δ_h1              0.00699772   0.008771355  wrong: follows from what is wrong before it",
      "w5⁺               0.358916480  0.358916480  right to the digits given",
      "w6⁺               0.4          0.408666186  right to the digits given",
      "",
      "1 right, 2 right to the digits given, 2 wrong.",
      "The first wrong number is ∂E_total/∂out_h1. From here on everything follows from",
      "it: 1 more number.",
      "From your numbers: ∂E_total/∂out_h1 = ∂E_o1/∂out_h1 + ∂E_o2/∂out_h1 =",
      "0.055399425 + (−0.019049118) = 0.036350306; you have 0.029.",
      "The error may also be in earlier steps that you did not give.",
    ]);
  });

  it("in Chinese, as wide as the terminal at most", () => {
    const lines = text("zh", own);
    expect(lines.slice(2, 5)).toEqual([
      "符号              您的数值     本程序       结论",
      "net_h1            0.3775       0.3775       正确",
      "∂E_total/∂out_h1  0.029        0.036350306  错误：由前面的数得不出这个数",
    ]);
    expect(lines).toContain("第一个错误的数是 ∂E_total/∂out_h1。此后的 1 个错误都由它带来。");
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  it("names the slip, and says so when all is right", () => {
    const slipped = text("en", "w1⁺,0.149817639\nw5⁺,0.35891648\nerror_after_1,0.291027924").join(" ");
    expect(slipped).toMatch(/The likely slip: The output weights were updated first, /);
    expect(text("en", "w1⁺,0.15").at(-1)).toBe("All of your numbers are right.");
    expect(text("zh", "w1⁺,0.15").at(-1)).toBe("您的数字全部正确。");
  });

  it("colours what is wrong: red where it went wrong, yellow where it follows", () => {
    const lines = checkText(reading(own), { ...options, colour: true, language: languages.en });
    expect(lines[4]!.startsWith("\u001b[31m")).toBe(true);
    expect(lines[5]!.startsWith("\u001b[33m")).toBe(true);
  });
});

it("every slip, verdict and cause has a sentence of its own in both languages", () => {
  const { en, zh } = checkLanguages;
  const sentences = slipIds.flatMap((id) =>
    (["en", "zh"] as const).map((code) => slipSentence({ id }, mazur, languages[code])),
  );
  expect(new Set(sentences).size).toBe(2 * slipIds.length);
  for (const id of slipIds) {
    expect(en.slips[id]).toMatch(/^[A-Z].*\.$|η·∂E\/∂w\.$/);
    expect(zh.slips[id]).toMatch(/\p{Script=Han}.*。$/u);
  }
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const word of [...Object.values(zh.verdicts), ...Object.values(zh.causes)]) {
    expect(word).toMatch(/\p{Script=Han}/u);
  }
  const other = { id: "other-rate", learningRate: 0.8 } as const;
  expect(slipSentence(other, mazur, languages.en)).toMatch(/a learning rate of 0\.8 instead of 0\.5/);
  expect(slipSentence(other, mazur, languages.zh)).toMatch(/学习率取 0\.8 而不是 0\.5/);
});

describe("published figures", () => {
  const lines = (name: "mazur" | "matrix", code: "en" | "zh") =>
    publishedText(comparePublished(name), { ...options, language: languages[code] });

  it("of the 2-2-2 example disagree with the rule, and come out with the slip", () => {
    const all = lines("mazur", "en");
    expect(all.find((line) => line.startsWith("error_after_1 "))).toMatch(
      /0\.291027924 +0\.291027774 +no +0\.291027924 +yes$/,
    );
    expect(all).toContain("5 of 5 printed headline figures come out with the slip.");
    expect(all).toContain("0 of 5 printed figures agree with ours to the digits that are printed.");
    expect(all.join(" ")).toMatch(/docs\/errata\.md lists every error/);
  });

  it("of the 3-3-2 example stand beside three calculations; in Chinese too", () => {
    expect(
      lines("matrix", "en").filter((line) => /^(printed row|row for 0.62|3 digits): /.test(line)),
    ).toEqual([
      "printed row: 0 of 6 printed figures agree with ours to the digits that are printed.",
      "row for 0.62: 2 of 6 printed figures agree with ours to the digits that are printed.",
      "3 digits: 5 of 6 printed figures agree with ours to the digits that are printed.",
    ]);
    const chinese = lines("matrix", "zh");
    expect(chinese.filter((line) => /6 个印出的数值中/.test(line))).toHaveLength(3);
  });
});
