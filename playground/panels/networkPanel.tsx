/**
 * The drawing of the network: weights are lines, units are squares that show their outputs. Pointing at a unit or weight,
 * or moving there with the arrow keys, highlights it and what leads to it, in all panels.
 */
import "./network.css";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { clearedCanvas, useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { count, decimal } from "../drawing/numbers.js";
import { pin, isPinned, unpin, pointAt, pointAway, samePlace } from "../drawing/pointing.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { Network } from "../../src/train/network.js";
import { isDrawn, otherWeights } from "../choices.js";
import { Control } from "../control.js";
import { hasNumber, numberAt } from "../edits.js";
import { NumberEditor } from "../networkDrawing/numberEditor.js";
import type { Frame, Place, Session } from "../sessionTypes.js";
import { Activity, planeGrid, spanOf } from "../networkDrawing/activity.js";
import { Faces, faceKind } from "../networkDrawing/faces.js";
import { firstToShow, spotAt, spotOf } from "../networkDrawing/drawingLayout.js";
import { LayerCount } from "../networkDrawing/layerControls.js";
import { lineAt, mostLines } from "../networkDrawing/weightLines.js";
import { paintNetwork } from "../networkDrawing/paint.js";
import { nameOf, sampleRow, type Shape, shapeOf } from "../networkDrawing/shape.js";
import { Tag } from "../networkDrawing/tag.js";
import { hasMap, UnitMap } from "../networkDrawing/unitMap.js";
import { placeOfButton, Units } from "../networkDrawing/units.js";
import { placeOf, type KeyboardCursor, moveByKey } from "../networkDrawing/arrowKeys.js";
import { words } from "./network.words.js";

/** Milliseconds per frame for the outputs of the units. */
const activityTime = 4;
/** Greatest distance in pixels of a click from the dot of a bias. */
const reachOfBias = 9;
/** Milliseconds between updates of the description while the training runs. */
const describeEvery = 2000;
/** What else is above and below the squares on the first screen, and how high they are at least and at most. */
const [around, leastHeight, mostHeight] = [440, 264, 520];

export function NetworkPanel({ session }: { session: Session }) {
  const root = useRef<HTMLElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(stage);
  const width = useComputed(() => size.value.width);
  const first = useSignal<readonly number[]>([]);
  const shape = useComputed(() => {
    const height = Math.max(leastHeight, Math.min(mostHeight, innerHeight - around));
    const box = { width: width.value, height };
    return shapeOf(session.network.value, session.samples.value, box, first.value);
  });
  const cursor = useSignal<KeyboardCursor>({ place: { layer: 0, unit: 0 }, pivot: "to" });
  const follow = useRef(false);
  const editing = useSignal<Place | null>(null);
  const large = useSignal<Place | null>(null);
  useDrawnCanvas(session, { root, canvas, shape, size });
  useSignalEffect(() => {
    void session.network.value;
    editing.value = null;
    large.value = null;
    cursor.value = { place: { layer: 0, unit: 0 }, pivot: "to" };
  });
  const one = shape.value;
  const own = words[session.language.value];
  const height = one?.layout.height ?? 240;

  const placeAt = (event: MouseEvent): Place | null => {
    const box = stage.current!.getBoundingClientRect();
    return one && pointedPlace(one, event.clientX - box.left, event.clientY - box.top);
  };
  /** The unit that is shown large, while the pointer or the focus is there. */
  const enlarge = (place: Place | null) => {
    const next = one && place && hasMap(one, place) ? place : null;
    const isSame = samePlace(next && unitOf(next), large.peek() && unitOf(large.peek()!));
    if (!isSame) large.value = next;
  };
  /** An image of all inputs is one unit. */
  const unitOf = (place: Place): Place =>
    one?.layout.columns[place.layer]?.isPicture ? { layer: place.layer, unit: 0 } : place;
  const onPointer = (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    const place = isOfControls(event) ? null : placeAt(event);
    enlarge(place);
    if (place) pointAt(session, place);
    else pointAway(session);
  };
  const onClick = (event: MouseEvent) => {
    if (isOfControls(event)) return;
    // a click by keyboard has no pointer position
    const isByKey = event.detail === 0;
    const place = isByKey ? placeOfButton(event.target as Element) : placeAt(event);
    const sets = place && (isByKey || place.from !== undefined || isAtBias(event, place));
    if (sets && hasNumber(session.network.peek(), place)) editing.value = place;
    else if (!place || isPinned(session, place)) return unpin(session);
    cursor.value = { place, pivot: "to" };
    pin(session, place);
  };
  /** Whether a click is at the dot of a bias. */
  const isAtBias = (event: MouseEvent, { layer, unit }: Place): boolean => {
    const spot = one && spotOf(one.layout, layer, unit);
    if (!spot) return false;
    const box = stage.current!.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - spot.x, event.clientY - box.top - spot.y - spot.side];
    return Math.hypot(x, y) <= reachOfBias;
  };
  const onEdited = (isByKey: boolean) => {
    editing.value = null;
    if (isByKey) stage.current!.querySelector<HTMLElement>('[data-place][tabindex="0"]')?.focus();
  };
  const onFocus = (event: FocusEvent) => {
    const target = event.target as Element;
    const place = target.matches(":focus-visible") ? placeOfButton(target) : null;
    if (!place) return;
    enlarge(place);
    if (!samePlace(cursor.peek().place, place)) cursor.value = { place, pivot: "to" };
    pin(session, place);
  };
  const onKey = (event: KeyboardEvent) => {
    if (isOfControls(event)) return;
    if (event.key === "Escape") return unpin(session);
    const next = one && moveByKey(cursor.value, event.key, one.layout, one.lines);
    if (!next) return;
    event.preventDefault();
    follow.current = true;
    const { layer, unit } = next.place;
    const column = one.layout.columns[layer]!;
    const wanted = firstToShow(column, unit);
    if (wanted !== column.first) {
      first.value = one.layout.columns.map((each) => (each.layer === layer ? wanted : each.first));
    }
    cursor.value = next;
    pin(session, next.place);
  };

  return (
    <section class="network-panel" ref={root} aria-label={own.title}>
      <div class="network-head">
        <h2>{own.title}</h2>
        <Control name="layers">
          <LayerCount session={session} />
        </Control>
        {isDrawn(session.choices.value.data) && (
          <button type="button" onClick={() => session.choose(otherWeights(session.choices.peek()))}>
            {own.redraw}
          </button>
        )}
      </div>
      <div
        ref={stage}
        class="network-stage"
        style={{ height: `${height}px` }}
        onPointerMove={onPointer}
        onPointerLeave={() => {
          enlarge(null);
          pointAway(session);
        }}
        onFocusOut={() => enlarge(null)}
        onClick={onClick}
        onFocusIn={onFocus}
        onKeyDown={onKey}
      >
        <canvas ref={canvas} class="network-canvas" role="img" aria-label={own.title} />
        {one && <Units session={session} shape={one} cursor={cursor} follow={follow} first={first} />}
        {one && !editing.value && <Tag session={session} shape={one} />}
        {one && large.value && !editing.value && (
          <UnitMap
            key={`${large.value.layer} ${large.value.unit}`}
            session={session}
            shape={one}
            place={large.value}
          />
        )}
        {one && editing.value && (
          <NumberEditor
            key={nameOf(one, editing.value)}
            session={session}
            shape={one}
            place={editing.value}
            onClose={onEdited}
          />
        )}
      </div>
      {one && <Caption session={session} shape={one} />}
    </section>
  );
}

