/**
 * Positions of the units in the drawing of a network: a column for each layer, a square for each unit. Large layers show
 * their first units and the number of the others. Inputs that are images are one square.
 */

/** Layers up to this size are drawn completely. */
export const mostUnits = 12;
/** Units drawn of larger layers, and of layers whose squares show weights as images. */
const firstUnits = 10;
const firstPictures = 6;

const titleHeight = 40;
const [gap, bottom] = [8, 4];
const [leastSide, mostSide, mostPicture] = [10, 56, 112];
/** Height of all rows, unless the least side needs more. */
const wantedHeight = 392;

/** The square of a unit, in CSS pixels from the upper left of the drawing. */
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
  /** Number of units that are not drawn. */
  readonly more: number;
  /** Top of the row with that number. */
  readonly moreY: number;
  /** Whether one square shows all inputs as an image. It is then the only spot, for unit 0. */
  readonly isPicture: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  /** Width for names before the first column and after the last. */
  readonly left: number;
  readonly right: number;
}

export interface LayoutOptions {
  width: number;
  /** Whether one square shows all inputs as an image. */
  isPicture: boolean;
  /** Letters of the longest name beside the inputs and beside the outputs; 0 for no names. */
  inputLetters: number;
  outputLetters: number;
}

/** @param sizes units of each layer, inputs first; at least two layers */
export function layOut(sizes: readonly number[], options: LayoutOptions): Layout {
  const { width, isPicture } = options;
  const nameWidth = (letters: number) => (letters === 0 ? gap : Math.min(width * 0.2, 16 + 7 * letters));
  const [left, right] = [isPicture ? gap : nameWidth(options.inputLetters), nameWidth(options.outputLetters)];
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
  // all squares have the same size, except for images
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

/** The spot at a point, or within 2 pixels of it. */
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
