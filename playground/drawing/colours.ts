/**
 * The page's colours for canvases, which cannot use CSS variables: read from the root element, and again when the theme
 * changes. Blue is positive and orange negative everywhere.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

const names = [
  "page",
  "card",
  "text",
  "quiet",
  "line",
  "faint",
  "positive",
  "negative",
  "training",
  "validation",
  "wrong",
  "accent",
] as const;
type ColourName = (typeof names)[number];

export type Rgb = readonly [red: number, green: number, blue: number];
/** Colours by the names of their CSS variables, each as "#rrggbb". */
export type Colours = Readonly<Record<ColourName, string>>;

let shared: ReadonlySignal<Colours> | null = null;

/** The colours of the current theme. A new object when the theme changes. */
export function colours(): ReadonlySignal<Colours> {
  if (shared) return shared;
  const made = signal(readColours());
  const again = () => (made.value = readColours());
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  shared = made;
  return made;
}

/** "#1f78b4" or "#fff" as three numbers 0 … 255. @throws Error for anything else */
export function rgbOf(colour: string): Rgb {
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour.trim())?.[1];
  if (!digits) throw new Error(`colour: expected #rgb or #rrggbb, got ${JSON.stringify(colour)}.`);
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** Steps of the signed ramp on each side of zero. */
const steps = 128;

/**
 * Colours for numbers from −1 (negative) over 0 (card) to 1 (positive), as pixels of an ImageData seen as
 * Uint32Array: `ramp[rampIndex(value)]`.
 */
export function signedRamp({ card, positive, negative }: Colours): Uint32Array {
  const [zero, above, below] = [rgbOf(card), rgbOf(positive), rgbOf(negative)];
  return Uint32Array.from({ length: 2 * steps + 1 }, (_, index) => {
    const part = (index - steps) / steps;
    const end = part < 0 ? below : above;
    return pixelOf(zero.map((from, i) => from + (end[i]! - from) * Math.abs(part)) as unknown as Rgb);
  });
}

/** The index of a number in a ramp. Numbers are limited to −1 … 1; NaN counts as 0. */
export function rampIndex(value: number): number {
  return Math.round(Math.max(-1, Math.min(1, value || 0)) * steps) + steps;
}

/** A colour as a pixel of an ImageData seen as Uint32Array. Browsers run on little-endian machines only. */
export function pixelOf([red, green, blue]: Rgb): number {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

export function cssOf(pixel: number): string {
  return `rgb(${pixel & 255} ${(pixel >>> 8) & 255} ${(pixel >>> 16) & 255})`;
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]),
  ) as Record<ColourName, string>;
}
