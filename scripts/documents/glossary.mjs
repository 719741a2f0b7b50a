/** The glossary as a document: terms, what else they are called, what they mean. */

const introductions = {
  en: "The terms that `chainrule trace` uses, and what other books call them. The program shows the same entries.",
  zh: "`chainrule trace` 所用的术语，以及其他书中的叫法。与程序中的术语同出一处。",
};

export function glossaryText({ code, headings, glossary }) {
  const list = code === "zh" ? "、" : ", ";
  const rows = glossary.map(
    ({ term, symbol, synonyms, meaning }) =>
      `| **${term}**${symbol && symbol !== term ? ` ${symbol}` : ""} | ${synonyms.join(list) || "–"} | ${meaning} |`,
  );
  const heads = [headings.term, headings.synonyms, headings.meaning];
  return `# ${headings.glossary}

${introductions[code]}

| ${heads.join(" | ")} |
| --- | --- | --- |
${rows.join("\n")}
`;
}
