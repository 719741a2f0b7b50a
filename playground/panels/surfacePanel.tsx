/** The network's output over the input plane, and the samples as points. */
import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { linearScale } from "../../src/report/page/scale.js";
import { clearedCanvas, useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { aligned, decimal } from "../drawing/numbers.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { Session } from "../sessionTypes.js";
import { classColour, nearestPoint } from "../views/plane.js";
import { drawPoints } from "../views/points.js";
import { greatestOutputs, type Reading, readingOf, saidClass } from "../views/reading.js";
import { SurfacePainter } from "../views/surfacePainter.js";
import { words } from "./surface.words.js";
import "./surface.css";

/** The greatest distance of a click from a point, as a fraction of the picture. */
const reach = 0.04;

type Spot = readonly [x: number, y: number];

export function SurfacePanel({ session }: { session: Session }) {
  return session.samples.value.kind === "plane" ? <Plane session={session} /> : null;
}

function Plane({ session }: { session: Session }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const spot = useSignal<Spot | null>(null);
  const output = useSignal(0);
  const showsTest = useSignal(true);
  const reading = useComputed(() => readingOf(session.samples.value, session.network.value.config.loss));
  const { names, kind } = reading.value;
  return (
    <section class="card surface" aria-labelledby="surface-title" ref={section}>
      <div class="surface-head">
        <h2 id="surface-title">{kind === "numbers" ? text.output : text.boundary}</h2>
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
      <Plot session={session} reading={reading} spot={spot} output={output} showsTest={showsTest} />
      <SpotReading session={session} reading={reading.value} spot={spot.value} />
      <Key session={session} reading={reading.value} showsTest={showsTest} />
    </section>
  );
}

interface PlotProps {
  session: Session;
  reading: ReadonlySignal<Reading>;
  spot: Signal<Spot | null>;
  output: ReadonlySignal<number>;
  showsTest: ReadonlySignal<boolean>;
}

/** The picture and its axes. */
function Plot({ session, reading, spot, output, showsTest }: PlotProps) {
  const text = words[session.language.value];
  const { train, test, range, inputNames } = session.samples.value;
  const [low, high] = range;
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
    surface.value?.request({ size: size.value, colours: colours().value, output: output.value });
  });
  useSignalEffect(() => {
    const options = { showsTest: showsTest.value, marked: session.sample.value, output: output.value };
    const context = clearedCanvas(above.current!, size.value);
    drawPoints(context, size.value, session.samples.value, reading.value, colours().value, options);
  });

  const spotOf = (event: PointerEvent | MouseEvent): Spot => {
    const box = place.current!.getBoundingClientRect();
    const across = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const down = Math.max(0, Math.min(1, (event.clientY - box.top) / box.height));
    return [low + across * (high - low), high - down * (high - low)];
  };
  const choose = ([x, y]: Spot, within: number) => {
    const row = nearestPoint(train.inputs, x, y, within);
    if (row >= 0) session.sample.value = row;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = spot.value ?? [(low + high) / 2, (low + high) / 2];
    const step = ((high - low) / 100) * (event.shiftKey ? 10 : 2);
    const moves: Record<string, Spot> = {
      ArrowLeft: [x - step, y],
      ArrowRight: [x + step, y],
      ArrowUp: [x, y + step],
      ArrowDown: [x, y - step],
    };
    const moved = moves[event.key];
    if (moved) spot.value = moved.map((at) => Math.max(low, Math.min(high, at))) as unknown as Spot;
    else if (event.key === "Enter") choose([x, y], Infinity);
    else if (event.key === "Escape") spot.value = null;
    else return;
    event.preventDefault();
  };

  const { place: along, ticks: all } = linearScale(low, high, { ticks: 5 });
  // the name of the axis is at its end
  const ticks = all.filter(({ value }) => along(value) < 0.93);
  const part = (value: number) => `${100 * along(value)}%`;
  return (
    <div class="surface-frame">
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
        onClick={(event) => choose(spotOf(event), reach * (high - low))}
        onKeyDown={onKeyDown}
      >
        <canvas ref={below} />
        <canvas
          ref={above}
          role="img"
          aria-label={text.picture(
            inputNames[0]!,
            inputNames[1]!,
            decimal(low, 0),
            decimal(high, 0),
            train.rows,
            test?.rows ?? 0,
          )}
        />
        {spot.value && (
          <div class="surface-cross" style={{ left: part(spot.value[0]), bottom: part(spot.value[1]) }} />
        )}
      </div>
      <div class="surface-x" aria-hidden="true">
        {ticks.map(({ value, text: tick }) => (
          <span style={{ left: part(value) }}>{tick}</span>
        ))}
        <em>{inputNames[0]}</em>
      </div>
      <div class="surface-y" aria-hidden="true">
        {ticks.map(({ value, text: tick }) => (
          <span style={{ bottom: part(value) }}>{tick}</span>
        ))}
        <em>{inputNames[1]}</em>
      </div>
    </div>
  );
}

/** Coordinates and outputs at the pointer or the cross; without either a hint. */
function SpotReading({ session, reading, spot }: { session: Session; reading: Reading; spot: Spot | null }) {
  const text = words[session.language.value];
  if (!spot) return <p class="surface-spot">{text.hint}</p>;
  const { state } = session.frame.value;
  const network = session.network.value;
  const outputs = network.inputs === 2 ? network.predict([spot])[0]! : [];
  const [x, y] = session.samples.value.inputNames;
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
}

/** The legend: colours of classes, and marks of training and test samples. */
function Key({ session, reading, showsTest }: KeyProps) {
  const text = words[session.language.value];
  const names = reading.kind === "numbers" ? [text.negative, text.positive] : reading.names;
  return (
    <div class="surface-key">
      {names.map((name, index) => (
        <span>
          <i style={{ background: classColour(colours().value, index) }} />
          {name}
        </span>
      ))}
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
    </div>
  );
}
