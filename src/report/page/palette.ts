/**
 * The colours of the report page in both themes. Each has one meaning: blue and orange are the sign of a number, violet is
 * validation, grey is training, and crimson is an error. Text has a contrast of at least 4.5 on what it stands on; a test
 * computes it.
 */

/** Colours of one theme, as hexadecimal digits. */
export interface Palette {
  page: string;
  card: string;
  text: string;
  /** Small text: notes, axes, heads of tables. */
  quiet: string;
  line: string;
  /** Bars behind text, and the paper of code. */
  faint: string;
  positive: string;
  negative: string;
  training: string;
  validation: string;
  wrong: string;
  /** Colours that cells of the confusion matrix are mixed from; text stands on them. */
  rightCell: string;
  wrongCell: string;
}

const light: Palette = {
  page: "#fbfaf7",
  card: "#ffffff",
  text: "#1d2326",
  quiet: "#5d686d",
  line: "#dcdfdd",
  faint: "#eceeeb",
  positive: "#1f78b4",
  negative: "#d9822b",
  training: "#7d878c",
  validation: "#7546b8",
  wrong: "#c2304a",
  rightCell: "#1d2326",
  wrongCell: "#e0647c",
};

const dark: Palette = {
  page: "#14181a",
  card: "#1c2225",
  text: "#e8ebea",
  quiet: "#9daab0",
  line: "#333c40",
  faint: "#283034",
  positive: "#4aa3df",
  negative: "#f0a050",
  training: "#8d989d",
  validation: "#b794f0",
  wrong: "#f06a80",
  rightCell: "#8d989d",
  wrongCell: "#b5304c",
};

export const palettes = { light, dark } as const;

/** How strongly a cell of the confusion matrix has its colour, in percent. Few errors must be visible too. */
export function cellStrength(kind: "right" | "wrong", fraction: number): number {
  return kind === "right" ? 6 + 44 * fraction : 12 + 70 * Math.sqrt(fraction);
}

/** The custom properties of a theme: `--page: #fbfaf7; …`. */
export function properties(palette: Readonly<Palette> | Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(
      ([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${colour};`,
    )
    .join(" ");
}
