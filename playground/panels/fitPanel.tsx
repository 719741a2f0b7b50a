/** How well numbers are learnt: the network as a curve over one input, or predicted against actual numbers. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clearedCanvas, useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { count, decimal, short } from "../drawing/numbers.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { PlaneView, Session } from "../sessionTypes.js";
import { Axes } from "../views/axes.js";
import {
  actualAndPredicted,
  curveOf,
  errorsOf,
  fitKind,
  outputNamesOf,
  samplesOnCurve,
  targetRange,
} from "../views/fit.js";
import { drawFit, type FitPicture } from "../views/fitPainter.js";
import type { Predictions } from "../views/mistakes.js";
import { rangeOf } from "../views/planeView.js";
import { usePredictions } from "../views/predictions.js";
import { readingOf } from "../views/reading.js";
import { Refresher } from "../views/refresher.js";
import { words } from "./fit.words.js";
import "./fit.css";

/** Least time between two pictures. */
const drawEveryMs = 50;
const none = new Float64Array(0);

export function FitPanel({ session }: { session: Session }) {
  const kind = useComputed(() => {
    const samples = session.samples.value;
    const reading = readingOf(samples, session.network.value.config.loss);
    return fitKind(samples, reading, session.choices.value.data);
  });
  return kind.value ? <Fit session={session} kind={kind.value} /> : null;
}

function Fit({ session, kind }: { session: Session; kind: "curve" | "actual" }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const visible = useVisible(section);
  const size = useSize(canvas);
  const output = useSignal(0);
  const answers = usePredictions(session, visible);
  const names = useComputed(() => outputNamesOf(session.samples.value));
  const at = Math.min(output.value, names.value.length - 1);
  const samples = session.samples.value;
  const numbers = targetRange(samples, at);
  const name = names.value[at]!;
  const isCurve = kind === "curve";
  const view: Pick<PlaneView, "names" | "ranges"> = isCurve
    ? { names: [samples.inputNames[0]!, name], ranges: [rangeOf(samples.all, 0), numbers] }
    : { names: [text.actual(name), text.predicted(name)], ranges: [numbers, numbers] };

  const draw = () => {
    const network = session.network.peek();
    const { train, test } = session.samples.peek();
    if (!canvas.current || size.peek().width === 0 || network.inputs !== train.columns) return true;
    const [low, high] = view.ranges[0];
    const points: Omit<FitPicture, "ranges"> = isCurve
      ? {
          filled: samplesOnCurve(train),
          ringed: test ? samplesOnCurve(test) : none,
          line: curveOf(network, view.ranges[0]),
          isNetwork: true,
        }
      : { ...pairsOf(answers.peek(), at), line: [low, low, high, high], isNetwork: false };
    const context = clearedCanvas(canvas.current, size.peek());
    drawFit(context, size.peek(), { ...points, ranges: view.ranges }, colours().peek());
    return true;
  };
  const latest = useRef(draw);
  latest.current = draw;
  const refresher = useRef<Refresher | null>(null);
  refresher.current ??= new Refresher(() => latest.current(), { everyMs: drawEveryMs });
  useEffect(() => () => refresher.current!.end(), []);
  useDrawing(visible, () => {
    void session.frame.value;
    void session.network.value;
    void answers.value;
    void size.value;
    void colours().value;
    void output.value;
    refresher.current!.request();
  });

  return (
    <section class="card surface fit" aria-labelledby="fit-title" ref={section}>
      <div class="surface-head">
        <h2 id="fit-title">{isCurve ? text.curve : text.against}</h2>
        {names.value.length > 1 && (
          <label>
            {text.output}{" "}
            <select value={at} onChange={(event) => (output.value = Number(event.currentTarget.value))}>
              {names.value.map((one, index) => (
                <option value={index}>{one}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Axes {...view}>
        <div class="surface-plot">
          <canvas
            ref={canvas}
            role="img"
            aria-label={isCurve ? text.curvePicture(view.names[0], name) : text.againstPicture(name)}
          />
        </div>
      </Axes>
      <p class="fit-errors">{sentence(text, answers.value, at)}</p>
      <div class="surface-key">
        {(isCurve || !samples.test) && (
          <span>
            <i class="filled" />
            {text.training}
          </span>
        )}
        {samples.test && (
          <span>
            <i class="ringed" />
            {text.test}
          </span>
        )}
        <span>
          <i class={isCurve ? "line network" : "line"} />
          {isCurve ? text.network : text.perfect}
        </span>
      </div>
    </section>
  );
}

/** The points of predictions against actual numbers. */
function pairsOf(answers: Predictions | null, output: number): Pick<FitPicture, "filled" | "ringed"> {
  if (!answers?.dataset.targets) return { filled: none, ringed: none };
  const pairs = actualAndPredicted(answers, output);
  return answers.isTest ? { filled: none, ringed: pairs } : { filled: pairs, ringed: none };
}

function sentence(text: (typeof words)["en"], answers: Predictions | null, output: number): string {
  if (!answers?.dataset.targets) return text.waiting;
  const { r2, rmse } = errorsOf(actualAndPredicted(answers, output));
  return text.errors(decimal(r2, 3), short(rmse), count(answers.dataset.rows), answers.isTest);
}
