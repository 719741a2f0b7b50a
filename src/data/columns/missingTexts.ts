/** Texts that mean that there is no value. What becomes of such cells is not decided here. */

/** Texts that mean a missing value in every table. A cell with only these characters has no value. */
export const usualMissing = [
  "",
  "NA",
  "N/A",
  "n/a",
  "#N/A",
  "?",
  "NaN",
  "nan",
  "null",
  "NULL",
  "None",
  "-",
  ".",
];

const missing = /^\s*(|\?|-|\.|#?n\/?a|nan|null|none)\s*$/i;

/** Whether a text says that nothing is known, where a reader must tell it from names and numbers: "", "NA", "?", "-". */
export function isMissingText(text: string): boolean {
  return missing.test(text);
}