function Caption({ session, shape }: { session: Session; shape: Shape }) {
  const own = words[session.language.value];
  const { samples, lines, network } = shape;
  const hasHalf =
    samples.kind === "plane" && network.config.layers.some(({ activation }) => spanOf(activation).centre > 0);
  const kind = faceKind(samples.kind, 1);
  const shown = kind === "surface" ? own.surface : kind === "weights" ? own.weights : own.activation;
  return (
    <div class="network-caption">
      <ul>
        <li class="positive">{own.positive}</li>
        <li class="negative">{own.negative}</li>
        <li>{own.width}</li>
        <li>{own.mark}</li>
      </ul>
      <p>
        {shown} {hasHalf && own.half}{" "}
        {lines.length > mostLines && own.thickest(String(mostLines), count(lines.length))}
        {own.click}
        <span class="unseen"> {own.keys}</span>
      </p>
    </div>
  );
}

interface Drawn {
  root: { current: HTMLElement | null };
  canvas: { current: HTMLCanvasElement | null };
  shape: { readonly value: Shape | null };
  size: ReturnType<typeof useSize>;
}

/** Draws the canvas while it is visible. */
function useDrawnCanvas(session: Session, { root, canvas, shape, size }: Drawn): void {
  const visible = useVisible(root);
  const again = useSignal(0);
  const kept = useRef<{ network: Network; row: number; activity: Activity; faces: Faces } | null>(null);
  const lastFrame = useRef<Frame | null>(null);
  const described = useRef(0);
  useDrawing(visible, () => {
    const one = shape.value;
    const frame = session.frame.value;
    void again.value;
    if (!one || !canvas.current || size.value.height === 0) return;
    const { samples, network } = one;
    const row = samples.kind === "plane" ? -1 : sampleRow(samples, session.sample.value);
    if (kept.current?.network !== network || kept.current.row !== row) {
      const inputs = row < 0 ? planeGrid(samples.plane!) : samples.train.select([row]);
      const faces = new Faces(samples, samples.train.image);
      kept.current = { network, row, activity: new Activity(network, inputs), faces };
    }
    const { activity, faces } = kept.current;
    if (frame !== lastFrame.current) activity.expire();
    lastFrame.current = frame;
    const isDone = activity.update(activityTime);
    const parameters = network.parameters();
    const [place, theme] = [session.place.value, colours().value];
    paintNetwork(clearedCanvas(canvas.current, size.value), {
      layout: one.layout,
      lines: one.lines,
      parameters,
      activity,
      faces,
      place,
      colours: theme,
    });
    if (frame.state !== "running" || performance.now() - described.current > describeEvery) {
      described.current = performance.now();
      canvas.current.setAttribute("aria-label", description(session, one));
    }
    if (isDone) return;
    const request = requestAnimationFrame(() => again.value++);
    return () => cancelAnimationFrame(request);
  });
}

