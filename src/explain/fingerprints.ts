/**
 * Calculates the figures of a trace with one of the known slips, and finds the slip that gives exactly the figures
 * that somebody has. The slips themselves are in `../reference/slips.ts`.
 */
import {
  type SlipRule,
  type SlipId,
  slipIds,
  slipLosses,
  type SlipLoss,
  type SlipNetwork,
  type SlipRound,
  slippedRound,
} from "../reference/slips.js";
import { agreement, halfUnit, type Written } from "./agreement.js";
import { makeNames } from "./names.js";
import { derivative, keyOf, type Name } from "./symbol.js";
import type { Trace } from "./trace.js";

/** A figure that somebody has, and the number that it should be. */
export interface OwnFigure {
  readonly key: string;
  readonly written: Written;
  readonly ours: number;
}

/**
 * A slip, a wrong learning rate or a wrong weight that gives the figures. The slips by name: docs/worked-example.md.
 */
export type NamedSlip =
  | {
      /** Name of the slip, as "updated-weights" or "no-half". */
      readonly id: SlipId;
    }
  | {
      /** The learning rate was different. */
      readonly id: "other-rate";
      /** The learning rate that gives the figures. */
      readonly learningRate: number;
    }
  | {
      /** On the way back a delta was multiplied by another weight than the one on the path. */
      readonly id: "other-weight";
      /** The key of the product: dE2/dO_hidden1. */
      readonly key: string;
      /** The weight that was taken. */
      readonly taken: SlipWeight;
      /** The weight on the path. */
      readonly wanted: SlipWeight;
    };

/** A weight that a slip is about. */
export interface SlipWeight {
  /** Its symbol as text: w'_3,2. */
  readonly symbol: string;
  /** Its value. */
  readonly value: number;
}

/** Most rounds that are calculated to find a slip. */
const mostRounds = 100_000;

/** The traced network as plain arrays; null unless all units are logistic and the loss is a squared error. */
export function slipNetworkOf({ network, inputs, targets }: Trace): SlipNetwork | null {
  const { sizes, activations, loss, biases: mode, trainBiases, learningRate, parameters } = network;
  if (activations.some((activation) => activation !== "sigmoid")) return null;
  if (!(slipLosses as readonly string[]).includes(loss)) return null;
  const layers = sizes.slice(1).map((units, index) => {
    const own = parameters.filter(({ layer }) => layer === index + 1);
    const flat = own.filter(({ kind }) => kind === "weight").map(({ before }) => before);
    const biases = own.filter(({ kind }) => kind === "bias").map(({ before }) => before);
    const width = sizes[index]!;
    return {
      weights: Array.from({ length: units }, (_, k) => flat.slice(k * width, (k + 1) * width)),
      biases: Array.from({ length: units }, (_, k) => biases[k] ?? biases[0] ?? 0),
    };
  });
  return {
    weights: layers.map(({ weights }) => weights),
    biases: layers.map(({ biases }) => biases),
    trainBiases: !trainBiases || mode === "none" ? "no" : mode,
    loss: loss as SlipLoss,
    learningRate,
    inputs,
    targets,
  };
}

export function namesOf({ network }: Trace) {
  return makeNames(network.units[0]![0] === "i1" ? "neurons" : "matrices", network.sizes);
}

/**
 * Figures of one round calculated with a slip, by the keys of the trace: the forward pass and the results of the
 * round.
 */
export function figuresOf(trace: Trace, round: SlipRound): Map<string, number> {
  const names = namesOf(trace);
  const figures = new Map<string, number>();
  const set = (name: Name, value: number) => figures.set(keyOf(name), value);
  round.net.forEach((layer, index) => {
    layer.forEach((net, k) => {
      set(names.net(index + 1, k), net);
      set(names.out(index + 1, k), round.out[index + 1]![k]!);
      round.newWeights[index]![k]!.forEach((value, j) =>
        set({ ...names.weight(index + 1, j, k), mark: "new" }, value),
      );
      const bias = trace.network.biases === "shared" ? null : k;
      if (trace.network.biases !== "none") {
        set({ ...names.bias(index + 1, bias), mark: "new" }, round.newBiases[index]![k]!);
      }
    });
  });
  round.errors.forEach((error, k) => set(names.error(k), error));
  set(names.total, round.errorBefore);
  return figures;
}

/** Deltas and gradients of one round calculated with a slip, by the keys of the trace. */
export function backwardFiguresOf(trace: Trace, round: SlipRound): Map<string, number> {
  const names = namesOf(trace);
  const figures = new Map<string, number>();
  const last = round.deltas.length;
  round.deltas.forEach((layer, index) => {
    layer.forEach((delta, k) => {
      figures.set(keyOf(names.delta(index + 1, k, index + 1 === last)), delta);
      round.gradients[index]![k]!.forEach((gradient, j) =>
        figures.set(keyOf(derivative(names.total, names.weight(index + 1, j, k))), gradient),
      );
    });
  });
  return figures;
}

