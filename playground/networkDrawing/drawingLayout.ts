/**
 * Where the units of a network stand in its drawing: a column for each layer, a square for each unit. Large layers
 * show their first units and say how many more there are; the inputs of images are one picture.
 */

/** Layers up to this size are drawn whole. */
export const mostUnits = 12;
/** Of larger ones, so many units; fewer where each is a picture of its weights. */
const firstUnits = 10;
const firstPictures = 6;

const titleHeight = 40;
const [gap, bottom] = [8, 4];
const [leastSide, mostSide, mostPicture] = [10, 56, 112];
/** What all rows together should take, where they need not take more. */
const wantedHeight = 392;

/** A square for a unit, in CSS pixels from the top left of the drawing. */
export interface Spot {
  readonly layer: number;
  readonly unit: number;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

export interface Column {
  readonly layer: number;
  readonly x: number;
  readonly side: number;
  readonly spots: readonly Spot[];
  /** Units that are not drawn. */
  readonly more: number;
  /** Top of the row that says so. */
  readonly moreY: number;
  /** One picture stands for all inputs; it is then the only spot, for unit 0. */
  readonly isPicture: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  /** Room for names before the first column and after the last. */
  readonly left: number;
  readonly right: number;
}

export interface LayoutOptions {
  /** Of the drawing. */
  width: number;
  /** The inputs are one picture. */
  isPicture: boolean;
  /** Letters of the longest name beside the inputs and beside the outputs; 0 for none. */
  inputLetters: number;
  outputLetters: number;
}

/** @param sizes units of each layer, inputs first; at least two layers */
export function layOut(sizes: readonly number[], options: LayoutOptions): Layout {
  const { width, isPicture } = options;
  const room = (letters: number) => (letters === 0 ? gap : Math.min(width * 0.2, 16 + 7 * letters));
  const [left, right] = [isPicture ? gap : room(options.inputLetters), room(options.outputLetters)];
  const shapes = sizes.map((size, layer) => {
    const whole = layer === 0 && isPicture;
    const few = layer === 1 && isPicture ? firstPictures : firstUnits;
    const most = layer === 1 && isPicture ? firstPictures + 1 : mostUnits;
    const shown = whole ? 1 : size <= most ? size : few;
    const more = whole ? 0 : size - shown;
    return { isPicture: whole, shown, more, rows: whole ? 0 : shown + (more > 0 ? 1 : 0) };
  });
  const inner = width - left - right;
  const pitch = inner / sizes.length;
  const sideOf = (rows: number) =>
    Math.max(leastSide, Math.min(mostSide, wantedHeight / rows - gap, pitch * 0.56));
  const most = Math.max(...shapes.map(({ rows }) => rows));
  // all squares are of one size, but for pictures
  const sides = shapes.map((shape, layer) => {
    if (shape.isPicture) return Math.max(sideOf(most), Math.min(mostPicture, pitch * 0.9));
    return sideOf(isPicture && layer === 1 ? shape.rows : most);
  });
  const height = Math.max(
    ...shapes.map(({ shown, more }, l) => (shown + (more > 0 ? 1 : 0)) * (sides[l]! + gap)),
  );
  const between = (inner - sides.reduce((sum, side) => sum + side, 0)) / (sizes.length - 1);
  let x = left;
  const columns = shapes.map((shape, layer): Column => {
    const { shown, more } = shape;
    const side = sides[layer]!;
    const top = titleHeight + (height - (shown + (more > 0 ? 1 : 0)) * (side + gap)) / 2;
    const place = { x: Math.round(x), side: Math.round(side) };
    const at = (row: number) => Math.round(top + row * (side + gap));
    const spots = Array.from({ length: shown }, (_, unit): Spot => ({ layer, unit, y: at(unit), ...place }));
    x += side + between;
    return { layer, ...place, spots, more, moreY: at(shown), isPicture: shape.isPicture };
  });
  return { width, height: Math.round(titleHeight + height + bottom), columns, left, right };
}

/** The spot of a unit; null where it is not drawn. */
export function spotOf({ columns }: Layout, layer: number, unit: number): Spot | null {
  const column = columns[layer];
  return column?.spots[column.isPicture ? 0 : unit] ?? null;
}

/** The spot that a point lies in, or nearly. */
export function spotAt({ columns }: Layout, x: number, y: number): Spot | null {
  for (const { spots } of columns) {
    const found = spots.find(
      (spot) =>
        x >= spot.x - 2 && x <= spot.x + spot.side + 2 && y >= spot.y - 2 && y <= spot.y + spot.side + 2,
    );
    if (found) return found;
  }
  return null;
}
