/**
 * The drawing of the network: weights are lines, units are squares that show their outputs. Pointing at a unit or weight,
 * or moving there with the arrow keys, highlights it and what leads to it, in all panels.
 */
import "./network.css";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clearedCanvas, useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { count, decimal } from "../drawing/numbers.js";
import { pin, isPinned, unpin, pointAt, pointAway } from "../drawing/pointing.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { Frame, Place, Session } from "../sessionTypes.js";
import { Activity, planeGrid, spanOf } from "../networkDrawing/activity.js";
import { Faces, faceKind } from "../networkDrawing/faces.js";
import { spotAt } from "../networkDrawing/drawingLayout.js";
import { lineAt, mostLines } from "../networkDrawing/weightLines.js";
import { paintNetwork } from "../networkDrawing/paint.js";
import { recordingOf } from "../networkDrawing/weightRecord.js";
import { nameOf, sampleRow, type Shape, shapeOf, valueAt } from "../networkDrawing/shape.js";
import { Tag } from "../networkDrawing/tag.js";
import { placeOfButton, Units } from "../networkDrawing/units.js";
import { placeOf, type KeyboardCursor, moveByKey } from "../networkDrawing/arrowKeys.js";
import { words } from "./network.words.js";

/** Milliseconds per frame for the outputs of the units. */
const activityTime = 4;
/** Milliseconds between updates of the description while the training runs. */
const describeEvery = 2000;

export function NetworkPanel({ session }: { session: Session }) {
  const root = useRef<HTMLElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(stage);
  const width = useComputed(() => size.value.width);
  const shape = useComputed(() => shapeOf(session.network.value, session.samples.value, width.value));
  const cursor = useSignal<KeyboardCursor>({ place: { layer: 0, unit: 0 }, pivot: "to" });
  const follow = useRef(false);
  // starts recording, even if the chart is not shown
  useEffect(() => void recordingOf(session), [session]);
  useDrawnCanvas(session, { root, canvas, shape, size });
  useSignalEffect(() => {
    void shape.value;
    cursor.value = { place: { layer: 0, unit: 0 }, pivot: "to" };
  });
  const one = shape.value;
  const own = words[session.language.value];
  const height = one?.layout.height ?? 240;

  const placeAt = (event: MouseEvent): Place | null => {
    const box = stage.current!.getBoundingClientRect();
    return one && pointedPlace(one, event.clientX - box.left, event.clientY - box.top);
  };
  const onPointer = (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    const place = placeAt(event);
    if (place) pointAt(session, place);
    else pointAway(session);
  };
  const onClick = (event: MouseEvent) => {
    // a click by keyboard has no pointer position
    const place = event.detail === 0 ? placeOfButton(event.target as Element) : placeAt(event);
    if (!place || isPinned(session, place)) return unpin(session);
    cursor.value = { place, pivot: "to" };
    pin(session, place);
  };
  const onFocus = (event: FocusEvent) => {
    const target = event.target as Element;
    const place = target.matches(":focus-visible") ? placeOfButton(target) : null;
    if (place) pin(session, place);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") return unpin(session);
    const next = one && moveByKey(cursor.value, event.key, one.layout, one.lines);
    if (!next) return;
    event.preventDefault();
    follow.current = true;
    cursor.value = next;
    pin(session, next.place);
  };

  return (
    <section class="network-panel" ref={root} aria-label={own.title}>
      <div
        ref={stage}
        class="network-stage"
        style={{ height: `${height}px` }}
        onPointerMove={onPointer}
        onPointerLeave={() => pointAway(session)}
        onClick={onClick}
        onFocusIn={onFocus}
        onKeyDown={onKey}
      >
        <canvas ref={canvas} class="network-canvas" role="img" aria-label={own.title} />
        {one && <Units session={session} shape={one} cursor={cursor} follow={follow} />}
        {one && <Tag session={session} shape={one} />}
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
  const kept = useRef<{ shape: Shape; row: number; activity: Activity; faces: Faces } | null>(null);
  const lastFrame = useRef<Frame | null>(null);
  const described = useRef(0);
  useDrawing(visible, () => {
    const one = shape.value;
    const frame = session.frame.value;
    void again.value;
    if (!one || !canvas.current || size.value.height === 0) return;
    const { samples, network } = one;
    const row = samples.kind === "plane" ? -1 : sampleRow(samples, session.sample.value);
    if (kept.current?.shape !== one || kept.current.row !== row) {
      const inputs = row < 0 ? planeGrid(samples.plane!) : samples.train.select([row]);
      const faces = new Faces(samples, samples.train.image);
      kept.current = { shape: one, row, activity: new Activity(network, inputs), faces };
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
  const value = (place: Place) => valueAt(network, place) ?? 0;
  const places = lines.map(placeOf);
  if (places.length === 0) return text;
  const most = places.reduce((a, b) => (Math.abs(value(b)) > Math.abs(value(a)) ? b : a));
  const [from, to] = [names.unit(most.layer - 1, most.from!), names.unit(most.layer, most.unit)];
  return `${text} ${own.largest(nameOf(shape, most), decimal(value(most)), from, to)}`;
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