const afterRounds = /^(?:error|out_(.+))_after_(\d+)$/;

/**
 * Reads the key of a figure after some rounds (`error_after_10000`, `out_o1_after_1`): which output, and how many
 * rounds.
 */
export function readAfterRounds(key: string, trace: Trace): { output: number | null; rounds: number } | null {
  const match = afterRounds.exec(key);
  if (!match) return null;
  const output = match[1] === undefined ? null : trace.network.units.at(-1)!.indexOf(match[1]);
  return output === -1 ? null : { output, rounds: Number(match[2]) };
}

/**
 * The slips that give all of somebody's figures of the forward pass, new weights and errors after rounds. If none
 * of these figures is wrong, the figures of the backward pass are compared too. Empty if all figures are right.
 */
export function nameSlips(trace: Trace, figures: readonly OwnFigure[]): NamedSlip[] {
  const network = slipNetworkOf(trace);
  if (!network) return [];
  const isWrong = ({ written, ours }: OwnFigure) => !agreement(written, ours).agrees;
  if (!figures.some(isWrong)) return [];
  const found = slipIds.filter(
    (id) => isPossible(id, network, trace) && gives(trace, network, id, figures, isWrong),
  );
  if (found.length > 0) return found.map((id) => ({ id }));
  return otherRate(trace, figures, isWrong);
}

/** Whether the slip is possible: the ½, for example, can only be forgotten if the loss has one. */
function isPossible(id: SlipId, { loss, trainBiases }: SlipNetwork, { network }: Trace): boolean {
  if (id === "no-half") return loss === "halfSquaredError";
  if (id === "mean-over-outputs") return loss !== "meanSquaredError";
  if (id === "bias-shared-mean") return network.biases !== "none" && trainBiases !== "perNeuron";
  return !id.startsWith("bias-") || (network.biases !== "none" && trainBiases === "no");
}

/** Whether a slip explains the figures: it gives all figures that it covers, and at least one of them is wrong. */
function gives(
  trace: Trace,
  network: SlipNetwork,
  rule: SlipRule,
  figures: readonly OwnFigure[],
  isWrong: (figure: OwnFigure) => boolean,
): boolean {
  const round = slippedRound(network, rule);
  const outcome = figuresOf(trace, round);
  const backward = backwardFiguresOf(trace, round);
  const seen = new Map<number, SlipRound>([[1, round]]);
  const roundAfter = (rounds: number): SlipRound => {
    if (!seen.has(rounds)) seen.set(rounds, slippedRound(network, rule, rounds));
    return seen.get(rounds)!;
  };
  const later = (key: string) => {
    const after = readAfterRounds(key, trace);
    if (!after || after.rounds < 1 || after.rounds > mostRounds) return undefined;
    const { errorAfter, outputsAfter } = roundAfter(after.rounds);
    return after.output === null ? errorAfter : outputsAfter[after.output];
  };
  const told = figures.filter(({ key }) => outcome.has(key) || afterRounds.test(key));
  const isSeen = told.some(isWrong);
  const compared = isSeen ? told : figures.filter(({ key }) => outcome.has(key) || backward.has(key));
  return (
    compared.some(isWrong) &&
    compared.every(({ key, written }) => {
      const value = outcome.get(key) ?? backward.get(key) ?? later(key);
      return value === undefined || agreement(written, value).agrees;
    })
  );
}

/** The learning rate with which all new weights follow from the right gradients, if there is one. */
function otherRate(
  trace: Trace,
  figures: readonly OwnFigure[],
  isWrong: (figure: OwnFigure) => boolean,
): NamedSlip[] {
  const names = namesOf(trace);
  const moves = trace.network.parameters.flatMap(({ symbol, kind, before }) => {
    const key = keyOf({ ...(symbol as Name), mark: "new" });
    const figure = figures.find((one) => one.key === key);
    const gradient = trace.values.get(keyOf(derivative(names.total, symbol as Name)));
    if (kind !== "weight" || !figure || !gradient) return [];
    const half = halfUnit(figure.written);
    return [{ figure, gradient, move: before - figure.written.value, half, blur: half / Math.abs(gradient) }];
  });
  if (moves.length < 2 || !moves.some(({ figure }) => isWrong(figure))) return [];
  const sharpest = moves.reduce((best, one) => (one.blur < best.blur ? one : best));
  const learningRate = sharpest.move / sharpest.gradient;
  const fits = moves.every(
    ({ gradient, move, half }) =>
      Math.abs(move - learningRate * gradient) <= half + Math.abs(gradient) * sharpest.blur + 2 ** -50,
  );
  // a rate that rounds to 0 means that the weights did not change
  return fits ? [{ id: "other-rate", learningRate: shortest(learningRate, sharpest.blur) }] : [];
}

/** The number with the fewest digits that differs from the value by at most `blur`. */
function shortest(value: number, blur: number): number {
  for (let digits = 1; digits < 15; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.abs(short - value) <= Math.max(blur, 1e-14)) return short;
  }
  return value;
}
