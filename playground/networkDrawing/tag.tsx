/** The label beside the unit or weight that is pointed at: its name and its current value. */
import { decimal } from "../drawing/numbers.js";
import { isPinned } from "../drawing/pointing.js";
import type { Place, Session } from "../sessionTypes.js";
import { numberAt } from "../edits.js";
import { words } from "../panels/network.words.js";
import { spotOf } from "./drawingLayout.js";
import { pointOf } from "./weightLines.js";
import { isThere, nameOf, sampleRow, type Shape } from "./shape.js";

export function Tag({ session, shape }: { session: Session; shape: Shape }) {
  const place = session.place.value;
  if (!place || !isThere(shape.sizes, place)) return null;
  void session.frame.value;
  const { x, y } = tagPlace(shape, place);
  const own = words[session.language.value];
  const isLow = y > shape.layout.height - 28;
  // near an edge, the label starts or ends at the place
  const shift = x < 72 ? "0" : x > shape.layout.width - 72 ? "-100%" : "-50%";
  const top = isLow ? shape.layout.height - 26 : y;
  const style = { left: `${x}px`, top: `${top}px`, transform: `translateX(${shift})` };
  return (
    <span class="network-tag" style={style} aria-hidden="true">
      <b>{nameOf(shape, place)}</b> {spokenValue(session, shape, place)}
      {isPinned(session, place) && <i title={own.pinned}> ●</i>}
    </span>
  );
}

/** The values of a place: "output 0.412, bias −0.100", or the value of a weight. */
export function spokenValue(session: Session, shape: Shape, place: Place): string {
  const own = words[session.language.peek()];
  void session.edits.value; // a number set by hand is said at once
  return numbersOf(session, shape, place)
    .map(({ kind, text }) => (kind === "output" ? own.output(text) : kind === "bias" ? own.bias(text) : text))
    .join(session.language.peek() === "zh" ? "，" : ", ");
}

interface PlaceNumber {
  kind: "weight" | "input" | "output" | "bias";
  text: string;
}

function numbersOf(session: Session, shape: Shape, place: Place): PlaceNumber[] {
  const { network } = shape;
  if (place.from !== undefined) return [{ kind: "weight", text: decimal(numberAt(network, place)) }];
  const output = outputFor(shape, place, session.sample.value);
  const bias = numberAt(network, place);
  const kind = place.layer === 0 ? "input" : "output";
  const numbers: PlaceNumber[] = [{ kind, text: decimal(output) }];
  return bias === null ? numbers : [...numbers, { kind: "bias", text: decimal(bias) }];
}

/** The output of a unit for a training sample; for an input, its value before scaling. */
function outputFor({ network, samples }: Shape, { layer, unit }: Place, sample: number): number {
  const one = samples.train.select([sampleRow(samples, sample)]);
  return layer === 0 ? one.inputs[unit]! : network.encode(one, layer)[0]![unit]!;
}

/** Where the label of a place is. */
export function tagPlace(
  { layout, lines, samples }: Shape,
  { layer, unit, from }: Place,
): { x: number; y: number } {
  const line =
    from !== undefined && lines.find((one) => one.layer === layer && one.unit === unit && one.from === from);
  if (line) {
    const [x, y] = pointOf(line, 0.5);
    return { x, y: y + 8 };
  }
  const spot = spotOf(layout, layer, unit);
  if (!spot) {
    const { x, side, moreY } = layout.columns[layer]!;
    return { x: x + side / 2, y: moreY };
  }
  const image = samples.train.image;
  if (layer > 0 || samples.kind !== "images" || !image)
    return { x: spot.x + spot.side / 2, y: spot.y + spot.side + 4 };
  const [height, width] = image;
  const at = (cell: number, cells: number) => ((cell + 0.5) / cells) * spot.side;
  return { x: spot.x + at(unit % width, width), y: spot.y + at(Math.floor(unit / width), height) + 10 };
}
