/**
 * What the network answers to the samples held out (or else to those it trains on), for all panels that show it:
 * asked for at most twice a second, a few milliseconds of a frame at a time, and only while a panel is seen.
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Dataset } from "../../src/data/dataset.js";
import type { Network } from "../../src/train/network.js";
import type { Samples, Session } from "../sessionTypes.js";
import { type Predictions, evenRows } from "./mistakes.js";
import { hasClasses, readingOf } from "./reading.js";
import { Refresher } from "./refresher.js";

/** Samples that are asked, spread evenly over all there are. */
const mostRows = 1000;
/** Of one call, so that a piece of work ends in time. */
const rowsAtOnce = 64;

/** The answers of a session, kept up to date while the component is seen. Null before there are any. */
export function usePredictions(
  session: Session,
  isSeen: ReadonlySignal<boolean>,
): ReadonlySignal<Predictions | null> {
  const one = predictorOf(session);
  const seen = isSeen.value;
  useEffect(() => (seen ? one.look() : undefined), [one, seen]);
  return one.answers;
}

const predictors = new WeakMap<Session, Predictor>();

function predictorOf(session: Session): Predictor {
  const known = predictors.get(session) ?? new Predictor(session);
  predictors.set(session, known);
  return known;
}

/** One for a session, however many panels look. */
class Predictor {
  readonly answers: Signal<Predictions | null> = signal(null);
  #lookers = 0;
  #stop = () => {};
  #asked: { samples: Samples; dataset: Dataset } | null = null;
  #round: { network: Network; answers: Predictions; next: number } | null = null;

  constructor(private readonly session: Session) {}

  /** Keeps the answers up to date until what it returns is called. */
  look(): () => void {
    if (this.#lookers++ === 0) this.#start();
    return () => {
      if (--this.#lookers === 0) this.#stop();
    };
  }

  #start(): void {
    const { frame, network, samples } = this.session;
    const refresher = new Refresher((until, isFirst) => this.#work(until, isFirst), { everyMs: 500 });
    const unsubscribe = effect(() => {
      void frame.value;
      void network.value;
      // what other samples were answered is nothing to look at
      if (samples.value !== this.#asked?.samples) this.answers.value = null;
      refresher.request();
    });
    this.#stop = () => {
      unsubscribe();
      refresher.end();
      this.#round = null;
    };
  }

  #work(until: number, isFirst: boolean): boolean {
    const network = this.session.network.peek();
    if (isFirst || !this.#round || this.#round.network !== network) this.#round = this.#begin(network);
    if (!this.#round) return true;
    const { answers } = this.#round;
    const { inputs, columns, rows, outputs: width } = answers.dataset;
    do {
      const from = this.#round.next;
      const end = Math.min(rows, from + rowsAtOnce);
      const given = network.predict(inputs.subarray(from * columns, end * columns));
      given.forEach((row, index) => answers.outputs.set(row, (from + index) * width));
      this.#round.next = end;
    } while (this.#round.next < rows && performance.now() < until);
    if (this.#round.next < rows) return false;
    this.answers.value = answers;
    this.#round = null;
    return true;
  }

  /** Null where there is nothing to ask: no classes, or samples and network that belong to different choices. */
  #begin(network: Network) {
    const samples = this.session.samples.peek();
    if (this.#asked?.samples !== samples) {
      const from = samples.test ?? samples.train;
      this.#asked = { samples, dataset: from.select(evenRows(from.rows, mostRows)) };
    }
    const { dataset } = this.#asked;
    const reading = readingOf(samples, network.config.loss);
    const isFit = network.inputs === dataset.columns && network.outputs === dataset.outputs;
    if (!isFit || !hasClasses(reading)) return null;
    const outputs = new Float32Array(dataset.rows * dataset.outputs);
    return { network, answers: { dataset, isHeldOut: samples.test !== null, reading, outputs }, next: 0 };
  }
}
