/**
 * What the square of a unit shows, large, beside the unit that is pointed at: its output over the plane with the training
 * samples, its weights as an image, or the sample as an image.
 */
import { useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { Dataset } from "../../src/data/dataset.js";
import { clearedCanvas, Picture } from "../drawing/canvas.js";
import { type Colours, colours, signedRamp } from "../drawing/colours.js";
import { sizesOf } from "../networkSizes.js";
import type { Place, PlaneView, Session } from "../sessionTypes.js";
import { GridChoice, gridOf } from "../views/plane.js";
import { drawPoints } from "../views/points.js";
import { readingOf } from "../views/reading.js";
import { type Layout, type Spot, spotOf } from "./drawingLayout.js";
import { faceKind, fillInk, fillSurface, fillWeights, inkRamp, scaleOf, usualSize } from "./faces.js";
import { pixels } from "./pixels.js";
import { isThere, sampleRow, type Shape } from "./shape.js";

/** Side of the square: at most this many pixels, and at most this fraction of the width of the drawing. */
const [mostSide, mostOfWidth] = [184, 0.36];
/** Distance from the unit. */
const gap = 12;
/** Milliseconds that a picture may take. */
const mostMs = 6;

interface UnitMapProps {
  session: Session;
  shape: Shape;
  /** The unit that is pointed at. */
  place: Place;
}

/** Made again for each place. */
export function UnitMap({ session, shape, place }: UnitMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const choice = useMemo(() => new GridChoice(), []);
  const spot = spotOf(shape.layout, place.layer, place.unit);
  const box = spot && mapBox(shape.layout, spot);
  useSignalEffect(() => {
    void [session.frame.value, session.edits.value];
    if (!box || !isThere(sizesOf(session.network.value), place)) return;
    const size = { width: box.side, height: box.side, ratio: devicePixelRatio || 1 };
    const context = clearedCanvas(canvas.current!, size);
    const samples = session.samples.value;
    const marked = sampleRow(samples, session.sample.value);
    const theme = colours().value;
    if (samples.kind === "images") {
      pictureOfImage(session, place, marked, theme).draw(
        context,
        [0, 0, box.side, box.side],
        place.layer > 0,
      );
    } else if (samples.plane) {
      const started = performance.now();
      const picture = pictureOfPlane(session, place, samples.plane, choice.size(mostMs), theme);
      picture.draw(context, [0, 0, box.side, box.side]);
      choice.measured(picture.pixels.length, performance.now() - started);
      const reading = readingOf(samples, session.network.value.config.loss);
      const shown = { showsTest: false, marked, output: 0 };
      drawPoints(context, size, samples, samples.plane, reading, theme, shown);
    }
  });
  if (!box) return null;
  const { left, top, side } = box;
  const style = pixels({ left, top, width: side, height: side });
  return <canvas ref={canvas} class="network-map" aria-hidden="true" style={style} />;
}

/** Whether the square of a place has more to show when it is large. */
export function hasMap({ samples }: Pick<Shape, "samples">, { layer, from }: Place): boolean {
  return from === undefined && faceKind(samples.kind, layer) !== "value";
}

/** To the right of the unit where there is space, so that the lines into the unit stay visible; else to the left. */
export function mapBox({ width, height }: Pick<Layout, "width" | "height">, spot: Spot) {
  const side = Math.floor(Math.min(mostSide, mostOfWidth * width));
  const right = spot.x + spot.side + gap;
  const left = right + side <= width ? right : Math.max(0, spot.x - gap - side);
  const top = spot.y + spot.side / 2 - side / 2;
  return { left, top: Math.max(0, Math.min(height - side, top)), side };
}

/** The outputs of a unit over the plane, or an input. @param size number of cells per side */
function pictureOfPlane(
  { network: { value: network } }: Session,
  { layer, unit }: Place,
  { ranges, inputsAt }: PlaneView,
  size: number,
  theme: Colours,
): Picture {
  const inputs = Dataset.from(inputsAt(gridOf(size, ranges)), null, { columns: network.inputs });
  const rows = Array.from({ length: inputs.rows }, (_, row) =>
    inputs.inputs.subarray(row * inputs.columns, (row + 1) * inputs.columns),
  );
  const values = layer === 0 ? rows : network.encode(inputs, layer);
  const activation = network.config.layers[layer - 1]?.activation ?? "identity";
  const picture = new Picture(size, size);
  fillSurface(picture.pixels, values, unit, scaleOf(activation, values, true), signedRamp(theme));
  return picture;
}

/** The sample, or the weights into a unit of the first layer. */
function pictureOfImage(
  { network, samples }: Session,
  { layer, unit }: Place,
  row: number,
  theme: Colours,
): Picture {
  const { image, inputs, columns } = samples.value.train;
  const [height, width] = image!;
  const picture = new Picture(width, height);
  if (layer === 0) {
    fillInk(picture.pixels, inputs.subarray(row * columns, (row + 1) * columns), inkRamp(theme));
  } else {
    const { weights } = network.value.parameters()[0]!;
    const { units } = network.value.config.layers[0]!;
    fillWeights(picture.pixels, weights, { unit, units, most: usualSize(weights) }, signedRamp(theme));
  }
  return picture;
}
