/** A pad to draw an image on, and the network's outputs for it. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { Samples, Session } from "../sessionTypes.js";
import { fullInk, Ink, pixelsOf } from "../views/ink.js";
import { OutputBars } from "../views/outputBars.js";
import { drawOver, fitStrokes, padSide, type Stroke } from "../views/pad.js";
import { followPen, showPad } from "../views/padPen.js";
import { actualClass, areParts, hasClasses, readingOf, saidClass } from "../views/reading.js";
import { Refresher } from "../views/refresher.js";
import { words } from "./draw.words.js";
import "./draw.css";

/** Least time between two predictions. */
const predictEveryMs = 60;
const paper = new Uint8Array(padSide * padSide);

export function DrawPanel({ session }: { session: Session }) {
  const applies = useComputed(() => {
    const samples = session.samples.value;
    const [height, width] = samples.train.image ?? [0, 0];
    if (samples.kind !== "images" || height !== padSide || width !== padSide) return false;
    return hasClasses(readingOf(samples, session.network.value.config.loss));
  });
  return applies.value ? <Pad session={session} /> : null;
}

/** A sample on the pad: its pixels as bytes, and its class. */
interface Loaded {
  samples: Samples;
  picture: Uint8Array;
  actual: number;
}

function Pad({ session }: { session: Session }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = useRef<ReturnType<typeof followPen> | null>(null);
  const visible = useVisible(section);
  const size = useSize(canvas);
  const strokes = useSignal<readonly Stroke[]>([]);
  const loaded = useSignal<Loaded | null>(null);
  const outputs = useSignal<ArrayLike<number> | null>(null);
  const isEmpty = useComputed(() => strokes.value.length === 0 && loaded.value === null);
  const picture = useComputed(() => {
    if (loaded.value === null) return fitStrokes(strokes.value);
    return strokes.value.length === 0 ? loaded.value.picture : drawOver(loaded.value.picture, strokes.value);
  });
  const reading = useComputed(() => readingOf(session.samples.value, session.network.value.config.loss));

  useEffect(() => {
    const made = followPen(canvas.current!, (all) => (strokes.value = [...all]));
    pen.current = made;
    return () => made.end();
  }, []);
  useSignalEffect(() => {
    const shown = {
      picture: loaded.value?.picture ?? null,
      strokes: strokes.value,
      colour: colours().value.text,
    };
    showPad(canvas.current!, size.value, shown);
  });
  const refresher = useRef<Refresher | null>(null);
  refresher.current ??= new Refresher(
    () => {
      outputs.value = isEmpty.peek() ? null : predict(session, picture.peek());
      return true;
    },
    { everyMs: predictEveryMs },
  );
  useEffect(() => () => refresher.current!.end(), []);
  useDrawing(visible, () => {
    void session.frame.value;
    void session.network.value;
    void picture.value;
    refresher.current!.request();
  });

  const clear = () => {
    pen.current!.clear();
    strokes.value = [];
    loaded.value = null;
  };
  const load = () => {
    clear();
    loaded.value = randomSample(session.samples.value, reading.value);
  };
  const isCurrent = loaded.value?.samples === session.samples.value;
  const actual = loaded.value && isCurrent && strokes.value.length === 0 ? loaded.value.actual : undefined;
  return (
    <section class="card draw" aria-labelledby="draw-title" ref={section}>
      <h2 id="draw-title">{text.title}</h2>
      <div class="draw-columns">
        <div class="draw-left">
          <div class="draw-pad">
            <canvas ref={canvas} role="img" aria-label={text.pad} />
            {isEmpty.value && <p aria-hidden="true">{text.hint}</p>}
          </div>
          <div class="draw-buttons">
            <button type="button" onClick={load}>
              {session.samples.value.test ? text.load : text.loadTrained}
            </button>
            <button type="button" onClick={clear} disabled={isEmpty.value}>
              {text.clear}
            </button>
          </div>
        </div>
        <div class="draw-right">
          <output class="draw-says">{sentence(text, reading.value, outputs.value, actual)}</output>
          <OutputBars
            reading={reading.value}
            outputs={outputs.value}
            areParts={areParts(reading.value, session.network.value.config)}
            actual={actual}
            label={text.outputs}
            rightLabel={text.right}
          />
          <figure>
            <Ink pixels={isEmpty.value ? paper : picture.value} full={255} image={[padSide, padSide]} />
            <figcaption>{loaded.value ? text.inputLoaded : text.input}</figcaption>
          </figure>
        </div>
      </div>
    </section>
  );
}

/** The network's outputs for an image of bytes, which are scaled as the samples are. */
function predict(session: Session, picture: Uint8Array): ArrayLike<number> | null {
  const network = session.network.peek();
  const { train } = session.samples.peek();
  if (network.inputs !== picture.length || network.outputs !== train.outputs) return null;
  const full = fullInk(train);
  const isByte = train.inputs instanceof Uint8Array && full === 255;
  const inputs = isByte ? picture : Float32Array.from(picture, (ink) => (ink / 255) * full);
  return network.predict(inputs)[0]!;
}

/** A random test sample, or training sample where there are no test samples. */
function randomSample(samples: Samples, reading: ReturnType<typeof readingOf>): Loaded {
  const dataset = samples.test ?? samples.train;
  const row = Math.floor(Math.random() * dataset.rows);
  const full = fullInk(dataset);
  const picture = Uint8Array.from(pixelsOf(dataset, row), (ink) => Math.round((255 * ink) / full));
  return { samples, picture, actual: actualClass(reading, dataset, row) };
}

function sentence(
  text: (typeof words)["en"],
  reading: ReturnType<typeof readingOf>,
  outputs: ArrayLike<number> | null,
  actual: number | undefined,
): string {
  if (!outputs) return "";
  const said = reading.names[saidClass(reading, outputs)]!;
  return actual === undefined ? text.predicted(said) : text.both(reading.names[actual]!, said);
}
