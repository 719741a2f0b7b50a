/**
 * How people write the ten digits: a few styles for each, as pen strokes of our own design. This file has tables only.
 * `digits.ts` varies them, and `pen.ts` draws them.
 *
 * A stroke is a list of points x, y in percent of a square box, y downwards; the pen follows a Catmull-Rom
 * spline through them. A point written twice is a corner.
 */

/** One way to write a digit. */
export interface Style {
  /** How often it is used, relative to the other styles of the digit. */
  readonly weight: number;
  /** Each stroke is x0, y0, x1, y1, … */
  readonly strokes: readonly (readonly number[])[];
}

/* @__NO_SIDE_EFFECTS__ */
const style = (weight: number, ...strokes: number[][]): Style => ({ weight, strokes });

/** Styles by digit, 0 to 9. */
export const digitStyles: readonly (readonly Style[])[] = [
  [
    // from the top, closed
    style(4, [54, 5, 34, 11, 21, 36, 23, 70, 42, 95, 66, 87, 79, 56, 73, 21, 52, 5, 40, 9]),
    // from the upper right, the end crossing over the start
    style(3, [68, 16, 48, 4, 26, 24, 20, 60, 36, 92, 60, 93, 78, 64, 76, 30, 62, 10, 44, 4]),
    // not quite closed
    style(2, [56, 7, 36, 8, 22, 34, 24, 72, 46, 95, 70, 82, 79, 50, 72, 20, 62, 11]),
    // clockwise from the left
    style(1, [30, 22, 50, 4, 74, 22, 78, 58, 62, 92, 38, 93, 22, 66, 24, 34, 34, 14]),
  ],
  [
    // a bare stick
    style(5, [51, 4, 50, 35, 50, 66, 49, 96]),
    // with a flag
    style(3, [30, 28, 42, 18, 53, 5, 53, 5, 52, 50, 52, 96]),
    // with a flag and a foot
    style(1.5, [33, 22, 52, 5, 52, 5, 52, 50, 52, 94], [31, 95, 52, 94, 74, 94]),
    // a short hook
    style(1, [43, 15, 53, 4, 53, 4, 50, 50, 47, 96]),
  ],
  [
    // a corner at the foot
    style(4, [23, 27, 34, 8, 56, 4, 73, 18, 70, 40, 50, 66, 22, 93, 22, 93, 50, 92, 81, 91]),
    // a loop at the foot
    style(3, [24, 22, 42, 5, 66, 9, 73, 28, 60, 54, 38, 82, 23, 92, 17, 82, 29, 74, 48, 85, 66, 94, 83, 87]),
    // a swan: wavy foot
    style(2, [25, 30, 35, 9, 58, 4, 74, 23, 64, 50, 42, 76, 21, 94, 21, 94, 42, 85, 62, 94, 80, 86]),
    // an open, round two
    style(1.5, [20, 16, 48, 4, 74, 16, 74, 40, 50, 70, 22, 90, 40, 94, 80, 93]),
  ],
  [
    // two bows and a cusp
    style(4, [23, 16, 44, 4, 68, 13, 66, 34, 42, 46, 42, 46, 69, 54, 76, 76, 54, 95, 21, 86]),
    // flat top
    style(1.5, [23, 8, 48, 8, 73, 6, 73, 6, 45, 40, 45, 40, 72, 53, 74, 78, 50, 95, 21, 86]),
    // a small loop between the bows
    style(2, [25, 14, 48, 4, 69, 16, 60, 37, 43, 49, 36, 44, 44, 41, 66, 54, 75, 74, 58, 94, 34, 94, 19, 80]),
    // drawn in one sweep
    style(2, [27, 12, 52, 5, 68, 19, 54, 40, 48, 46, 62, 54, 72, 72, 56, 92, 24, 90]),
  ],
  [
    // open, angular, with a separate stick
    style(3, [32, 6, 26, 30, 18, 58, 18, 58, 50, 57, 84, 54], [66, 24, 62, 60, 58, 97]),
    // open and round, in one stroke
    style(2.5, [25, 8, 20, 34, 32, 54, 54, 52, 72, 32, 76, 7, 76, 7, 71, 50, 66, 97]),
    // closed, in one stroke from the foot
    style(2, [63, 97, 64, 50, 65, 4, 65, 4, 42, 34, 16, 62, 16, 62, 50, 63, 86, 61]),
    // closed, in two strokes
    style(1.5, [61, 4, 40, 34, 15, 65, 15, 65, 50, 66, 85, 63], [61, 4, 61, 50, 60, 97]),
    // tall left arm, low bar
    style(1.5, [40, 4, 28, 34, 17, 66, 17, 66, 46, 67, 82, 66], [60, 42, 58, 70, 55, 98]),
  ],
  [
    // hat drawn last
    style(3, [34, 8, 28, 44, 28, 44, 52, 38, 74, 52, 73, 80, 50, 96, 21, 87], [33, 8, 54, 7, 79, 5]),
    // in one stroke from the hat
    style(3, [76, 6, 54, 7, 33, 8, 33, 8, 28, 46, 28, 46, 52, 40, 73, 56, 70, 84, 46, 96, 20, 86]),
    // round, almost an S
    style(2, [77, 8, 50, 5, 32, 18, 31, 40, 52, 47, 71, 62, 67, 87, 42, 96, 20, 85]),
    // small bow, long hat
    style(1, [38, 10, 34, 50, 34, 50, 54, 46, 68, 62, 62, 84, 40, 94, 22, 90], [37, 11, 60, 12, 86, 6]),
  ],
  [
    // a bowed stem and a round belly
    style(4, [65, 5, 44, 18, 27, 48, 23, 76, 40, 95, 64, 92, 75, 73, 61, 54, 40, 58, 26, 75]),
    // a straight stem and a small loop
    style(2.5, [54, 4, 38, 34, 28, 66, 35, 91, 58, 95, 70, 79, 61, 63, 43, 66, 31, 82]),
    // a curl at the top
    style(1.5, [74, 16, 58, 5, 36, 22, 23, 58, 33, 91, 60, 94, 75, 75, 63, 54, 41, 56, 25, 74]),
    // belly left open
    style(1.5, [58, 4, 36, 32, 24, 66, 36, 93, 60, 94, 74, 76, 66, 60, 48, 62]),
  ],
  [
    // plain
    style(4, [21, 10, 48, 9, 77, 7, 77, 7, 60, 44, 46, 97]),
    // with a bar
    style(2.5, [21, 10, 48, 9, 77, 7, 77, 7, 60, 44, 45, 97], [35, 53, 54, 51, 75, 49]),
    // with a serif
    style(1.5, [21, 25, 23, 9, 23, 9, 50, 9, 78, 7, 78, 7, 60, 44, 50, 97]),
    // round shoulder
    style(2, [20, 17, 34, 8, 58, 9, 75, 16, 72, 38, 58, 68, 50, 97]),
    // a wave for a hat, and a bar
    style(1, [19, 20, 32, 7, 54, 13, 79, 7, 79, 7, 58, 46, 45, 97], [33, 55, 54, 52, 73, 51]),
  ],
  [
    // an S, closed on the way back
    style(
      4,
      [69, 18, 50, 4, 29, 17, 35, 38, 55, 50, 74, 69, 62, 94, 36, 94, 24, 73, 42, 51, 64, 35, 70, 17, 62, 8],
    ),
    // two rings
    style(
      2,
      [51, 5, 33, 14, 33, 36, 51, 46, 68, 35, 67, 14, 49, 5, 42, 8],
      [51, 46, 29, 57, 25, 80, 48, 96, 73, 82, 70, 57, 50, 46, 42, 48],
    ),
    // open at the top
    style(2, [76, 11, 52, 5, 29, 17, 36, 39, 60, 55, 73, 76, 52, 96, 27, 83, 36, 59, 60, 37, 74, 20]),
    // narrow waist, from the middle
    style(
      1.5,
      [50, 48, 30, 30, 34, 9, 58, 4, 70, 22, 52, 46, 30, 66, 28, 90, 52, 97, 70, 84, 64, 62, 47, 45],
    ),
  ],
  [
    // a ring and a bowed tail
    style(3, [71, 24, 52, 5, 29, 16, 26, 38, 44, 51, 66, 40, 73, 20, 73, 20, 71, 56, 64, 97]),
    // a ring and a straight stick
    style(3, [66, 12, 44, 5, 26, 20, 28, 42, 48, 50, 66, 36, 70, 10, 70, 10, 68, 52, 67, 97]),
    // a hooked tail
    style(2, [72, 26, 54, 5, 30, 15, 27, 38, 46, 50, 66, 40, 73, 22, 75, 58, 62, 90, 40, 96, 25, 86]),
    // in one sweep, the tail leaning left
    style(2, [70, 18, 50, 5, 30, 20, 32, 44, 52, 47, 70, 24, 70, 24, 60, 62, 44, 97]),
  ],
];
