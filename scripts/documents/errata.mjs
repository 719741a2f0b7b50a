/** The generated parts of the errata: figures and explanations from the library's own comparison. */

/** @param library what scripts/worked-example.mjs bundles */
export function errataParts({ comparePublished, documents, documentIds, markdownTable, writtenText }) {
  const mazur = comparePublished("mazur");
  const matrix = comparePublished("matrix");
  const names = {
    error_after_1: "error after 1 round",
    error_after_10000: "error after 10,000 rounds",
    out_o1_after_10000: "first output after 10,000 rounds",
    out_o2_after_10000: "second output after 10,000 rounds",
  };
  return {
    headline: () =>
      markdownTable(
        ["", "printed", "by the stated rule", "with the slip"],
        mazur.headline.map(({ key, text, ours, slip }) => [
          names[key] ?? key,
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
        ["$w_{1,1}$ after one round", ""],
        [
          ["printed", wrong.text],
          [
            "three digits on the way, as the document calculates, its slips mended",
            writtenText(rounded.value, 12),
          ],
          ["nothing rounded, third row as printed", writtenText(printed.value, 12)],
          ["nothing rounded, third row that gives 0.62", writtenText(consistent.value, 12)],
        ],
        "lr",
      );
    },
    errata: () =>
      documentIds
        .map((id) => {
          const own = [...mazur.errata, ...matrix.errata].filter(({ document }) => document === id);
          if (own.length === 0) return "";
          const title = documents[id].en;
          const rows = own
            .toSorted((a, b) => a.lines[0] - b.lines[0])
            .map(({ lines, printed, correct, why }) => [
              span(lines),
              cell(printed),
              cell(correct),
              cell(why.en),
            ]);
          const table = markdownTable(["line", "printed", "should be", "why"], rows, "llll");
          return `### ${title[0].toUpperCase()}${title.slice(1)}\n\n${table}`;
        })
        .filter((text) => text !== "")
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
