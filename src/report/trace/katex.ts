/** Mathematics in the part of LaTeX that KaTeX supports. */
import { latexOf } from "../../explain/symbol.js";
import type { Notation } from "./typeset.js";

const signs: Record<string, string> = {
  "−": "-",
  "·": "\\cdot",
  "⊙": "\\odot",
  "≈": "\\approx",
  "∂": "\\partial ",
  "′": "\\prime",
  "→": "\\to",
};
const letters: Record<string, string> = { π: "\\pi", "∞": "\\infty", σ: "\\sigma" };
/** Functions that LaTeX knows by name. */
const known = ["ln", "tanh", "max", "exp"];

export const katex: Notation = {
  symbol: latexOf,
  digits: (text) => letters[text] ?? text,
  sign: (text, place) => {
    if (text === ",") return ", ";
    return place === "before" ? (signs[text] ?? text) : ` ${signs[text] ?? text} `;
  },
  row: (parts) => parts.join(""),
  fraction: (over, under) => `\\frac{${over}}{${under}}`,
  power: (base, exponent) => `${base}^{${exponent}}`,
  root: (of) => `\\sqrt{${of}}`,
  fenced: (open, of, close) => (isTall(of) ? `\\left${open}${of}\\right${close}` : `${open}${of}${close}`),
  matrix: (cells) => `\\begin{bmatrix} ${cells.map((row) => row.join(" & ")).join(" \\\\ ")} \\end{bmatrix}`,
  word: (text) =>
    text === "e" ? "e" : (letters[text] ?? (known.includes(text) ? `\\${text}` : `\\mathrm{${text}}`)),
};

function isTall(latex: string): boolean {
  return latex.includes("\\frac") || latex.includes("\\begin");
}
