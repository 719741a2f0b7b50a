/** The contrast of text on the report page, by the formula of WCAG 2, in both themes. */
import { describe, expect, it } from "vitest";
import { heatStrength, resultColours } from "../../../bench/result-style.js";
import { cellStrength, type Palette, palettes } from "../../../src/report/page/palette.js";

type Colour = readonly number[];
const parsed = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: Colour, other: Colour): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** As `color-mix(in srgb, colour percent%, paper)`. */
const mixed = (colour: string, percent: number, paper: string): Colour =>
  parsed(colour).map((byte, at) => (byte * percent + parsed(paper)[at]! * (100 - percent)) / 100);

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const palette: Palette = palettes[theme];

  it("has colours of six digits", () => {
    for (const colour of Object.values(palette)) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  it.each([
    ["text", "page"],
    ["text", "card"],
    ["text", "faint"],
    ["quiet", "page"],
    ["quiet", "card"],
    ["quiet", "faint"],
    ["wrong", "card"],
  ] as const)("has %s on %s with a contrast of 4.5", (ink, paper) => {
    expect(contrast(parsed(palette[ink]), parsed(palette[paper]))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["right", "wrong"] as const)(
    "has cells of what is %s that text stands out from, faint to strong",
    (kind) => {
      for (let fraction = 0; fraction <= 1; fraction += 0.01) {
        const cell = mixed(palette[`${kind}Cell`], Math.round(cellStrength(kind, fraction)), palette.card);
        expect(contrast(parsed(palette.text), cell)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(["simd", "fast"] as const)(
    "has cells of the benchmark's heat map that text stands out from: %s",
    (kind) => {
      const cell = mixed(resultColours[theme][kind], heatStrength(1), palette.card);
      expect(contrast(parsed(palette.text), cell)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(["positive", "negative", "training", "validation", "wrong"] as const)(
    "has lines of the colour %s with a contrast of 2.5 on a card",
    (line) => {
      expect(contrast(parsed(palette[line]), parsed(palette.card))).toBeGreaterThanOrEqual(2.5);
    },
  );
});
