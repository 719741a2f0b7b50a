/** The generated parts of the errata: printed figures, compared by the library, and explanations. */
import { documents, publishedFigures } from "./published.mjs";

const words = {
  en: {
    names: {
      error_after_1: "error after 1 round",
      error_after_10000: "error after 10,000 rounds",
      out_o1_after_10000: "first output after 10,000 rounds",
      out_o2_after_10000: "second output after 10,000 rounds",
    },
    headline: ["", "printed", "by the stated rule", "with the slip"],
    weight: "$w_{1,1}$ after one round",
    printed: "printed",
    rounded: "signals rounded to three digits, as in the document, but without its other errors",
    asPrinted: "nothing rounded, third row as printed",
    consistent: "nothing rounded, third row that gives 0.62",
    errata: ["line", "printed", "should be", "why"],
  },
  zh: {
    names: {
      error_after_1: "一次迭代后的误差",
      error_after_10000: "一万次迭代后的误差",
      out_o1_after_10000: "一万次迭代后的第一个输出",
      out_o2_after_10000: "一万次迭代后的第二个输出",
    },
    headline: ["", "印出的数值", "按所述规则", "按错误规则"],
    weight: "一次迭代后的 $w_{1,1}$",
    printed: "印出的数值",
    rounded: "像文中那样把信号舍入到三位小数，但改正其他错误",
    asPrinted: "不舍入，用印出的第三行",
    consistent: "不舍入，用能得到 0.62 的第三行",
    errata: ["行", "印出的", "应为", "原因"],
  },
};

/**
 * @param library what scripts/worked-example.mjs bundles
 * @param code "en" or "zh"
 */
export function errataParts({ publishedComparer, markdownTable, writtenText }, code) {
  const own = words[code];
  const mazur = publishedFigures("mazur", publishedComparer("mazur"));
  const matrix = publishedFigures("matrix", publishedComparer("matrix"));
  return {
    headline: () =>
      markdownTable(
        own.headline,
        mazur.headline.map(({ key, text, ours, slip }) => [
          own.names[key] ?? key,
          text,
          writtenText(ours.printed.value, 12),
          writtenText(slip.value, 12),
        ]),
        "lrrr",
      ),
    matrix: () => {
      const wrong = matrix.values.find(({ key, text }) => key === "w_{1,1}_new" && text.startsWith("0.89"));
      const { printed, consistent, rounded } = wrong.ours;
      return markdownTable(
        [own.weight, ""],
        [
          [own.printed, wrong.text],
          [own.rounded, writtenText(rounded.value, 12)],
          [own.asPrinted, writtenText(printed.value, 12)],
          [own.consistent, writtenText(consistent.value, 12)],
        ],
        "lr",
      );
    },
    errata: () =>
      Object.keys(documents)
        .toSorted()
        .map((id) => {
          const errata = [...mazur.errata, ...matrix.errata].filter(({ document }) => document === id);
          const title = documents[id][code];
          const rows = errata
            .toSorted((a, b) => (a.lines[0] ?? Infinity) - (b.lines[0] ?? Infinity))
            .map(({ lines, place, printed, correct, why }) => [
              place ? place[code] : span(lines),
              cell(printed[code] ?? printed),
              cell(correct[code] ?? correct),
              cell(why[code]),
            ]);
          const table = markdownTable(own.errata, rows, "llll");
          return `### ${title[0].toUpperCase()}${title.slice(1)}\n\n${table}`;
        })
        .join("\n\n"),
  };
}

/** 286, 287, 288 as 286–288. */
function span(lines) {
  const runs = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run && line === run.last + 1) run.last = line;
    else runs.push({ first: line, last: line });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}–${last}`)).join(", ");
}

/** Text that means itself, in a table. */
function cell(text) {
  return text.replace(/[|\\*_<`$[\]]/g, (sign) => `\\${sign}`);
}
