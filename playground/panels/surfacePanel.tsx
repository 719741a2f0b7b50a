/** The network's output over the plane of two inputs, or over a slice through wide data, and the samples as points. */
import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clearedCanvas, useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { aligned, decimal, short } from "../drawing/numbers.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { PlaneView, Session } from "../sessionTypes.js";
import { Axes, placesOn } from "../views/axes.js";
import { sliceColumns, sliceOf } from "../views/planeView.js";
import { classColour, nearestPoint } from "../views/plane.js";
import { drawPoints } from "../views/points.js";
import { greatestOutputs, type Reading, readingOf, saidClass, spanOfNumbers } from "../views/reading.js";
import { SurfacePainter } from "../views/surfacePainter.js";
import { words } from "./surface.words.js";
import "./surface.css";

/** The greatest distance of a click from a point, as a fraction of the picture. */
const reach = 0.04;

type Spot = readonly [x: number, y: number];

export function SurfacePanel({ session }: { session: Session }) {
  const columns = useComputed(() => {
    const { kind, train } = session.samples.value;
    return kind === "table" && train.schema ? sliceColumns(train) : [];
  });
  const chosen = useSignal<Axes2>([0, 1]);
  const plane = useComputed(() => {
    const samples = session.samples.value;
    if (samples.plane || columns.value.length < 2) return samples.plane;
    const [x = 0, y = 1] = chosen.value.map((at) => Math.min(at, columns.value.length - 1));
    return sliceOf(samples, [columns.value[x]!, columns.value[y]!]);
  });
  if (!plane.value) return null;
  const axes = session.samples.value.plane ? null : { columns: columns.value, chosen };
  return <Plane session={session} plane={plane as ReadonlySignal<PlaneView>} axes={axes} />;
}

/** Places of the columns of a slice among those that can be an axis. */
type Axes2 = readonly [x: number, y: number];

interface PlaneProps {
  session: Session;
  plane: ReadonlySignal<PlaneView>;
  /** Of a slice; null for a plane of two inputs. */
  axes: { columns: readonly number[]; chosen: Signal<Axes2> } | null;
}

