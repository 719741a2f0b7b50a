/** Wraps sentences (English and Chinese) and formulas into lines. */
import { displayWidth } from "../terminal.js";

/** Punctuation that must not begin a line. */
const closing = /^[，。；：、）！？]/u;

/**
 * Wraps a sentence into lines of at most `width` columns: at spaces and between Chinese characters, but not before
 * closing punctuation.
 */
export function wrapText(text: string, width: number): string[] {
  const pieces = text.match(/[\p{Script=Han}，。；：、（）]|[^\s\p{Script=Han}，。；：、（）]+|\s+/gu) ?? [];
  const units: string[] = [];
  for (const piece of pieces) {
    if (units.length > 0 && (closing.test(piece) || units.at(-1)!.endsWith("（")))
      units[units.length - 1] += piece;
    else units.push(piece);
  }
  return fill(units, width);
}

/**
 * Wraps a formula into lines of at most `width` columns: before "+" and "−" and after "·", and inside brackets only
 * if necessary.
 */
export function wrapFormula(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const pieces = breakable(text, 0).flatMap((piece) =>
    displayWidth(piece) <= width ? [piece] : breakable(piece, Infinity),
  );
  return fill(pieces, width);
}

/** The pieces of a formula between which it may break. `deepest` is the greatest depth of brackets. */
function breakable(text: string, deepest: number): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let piece = "";
  for (const mark of text) {
    if (mark === "(") depth++;
    if (mark === ")") depth--;
    piece += mark;
    if (depth > deepest || !/ [+−]$|·$/.test(piece) || piece.length < 3) continue;
    const keep = mark === "·" ? 0 : 2;
    pieces.push(piece.slice(0, piece.length - keep));
    piece = piece.slice(piece.length - keep);
  }
  return [...pieces, piece];
}

function fill(units: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const unit of units) {
    if (line !== "" && displayWidth((line + unit).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = unit.trimStart();
    } else line += unit;
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}
