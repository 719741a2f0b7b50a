import { describe, expect, it } from "vitest";
import { makeDigits } from "../../../src/data/digits/digits.js";
import { drawImages } from "../../../src/report/images.js";
import { displayWidth } from "../../../src/report/terminal.js";
import { failure } from "../readers/failure.js";

/** Pixels of a picture: "#" ink, "+" half, "." none. */
function pixels(...lines: string[]): Uint8Array {
  return Uint8Array.from(lines.join(""), (mark) => (mark === "#" ? 255 : mark === "+" ? 128 : 0));
}

const wide = { columns: 80, colour: false };
// 12 wide, so that it is neither doubled nor made smaller
const picture = pixels(
  "#..........#",
  "............",
  "++..##..##..",
  "++..##......",
  "......##....",
  "............",
);

describe("drawImages", () => {
  it("puts two pixels into a character: shades, or half blocks where they differ", () => {
    expect(drawImages(picture, [6, 12], ["seven"], wide)).toBe(
      ["▀          ▀", "▒▒  ██  ▀▀", "      ▀▀", "   seven"].join("\n"),
    );
  });

  it("sets colours of the upper and the lower pixel, only where they change", () => {
    const [first, second] = drawImages(picture, [6, 12], ["seven"], { columns: 80, colour: true }).split(
      "\n",
    );
    const code = (upper: number, lower: number): string => `\u001b[38;5;${upper};48;5;${lower}m`;
    const none = code(16, 16);
    const end = "\u001b[0m";
    expect(first).toBe(code(231, 16) + "▀" + none + "▀".repeat(10) + code(231, 16) + "▀" + end);
    expect(second).toBe(
      [
        code(244, 244),
        "▀▀",
        none,
        "▀▀",
        code(231, 231),
        "▀▀",
        none,
        "▀▀",
        code(231, 16),
        "▀▀",
        none,
        "▀▀",
        end,
      ].join(""),
    );
  });

  it("doubles tiny images", () => {
    expect(drawImages(pixels("#.#", ".#.", "#.#"), [3, 3], ["x"], wide)).toBe(
      ["██  ██", "  ██", "██  ██", "  x"].join("\n"),
    );
  });

  it("crops margins that are empty in all images, but for one pixel", () => {
    const empty = "..............";
    const dot = pixels(empty, empty, empty, "...#..........", empty, empty, empty, empty);
    const two = Uint8Array.from([...dot, ...dot]);
    // 3 × 3 are left, doubled
    expect(drawImages(two, [8, 14], ["a", "b"], wide)).toBe(
      ["", "  ██      ██", "", "  a       b"].join("\n"),
    );
  });

  it("takes faint noise for empty", () => {
    const noisy = new Uint8Array(14 * 8).fill(40);
    noisy[3 * 14 + 3] = 255;
    const lines = drawImages(noisy, [8, 14], ["a"], wide).split("\n");
    expect(lines).toEqual(["", "  ██", "", "  a"]);
  });

  it("draws blank images whole", () => {
    expect(drawImages(new Uint8Array(12 * 4), [4, 12], ["nothing"], wide)).toBe("\n\n  nothing");
  });

  it("makes images smaller so that four stand side by side, and starts new lines", () => {
    const digits = makeDigits({ rows: 10, seed: 3 });
    const captions = Array.from({ length: 10 }, (_, row) => `row ${row}: a caption that is too long`);
    for (const columns of [40, 80, 100, 132]) {
      const text = drawImages(digits.inputs as Uint8Array, [28, 28], captions, { columns, colour: false });
      const lines = text.split("\n");
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      const captioned = lines.filter((line) => line.includes("row"));
      expect(captioned[0]!.match(/row/g)!.length).toBeGreaterThanOrEqual(4);
      expect(captioned.join(" ").match(/row/g)).toHaveLength(10);
    }
  });

  it("keeps mean ink when it resamples", () => {
    const full = new Uint8Array(28 * 28).fill(255);
    expect(drawImages(full, [28, 28], ["a"], { columns: 9, colour: false }).split("\n").slice(0, -1)).toEqual(
      Array.from({ length: 5 }, () => "█".repeat(9)),
    );
  });

  it("draws nothing for no images", () => {
    expect(drawImages(new Uint8Array(0), [28, 28], [], wide)).toBe("");
  });

  it("refuses another number of captions than of images", async () => {
    expect(await failure(() => drawImages(new Uint8Array(784), [28, 28], ["a", "b"], wide))).toBe(
      "ShapeError: images: expected 1568 bytes for 2 images of 28 × 28, got 784.",
    );
  });
});
