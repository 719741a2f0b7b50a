/** A stroke of the pointer as a row of numbers, so that size, place and speed do not matter. */

const points = 16;
/** Two numbers for each point. */
export const columns = 2 * points;

/**
 * Points at equal distances along the stroke, around their middle, the farthest coordinate at 1.
 *
 * @param stroke [[x, y], …] as the pointer gave them, at least 2 different points
 * @returns [columns]
 */
export function featuresOf(stroke) {
  const even = resample(stroke);
  const [middleX, middleY] = [0, 1].map((axis) => even.reduce((sum, point) => sum + point[axis], 0) / points);
  const centred = even.flatMap(([x, y]) => [x - middleX, y - middleY]);
  const most = Math.max(...centred.map(Math.abs));
  return centred.map((value) => value / most);
}

/** Whether a stroke is more than a click. */
export const isLong = (stroke) => lengthOf(stroke) > 20;

const distance = ([x, y], [otherX, otherY]) => Math.sqrt((x - otherX) ** 2 + (y - otherY) ** 2);
const lengthOf = (stroke) => stroke.slice(1).reduce((sum, point, at) => sum + distance(stroke[at], point), 0);

function resample(stroke) {
  const apart = lengthOf(stroke) / (points - 1);
  const even = [stroke[0]];
  let walked = 0;
  for (let at = 1; at < stroke.length; at++) {
    const [from, to] = [stroke[at - 1], stroke[at]];
    const length = distance(from, to);
    while (even.length < points - 1 && walked + length >= even.length * apart && length > 0) {
      const part = (even.length * apart - walked) / length;
      even.push([from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]);
    }
    walked += length;
  }
  while (even.length < points) even.push(stroke.at(-1));
  return even;
}
