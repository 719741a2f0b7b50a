/** Texts that mean that nothing is known, where a reader must tell them from names and numbers. What becomes of them is not decided here. */

const missing = /^\s*(|\?|-|\.|#?n\/?a|nan|null|none)\s*$/i;

/** Whether a text says that nothing is known: "", "NA", "?", "-". */
export function isMissingText(text: string): boolean {
  return missing.test(text);
}
