/**
 * The structure of the drawing for keyboards and screen readers: a button over each unit's square, a button on the current
 * weight, titles and names as text, and the controls of the layers. The canvas below shows how it looks.
 */
import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { samePlace } from "../drawing/pointing.js";
import type { Place, Session } from "../sessionTypes.js";
import { words } from "../panels/network.words.js";
import type { Column, Spot } from "./drawingLayout.js";
import { pointOf } from "./weightLines.js";
import { LayerButtons, UnitSlider } from "./layerControls.js";
import { nameOf, type Shape } from "./shape.js";
import { pixels } from "./pixels.js";
import { spokenValue } from "./tag.js";
import type { KeyboardCursor } from "./arrowKeys.js";

interface UnitsProps {
  session: Session;
  shape: Shape;
  /** The place of the keyboard. Only its button can be reached with Tab. */
  cursor: Signal<KeyboardCursor>;
  /** Set by a key: the button of `cursor` gets the focus. */
  follow: { current: boolean };
  /** By layer, the first unit that is drawn. */
  first: Signal<readonly number[]>;
}

export function Units({ session, shape, cursor, follow, first }: UnitsProps) {
  const root = useRef<HTMLDivElement>(null);
  const { place } = cursor.value;
  const own = words[session.language.value];
  useLayoutEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    root.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  return (
    <div ref={root}>
      {shape.layout.columns.map((column) => (
        <div key={column.layer} role="group" aria-label={groupLabel(shape, column, own)}>
          <Title shape={shape} column={column} own={own} />
          <LayerButtons session={session} shape={shape} column={column} />
          {column.spots.map((spot) => {
            const its = column.isPicture ? centreOf(shape) : { layer: spot.layer, unit: spot.unit };
            const isHere =
              place.from === undefined &&
              place.layer === spot.layer &&
              (column.isPicture || samePlace(place, its));
            return (
              <button
                key={spot.unit}
                type="button"
                class="network-unit"
                style={box(spot)}
                tabIndex={isHere ? 0 : -1}
                data-place={`${its.layer} ${its.unit}`}
                aria-label={unitLabel(session, shape, its, isHere)}
              />
            );
          })}
          <UnitSlider session={session} shape={shape} column={column} first={first} />
        </div>
      ))}
      <Names shape={shape} />
      {place.from !== undefined && <WeightButton session={session} shape={shape} place={place} />}
    </div>
  );
}

/** The place of a button, from its `data-place`. */
export function placeOfButton(element: Element): Place | null {
  const [layer, unit, from] = (element.getAttribute("data-place") ?? "").split(" ").map(Number);
  if (layer === undefined || unit === undefined) return null;
  return from === undefined ? { layer, unit } : { layer, unit, from };
}

/** The middle pixel of an image that stands for all inputs. */
export function centreOf({ samples, sizes }: Shape): Place {
  const [height, width] = samples.train.image ?? [1, sizes[0]!];
  return { layer: 0, unit: Math.floor(height / 2) * width + Math.floor(width / 2) };
}

/** A new element for each weight, so that screen readers read its label when it gets the focus. */
function WeightButton({ session, shape, place }: { session: Session; shape: Shape; place: Place }) {
  const line = shape.lines.find(
    ({ layer, unit, from }) => layer === place.layer && unit === place.unit && from === place.from,
  );
  if (!line) return null;
  const [x, y] = pointOf(line, 0.5);
  const { names } = shape;
  const [from, to] = [names.unit(place.layer - 1, place.from!), names.unit(place.layer, place.unit)];
  const value = spokenValue(session, shape, place);
  return (
    <button
      key={`${place.layer} ${place.unit} ${place.from}`}
      type="button"
      class="network-weight"
      style={pixels({ left: x - 8, top: y - 8 })}
      tabIndex={0}
      data-place={`${place.layer} ${place.unit} ${place.from}`}
      aria-label={words[session.language.value].weight(nameOf(shape, place), from, to, value)}
    />
  );
}

type Words = (typeof words)[keyof typeof words];

function Title({ shape, column, own }: { shape: Shape; column: Column; own: Words }) {
  const { layout, sizes, network } = shape;
  const { layer, x, side } = column;
  const { pitch } = layout;
  const isEnd = layer === 0 || layer === sizes.length - 1;
  if (pitch < 44 && !isEnd) return null;
  const size = layer === 0 && column.isPicture ? (shape.samples.train.image ?? []).join(" × ") : sizes[layer];
  const activation = layer === 0 ? "" : ` ${network.config.layers[layer - 1]!.activation}`;
  const middle = x + side / 2;
  const half = Math.min(Math.max(pitch, 44) / 2 - 2, 44);
  // titles at the ends stay inside the drawing
  const left = Math.max(0, Math.min(layout.width - 2 * half, middle - half));
  const align = left === 0 ? "start" : left + 2 * half >= layout.width ? "end" : "center";
  return (
    <p
      class="network-title"
      style={{ ...pixels({ left, width: 2 * half }), textAlign: align }}
      aria-hidden="true"
    >
      <b>{titleOf(shape, layer, own)}</b>
      <span>{`${size}${activation}`}</span>
    </p>
  );
}

function Names({ shape: { layout, inputNames, outputNames } }: { shape: Shape }) {
  const { columns, left, right, width } = layout;
  const beside = (spots: readonly Spot[], names: readonly string[] | null, isLeft: boolean) =>
    spots.map(({ unit, x, y, side }) => {
      const place: Record<string, number> = isLeft
        ? { right: width - x + 6, maxWidth: left - 8 }
        : { left: x + side + 6, maxWidth: right - 8 };
      return (
        <span key={unit} class="network-name" style={pixels({ ...place, top: y, lineHeight: side })}>
          {names?.[unit]}
        </span>
      );
    });
  return (
    <div aria-hidden="true">
      {inputNames && beside(columns[0]!.spots, inputNames, true)}
      {outputNames && beside(columns.at(-1)!.spots, outputNames, false)}
    </div>
  );
}

function titleOf({ sizes }: Shape, layer: number, own: Words): string {
  const last = sizes.length - 1;
  if (layer === 0) return own.inputs;
  return layer === last ? own.outputs : own.hidden(layer, last - 1);
}

function groupLabel(shape: Shape, { layer }: Column, own: Words): string {
  return own.layer(titleOf(shape, layer, own), shape.sizes[layer]!);
}

function unitLabel(session: Session, shape: Shape, place: Place, isHere: boolean): string {
  const own = words[session.language.value];
  const { layer, unit } = place;
  const { sizes, samples, inputNames, outputNames } = shape;
  if (layer === 0 && samples.kind === "images") return own.picture;
  const named = layer === 0 ? inputNames : layer === sizes.length - 1 ? outputNames : null;
  const name = named ? ` (${named[unit]})` : "";
  const base =
    (layer === 0
      ? own.input(nameOf(shape, place))
      : own.unit(nameOf(shape, place), unit + 1, sizes[layer]!)) + name;
  // values change all the time, so only the current label has them
  return isHere ? own.valued(base, spokenValue(session, shape, place)) : base;
}

function box({ x, y, side }: Spot) {
  return pixels({ left: x, top: y, width: side, height: side });
}
