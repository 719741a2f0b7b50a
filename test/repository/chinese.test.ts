import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Files with Chinese text that readers see. */
const files = [
  ...["src", "playground", "scripts/documents", "docs/zh"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|md|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/")),
  ),
  "README.zh.md",
].filter((path) => !path.includes("/generated/"));
const textOf = (path: string) => readFileSync(path, "utf8");
/** They quote the words of other books. */
const quoting = /aliases\.ts$|glossary-zh\.ts$|glossary\.md$|errata|published/;
/** The lesson, where a round is one update; elsewhere training goes by epochs. */
const lesson = /^src\/explain|^src\/report\/trace|^src\/cli\/trace|worked-example|example\.words\.ts$/;

/** What is said by another word, and by which. */
const instead: [pattern: RegExp, word: string, where?: RegExp][] = [
  [/你/, "您"],
  [/轮/, "迭代 (one update)", lesson],
  [/迭代/, "轮次 (an epoch)", /^playground\/(?!panels\/example\.words|panels\/steps\.words)/],
  [/留出|留作|保留集|验证样本/, "测试样本"],
  [/逐步计算/, "逐步演算"],
  [/沿着?梯度(?!的反?方向|反)/, "沿梯度的反方向"],
  [/学习速率|学习步长/, "学习率"],
  [/隐含层|隐层/, "隐藏层"],
  [/正确率|准确度/, "准确率"],
  [/混淆表|决策面|决策区域/, "混淆矩阵, 决策边界"],
  [/权值/, "权重"],
  [/前馈传播|正向传播/, "前向传播"],
  [/输出到文件|汇出/, "导出"],
];

/** Lines of Chinese with a word that has another name here. */
function wrongWords(path: string, text: string): string[] {
  if (quoting.test(path)) return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      instead
        .filter(([pattern, , where]) => pattern.test(line) && (where?.test(path) ?? true))
        .map(([, word]) => `${path}:${index + 1}: ${word} in place of "${line.trim().slice(0, 60)}"`),
    );
}

describe("Chinese", () => {
  it("has one word for one thing", () => {
    expect(files.flatMap((path) => wrongWords(path, textOf(path)))).toEqual([]);
    expect(wrongWords("playground/x.ts", "你可以\n第 3 次迭代")).toHaveLength(2);
    expect(wrongWords("src/explain/x.ts", "一轮之后")).toHaveLength(1);
    expect(wrongWords("playground/x.ts", "一轮之后")).toHaveLength(0);
  });

  const pages = files.filter((path) => path.endsWith(".md") && !path.startsWith("scripts/"));
  const wide = "\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef“”";

  it.each(pages)(
    "%s has no formula in plain $…$ right after a full-width mark, where GitHub shows none",
    (path) => {
      const hidden = /[，。；：、（）！？“”]\$(?![`$])/;
      expect(
        textOf(path)
          .split("\n")
          .filter((line) => hidden.test(line)),
      ).toEqual([]);
      expect(hidden.test("其中，$w_1$")).toBe(true);
    },
  );

  it.each(pages)(
    "%s has one paragraph on one line: a break between two characters is shown as a space",
    (path) => {
      const broken = (text: string) =>
        [
          ...text.replace(/```[\s\S]*?```/g, "").matchAll(new RegExp(`.*[${wide}]\\n(?=[${wide}])`, "gu")),
        ].map(([line]) => line.trim());
      expect(broken(textOf(path))).toEqual([]);
      expect(broken("一行\n又一行")).toEqual(["一行"]);
    },
  );
});