function Plane({ session, plane, axes }: PlaneProps) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const spot = useSignal<Spot | null>(null);
  const output = useSignal(0);
  const showsTest = useSignal(true);
  const isDiscrete = useSignal(false);
  const reading = useComputed(() => readingOf(session.samples.value, session.network.value.config.loss));
  const { names, kind } = reading.value;
  return (
    <section class="card surface" aria-labelledby="surface-title" ref={section}>
      <div class="surface-head">
        <h2 id="surface-title">{axes ? text.slice : kind === "numbers" ? text.output : text.boundary}</h2>
        {kind === "numbers" && names.length > 1 && (
          <label>
            {text.output}{" "}
            <select
              value={output.value}
              onChange={(event) => (output.value = Number(event.currentTarget.value))}
            >
              {names.map((name, index) => (
                <option value={index}>{name}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      {axes && <SliceAxes session={session} {...axes} />}
      <Plot {...{ session, plane, reading, spot, output, showsTest, isDiscrete }} />
      <SpotReading session={session} plane={plane.value} reading={reading.value} spot={spot.value} />
      <Key session={session} reading={reading.value} showsTest={showsTest} isDiscrete={isDiscrete} />
    </section>
  );
}

/** The choice of the two columns of a slice. */
function SliceAxes({ session, columns, chosen }: { session: Session } & NonNullable<PlaneProps["axes"]>) {
  const text = words[session.language.value];
  const { inputNames } = session.samples.value;
  return (
    <div class="surface-axes">
      {([0, 1] as const).map((axis) => (
        <label key={axis}>
          {axis === 0 ? text.across : text.up}{" "}
          <select
            value={chosen.value[axis]}
            onChange={(event) => {
              const at = Number(event.currentTarget.value);
              const [x, y] = chosen.value;
              // the same column twice exchanges the axes
              if (axis === 0) chosen.value = [at, at === y ? x : y];
              else chosen.value = [at === x ? y : x, at];
            }}
          >
            {columns.map((column, at) => (
              <option value={at} selected={at === chosen.value[axis]}>
                {inputNames[column]}
              </option>
            ))}
          </select>
        </label>
      ))}
      <p class="note">{text.others}</p>
    </div>
  );
}

interface PlotProps {
  session: Session;
  plane: ReadonlySignal<PlaneView>;
  reading: ReadonlySignal<Reading>;
  spot: Signal<Spot | null>;
  output: ReadonlySignal<number>;
  showsTest: ReadonlySignal<boolean>;
  isDiscrete: ReadonlySignal<boolean>;
}

/** The picture and its axes. */
function Plot({ session, plane, reading, spot, output, showsTest, isDiscrete }: PlotProps) {
  const text = words[session.language.value];
  const { train, test } = session.samples.value;
  const { ranges, names } = plane.value;
  const [across, up] = ranges;
  const place = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const visible = useVisible(place);
  const size = useSize(place);
  const surface = useSignal<SurfacePainter | null>(null);

  useEffect(() => {
    const made = new SurfacePainter(below.current!, session);
    surface.value = made;
    return () => made.end();
  }, [session]);
  useDrawing(visible, () => {
    void session.frame.value;
    void session.network.value;
    void session.samples.value;
    surface.value?.request({
      plane: plane.value,
      size: size.value,
      colours: colours().value,
      output: output.value,
      isDiscrete: isDiscrete.value,
    });
  });
  useSignalEffect(() => {
    const options = { showsTest: showsTest.value, marked: session.sample.value, output: output.value };
    const context = clearedCanvas(above.current!, size.value);
    drawPoints(
      context,
      size.value,
      session.samples.value,
      plane.value,
      reading.value,
      colours().value,
      options,
    );
  });

  const spotOf = (event: PointerEvent | MouseEvent): Spot => {
    const box = place.current!.getBoundingClientRect();
    const x = within01((event.clientX - box.left) / box.width);
    const y = within01((event.clientY - box.top) / box.height);
    return [across[0] + x * (across[1] - across[0]), up[1] - y * (up[1] - up[0])];
  };
  const choose = (at: Spot, within: number) => {
    const row = nearestPoint(plane.value, at, within);
    if (row >= 0) session.sample.value = row;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = spot.value ?? [(across[0] + across[1]) / 2, (up[0] + up[1]) / 2];
    const steps = event.shiftKey ? 10 : 2;
    const [stepX, stepY] = ranges.map(([low, high]) => ((high - low) / 100) * steps) as [number, number];
    const moves: Record<string, Spot> = {
      ArrowLeft: [x - stepX, y],
      ArrowRight: [x + stepX, y],
      ArrowUp: [x, y + stepY],
      ArrowDown: [x, y - stepY],
    };
    const moved = moves[event.key];
    const limited = (value: number, [low, high]: readonly [number, number]) =>
      Math.max(low, Math.min(high, value));
    if (moved) spot.value = [limited(moved[0], across), limited(moved[1], up)];
    else if (event.key === "Enter") choose([x, y], Infinity);
    else if (event.key === "Escape") spot.value = null;
    else return;
    event.preventDefault();
  };

  const [partX, partY] = [placesOn(across), placesOn(up)];
  return (
    <Axes names={names} ranges={ranges}>
      <div
        class="surface-plot"
        ref={place}
        tabIndex={0}
        role="group"
        aria-label={text.keys}
        onPointerDown={(event) => (spot.value = spotOf(event))}
        onPointerMove={(event) => (spot.value = spotOf(event))}
        onPointerLeave={(event) => {
          // keep the values of a tap after the finger is lifted
          if (event.pointerType !== "touch") spot.value = null;
        }}
        onBlur={() => (spot.value = null)}
        onClick={(event) => choose(spotOf(event), reach)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={below} />
        <canvas
          ref={above}
          role="img"
          aria-label={text.picture(
            axisText(names[0], across),
            axisText(names[1], up),
            train.rows,
            test?.rows ?? 0,
          )}
        />
        {spot.value && (
          <div class="surface-cross" style={{ left: partX(spot.value[0]), bottom: partY(spot.value[1]) }} />
        )}
      </div>
    </Axes>
  );
}

/** "x (−6 to 6)" */
function axisText(name: string, [low, high]: readonly [number, number]): string {
  const decimals = high - low < 10 ? 2 : 0;
  return `${name} (${decimal(low, decimals)} … ${decimal(high, decimals)})`;
}

function within01(part: number): number {
  return Math.max(0, Math.min(1, part));
}

/** Coordinates and outputs at the pointer or the cross; without either a hint. */
function SpotReading({
  session,
  plane,
  reading,
  spot,
}: {
  session: Session;
  plane: PlaneView;
  reading: Reading;
  spot: Spot | null;
}) {
  const text = words[session.language.value];
  if (!spot) return <p class="surface-spot">{text.hint}</p>;
  const { state } = session.frame.value;
  const network = session.network.value;
  const inputs = plane.inputsAt(Float32Array.from(spot));
  const outputs = network.inputs === inputs.length ? network.predict(inputs)[0]! : [];
  const [x, y] = plane.names;
  return (
    <p class="surface-spot" aria-live={state === "running" ? "off" : "polite"}>
      <span>
        {x} <b>{aligned(spot[0], 2)}</b>
      </span>
      <span>
        {y} <b>{aligned(spot[1], 2)}</b>
      </span>
      {reading.kind === "classes" && (
        <span>
          {text.predicted} <b>{reading.names[saidClass(reading, outputs)]}</b>
        </span>
      )}
      {greatestOutputs(reading, outputs).map(([name, value]) => (
        <span key={name}>
          {reading.kind === "classes" ? name : text.output} <b>{outputText(value)}</b>
        </span>
      ))}
    </p>
  );
}

/** Writes a value that is too small for the decimals as 0. */
function outputText(value: number): string {
  return aligned(Math.abs(value) < 0.005 ? 0 : value, 2);
}

interface KeyProps {
  session: Session;
  reading: Reading;
  showsTest: Signal<boolean>;
  isDiscrete: Signal<boolean>;
}

/** The legend: the scale of colours or the colours of classes, marks of training and test samples, and what is shown. */
function Key({ session, reading, showsTest, isDiscrete }: KeyProps) {
  const text = words[session.language.value];
  const { centre, reach: span } = spanOfNumbers(reading);
  const ends =
    reading.kind === "numbers"
      ? [short(centre - span), short(centre + span)]
      : reading.names.length === 2
        ? reading.names
        : null;
  return (
    <div class="surface-key">
      {ends ? (
        <span class="surface-scale" data-discrete={isDiscrete.value}>
          {ends[0]} <i aria-hidden="true" /> {ends[1]}
        </span>
      ) : (
        reading.names.map((name, index) => (
          <span>
            <i style={{ background: classColour(colours().value, index) }} />
            {name}
          </span>
        ))
      )}
      <span>
        <i class="filled" />
        {text.training}
      </span>
      {session.samples.value.test && (
        <label title={text.showTest}>
          <input
            type="checkbox"
            checked={showsTest.value}
            onChange={(event) => (showsTest.value = event.currentTarget.checked)}
          />
          <i class="ringed" />
          {text.test}
        </label>
      )}
      <label title={text.discreteHint}>
        <input
          type="checkbox"
          checked={isDiscrete.value}
          onChange={(event) => (isDiscrete.value = event.currentTarget.checked)}
        />
        {text.discrete}
      </label>
    </div>
  );
}
