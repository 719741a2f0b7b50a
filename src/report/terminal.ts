/**
 * Text on a terminal: its width, how to cut and pad it, and its colour.
 */

/**
 * Width of a text in columns: Chinese, Japanese and Korean characters and emoji take two columns, combining marks
 * none.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) continue;
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Text cut to `width` columns; "…" replaces what was cut. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width) break;
    kept += character;
  }
  return width > 0 ? kept + "…" : "";
}

/** Text padded with spaces to `width` columns; wider text stays as it is. */
export function pad(text: string, width: number, align: "left" | "right" | "centre" = "left"): string {
  const missing = Math.max(0, width - displayWidth(text));
  const before = align === "left" ? 0 : align === "right" ? missing : Math.floor(missing / 2);
  return " ".repeat(before) + text + " ".repeat(missing - before);
}

/** Styles and their codes; `cli/terminalOutput.ts` lets them pass. */
export const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Text in a style if `colour` is true, otherwise as it is. */
export function paint(text: string, style: keyof typeof codes, colour: boolean): string {
  return colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}
