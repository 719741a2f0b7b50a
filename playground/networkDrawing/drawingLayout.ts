/**
 * Positions of the units in the drawing of a network: a column for each layer, a square for each unit. Large layers show
 * some units at a time, with a slider below for the others. Inputs that are images are one square.
 */

/** Layers up to this size are drawn completely. */
export const mostUnits = 12;
/** Units drawn at a time of larger layers, and of layers whose squares show weights as images. */
const fewUnits = 10;
const fewPictures = 6;

/** Height of the title of a layer, of the buttons below it, and of the slider of a large layer. */
const [titleHeight, buttonsHeight, sliderHeight] = [40, 28, 36];
const [gap, bottom] = [8, 4];
const [leastSide, mostSide, mostPicture] = [10, 64, 112];
/** Least distance of two layers for their buttons. */
const pitchForButtons = 52;

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
  /** Consecutive units of the layer. */
  readonly spots: readonly Spot[];
  /** The first unit that is drawn. */
  readonly first: number;
  /** Number of units that are not drawn. */
  readonly more: number;
  /** Top of the slider of a layer with such units. */
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
  /** Distance of two layers. */
  readonly pitch: number;
  /** Top of the buttons of the hidden layers; null where there is no space for them. */
  readonly buttonsY: number | null;
}

export interface LayoutOptions {
  width: number;
  /** Height of all squares, unless the least side needs more. */
  height: number;
  /** By layer, the first unit to draw (default: 0). */
  first?: readonly number[];
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
    const few = layer === 1 && isPicture ? fewPictures : fewUnits;
    const most = layer === 1 && isPicture ? fewPictures + 1 : mostUnits;
    const shown = whole ? 1 : size <= most ? size : few;
    const more = whole ? 0 : size - shown;
    const first = Math.max(0, Math.min(more, options.first?.[layer] ?? 0));
    return {
      isPicture: whole,
      shown,
      first,
      more,
      below: more > 0 ? sliderHeight : 0,
      rows: whole ? 0 : shown,
    };
  });
  const inner = width - left - right;
  const pitch = inner / sizes.length;
  const wantedHeight = options.height - (shapes.some(({ more }) => more > 0) ? sliderHeight : 0);
  const sideOf = (rows: number) =>
    Math.max(leastSide, Math.min(mostSide, wantedHeight / rows - gap, pitch * 0.56));
  const most = Math.max(...shapes.map(({ rows }) => rows));
  // all squares have the same size, except for images
  const sides = shapes.map((shape, layer) => {
    if (shape.isPicture) return Math.max(sideOf(most), Math.min(mostPicture, pitch * 0.9));
    return sideOf(isPicture && layer === 1 ? shape.rows : most);
  });
  const heightOf = (layer: number) => shapes[layer]!.shown * (sides[layer]! + gap) + shapes[layer]!.below;
  const height = Math.max(...sizes.map((_, layer) => heightOf(layer)));
  const hasButtons = sizes.length > 2 && pitch >= pitchForButtons;
  const above = titleHeight + (hasButtons ? buttonsHeight : 0);
  const between = (inner - sides.reduce((sum, side) => sum + side, 0)) / (sizes.length - 1);
  let x = left;
  const columns = shapes.map((shape, layer): Column => {
    const { shown, first, more, isPicture: whole } = shape;
    const side = sides[layer]!;
    const top = above + (height - heightOf(layer)) / 2;
    const place = { x: Math.round(x), side: Math.round(side) };
    const at = (row: number) => Math.round(top + row * (side + gap));
    const spots = Array.from({ length: shown }, (_, row): Spot => {
      return { layer, unit: first + row, y: at(row), ...place };
    });
    x += side + between;
    return { layer, ...place, spots, first, more, moreY: at(shown), isPicture: whole };
  });
  return {
    width,
    height: Math.round(above + height + bottom),
    columns,
    left,
    right,
    pitch,
    buttonsY: hasButtons ? titleHeight : null,
  };
}

/** The spot of a unit; null where it is not drawn. */
export function spotOf({ columns }: Pick<Layout, "columns">, layer: number, unit: number): Spot | null {
  const column = columns[layer];
  return column?.spots[column.isPicture ? 0 : unit - column.first] ?? null;
}

/** The first unit to draw, so that a unit is drawn; the present one where it is drawn. */
export function firstToShow({ first, spots, more, isPicture }: Column, unit: number): number {
  if (isPicture || more === 0) return 0;
  const last = first + spots.length - 1;
  return unit < first ? unit : unit > last ? unit - spots.length + 1 : first;
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