/** The description of the drawing: the network's shape, and the largest weight. */
function description(session: Session, shape: Shape): string {
  const own = words[session.language.value];
  const { network, sizes, lines, names } = shape;
  const activations = network.config.layers.map(({ activation }) => activation).join(", ");
  const text = own.drawing(sizes.join("-"), activations);
  const value = (place: Place) => numberAt(network, place) ?? 0;
  const places = lines.map(placeOf);
  if (places.length === 0) return text;
  const most = places.reduce((a, b) => (Math.abs(value(b)) > Math.abs(value(a)) ? b : a));
  const [from, to] = [names.unit(most.layer - 1, most.from!), names.unit(most.layer, most.unit)];
  return `${text} ${own.largest(nameOf(shape, most), decimal(value(most)), from, to)}`;
}

/** Whether an event belongs to a control in the drawing, not to a unit or a weight. */
function isOfControls({ target }: Event): boolean {
  return (target as Element).closest(".network-buttons, .network-slider, .network-editor") !== null;
}

/** What is at a point of the drawing: a unit, or the nearest weight. */
function pointedPlace({ layout, lines, samples }: Shape, x: number, y: number): Place | null {
  const spot = spotAt(layout, x, y);
  if (!spot) {
    const line = lineAt(lines, x, y);
    return line && placeOf(line);
  }
  const image = samples.train.image;
  if (!layout.columns[spot.layer]!.isPicture || !image) return { layer: spot.layer, unit: spot.unit };
  const cell = (at: number, cells: number) =>
    Math.max(0, Math.min(cells - 1, Math.floor((at / spot.side) * cells)));
  const [height, width] = image;
  return { layer: 0, unit: cell(y - spot.y, height) * width + cell(x - spot.x, width) };
}
