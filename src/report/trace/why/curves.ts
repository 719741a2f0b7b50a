/**
 * Curves that explain a round: the logistic function with its slope, the error as a function of one weight, and the error
 * by round. Their only words are symbols and those that the caller gives.
 */
import { keyOf, textOf } from "../../../explain/symbol.js";
import type { Trace, TracedParameter } from "../../../explain/trace.js";
import { thinned } from "../../page/lines.js";
import { escape } from "../../page/markup.js";
import { curve, mark, percent, plot } from "../../page/plot.js";
import { linearScale, logScale, type Scale } from "../../page/scale.js";
import { writtenText } from "../rounded.js";

/** What a curve is called, for screen readers. */
export interface CurveWords {
  title: string;
  description: string;
}

const points = 121;
const height = 200;
/** So many steps of the update fit on each side of the weight in its curve. */
const stepsAround = 12;
const decimals = 9;

/** Numbers from `low` to `high`, both included. */
function spaced(low: number, high: number): number[] {
  return Array.from({ length: points }, (_, at) => low + ((high - low) * at) / (points - 1));
}

function text(x: number, y: number, words: string, kind: string, shift = "") {
  return `<text class="${kind}" x="${percent(x)}" y="${percent(1 - y)}"${shift}>${escape(words)}</text>`;
}

const logistic = (net: number) => 1 / (1 + Math.exp(-net));

/**
 * The logistic function and its slope, with a dot for each unit of the trace, or for one.
 *
 * @param only the unit whose dot and tangent are shown (default: dots of all units)
 */
export function logisticCurve(trace: Trace, words: CurveWords, only: string | null = null): string {
  const x = linearScale(-6, 6, { ticks: 6 });
  const y = linearScale(0, 1, { ticks: 4 });
  const line = (of: (net: number) => number, kind: string) =>
    curve(
      spaced(-6, 6).map((net) => [x.place(net), y.place(of(net))] as const),
      kind,
    );
  const dots = dotsOf(trace).filter(({ unit }) => only === null || unit === only);
  const tangents = only === null ? [] : dots.map((dot) => tangent(dot, x, y));
  const marks = dots.map(({ unit, net, out }) =>
    mark(
      x.place(net),
      y.place(out),
      "mark main",
      `${unit}: ${writtenText(net, decimals)} → ${writtenText(out, decimals)}`,
      4,
    ),
  );
  const layers = [
    line(logistic, "main"),
    line((net) => logistic(net) * (1 - logistic(net)), "other"),
    ...tangents,
    ...marks,
    text(1, 1, "out", "end main", ' dy="16"'),
    text(x.place(0), y.place(0.25), "out·(1 − out)", "x other", ' dy="-8"'),
  ];
  return plot(layers, { ...words, x, y, xName: "net", yName: "out", height });
}

interface Dot {
  unit: string;
  net: number;
  out: number;
}

/** Net input and output of every logistic unit. */
function dotsOf({ steps }: Trace): Dot[] {
  return steps.flatMap(({ reason, unit, value }): Dot[] => {
    if (reason.id !== "activation" || reason.activation !== "sigmoid") return [];
    const net = steps.find((step) => step.unit === unit && step.reason.id === "netInput");
    return net && unit !== null ? [{ unit, net: net.value, out: value }] : [];
  });
}

/** The slope at a dot, as a piece of a line. */
function tangent({ net, out }: Dot, x: Scale, y: Scale): string {
  const slope = out * (1 - out);
  const ends = [net - 1.5, net + 1.5].map((at) => [x.place(at), y.place(out + slope * (at - net))] as const);
  return curve(ends, "tangent");
}

/** Whether the activation of a unit is logistic. */
export function isLogistic({ network }: Trace, layer: number): boolean {
  return network.activations[layer - 1] === "sigmoid";
}

/**
 * The error where only one weight changes, its tangent, and the step that the update takes.
 *
 * @param errorAt the error for a value of the weight
 */
export function descentCurve(
  { symbol, before, after }: TracedParameter,
  gradient: number,
  errorAt: (value: number) => number,
  errorName: string,
  words: CurveWords,
): string {
  const half = stepsAround * Math.abs(after - before) || 1;
  const x = linearScale(before - half, before + half, { ticks: 6 });
  const values = spaced(before - half, before + half).map((value) => [value, errorAt(value)] as const);
  const errors = values.map(([, error]) => error);
  const error = errorAt(before);
  const [low, high] = [Math.min(...errors), Math.max(...errors)];
  // small differences have many digits in common, which do not fit beside the axis
  const origin = high - low < 0.01 * Math.abs(error) ? error : 0;
  const y = linearScale(low - origin, high - origin, { ticks: 4, round: true });
  const at = (value: number, of: number) => [x.place(value), y.place(of - origin)] as const;
  const line = (value: number) => error + gradient * (value - before);
  const stepped = spaced(before, after).map((value) => at(value, errorAt(value)));
  const against = 2 * before - after;
  const name = textOf(symbol);
  const tip = (value: number) =>
    `${name} = ${writtenText(value, decimals)}: ${writtenText(errorAt(value), decimals)}`;
  const yName = origin === 0 ? errorName : `${errorName} − ${writtenText(origin, decimals)}`;
  const [isLeft, shift] = [after < before, ' dy="20"'];
  const layers = [
    curve([at(before - half, line(before - half)), at(before + half, line(before + half))], "tangent"),
    curve(
      values.map(([value, own]) => at(value, own)),
      "other",
    ),
    curve(stepped, "main taken"),
    mark(...at(against, errorAt(against)), "mark hollow", tip(against), 4),
    mark(...at(before, error), "mark other", tip(before), 5),
    mark(...at(after, errorAt(after)), "mark main", tip(after), 5),
    text(...at(before, error), name, isLeft ? "" : "end", ` dx="${isLeft ? 6 : -6}"${shift}`),
    text(
      ...at(after, errorAt(after)),
      `${name}⁺`,
      isLeft ? "end main" : "main",
      ` dx="${isLeft ? -8 : 8}" dy="-8"`,
    ),
  ];
  return plot(layers, { ...words, x, y, xName: name, yName, height });
}

/**
 * The error by round, both on logarithmic axes.
 *
 * @param errors from round 0 on; the axis begins with round 1
 */
export function courseCurve(
  errors: readonly number[],
  errorName: string,
  roundName: string,
  words: CurveWords,
): string {
  const last = errors.length - 1;
  const x = logScale(1, last, { ticks: 5 });
  const own = errors.slice(1).filter((error) => error > 0);
  const y = logScale(Math.min(...own), Math.max(...own), { ticks: 5 });
  const places = errors.slice(1).map((error, at) => [x.place(at + 1), y.place(error)] as const);
  // on a logarithmic axis most rounds fall on the same pixels
  const kept = places.filter(
    ([place], at) => at === 0 || Math.floor(place * 300) !== Math.floor(places[at - 1]![0] * 300),
  );
  const rounds = Array.from({ length: Math.floor(Math.log10(last)) + 1 }, (_, power) => 10 ** power);
  const marks = rounds.map((round) =>
    mark(
      x.place(round),
      y.place(errors[round]!),
      "mark main",
      `${round}: ${writtenText(errors[round]!, decimals)}`,
      3.5,
    ),
  );
  const layers = [curve(thinned(kept, 400), "main"), ...marks];
  return plot(layers, { ...words, x, y, xName: roundName, yName: errorName, height });
}

/** The key of a parameter's new value. */
export function newKeyOf({ symbol }: TracedParameter): string {
  return `${keyOf(symbol)}_new`;
}
