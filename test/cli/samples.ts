/** Small data sets made for the tests: the same bytes every time, easy to learn. */

/** Numbers in [0, 1), the same every time. [Park & Miller 1988] */
function* numbers(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

const kinds = ["oak", "pine", "yew"];

/** Three kinds of leaf around three centres: `length,width,weight,kind`, a third of the rows each. */
export function leaves(rows = 60): string {
  const random = numbers();
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = row % 3;
    const cells = [kind, 2 - kind, kind % 2].map((centre) => (3 * centre + random.next().value).toFixed(3));
    return [...cells, kinds[kind]].join(",");
  });
  return ["length,width,weight,kind", ...lines, ""].join("\n");
}

/** A number to learn from a number and a category: `rooms,quarter,price`. */
export function houses(rows = 60): string {
  const random = numbers();
  const quarters = ["dock", "hill", "park"];
  const lines = Array.from({ length: rows }, (_, row) => {
    const rooms = 1 + 5 * random.next().value;
    const price = 100 * rooms + 50 * (row % 3) + 5 * random.next().value;
    return `${rooms.toFixed(2)},${quarters[row % 3]},${price.toFixed(1)}`;
  });
  return ["rooms,quarter,price", ...lines, ""].join("\n");
}

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(Array.from(values), 4 + 4 * shape.length);
  return bytes;
}

/** Images of 5 × 5 pixels, a bar across, upright or slanting, and their labels 0, 1, 2, as IDX files. */
export function bars(count = 45): { images: Uint8Array; labels: Uint8Array } {
  const random = numbers();
  const labels = Array.from({ length: count }, (_, item) => item % 3);
  const pixels = labels.flatMap((label) =>
    Array.from({ length: 25 }, (_, pixel) => {
      const [row, column] = [Math.floor(pixel / 5), pixel % 5];
      const isBar = label === 0 ? row === 2 : label === 1 ? column === 2 : row === column;
      return Math.floor((isBar ? 180 : 0) + 70 * random.next().value);
    }),
  );
  return { images: idx([count, 5, 5], pixels), labels: idx([count], labels) };
}
