/**
 * The network's predictions for the test samples, or for the training samples where there are none, shared by all panels.
 * All of them are predicted, as for the figures at the top. They are computed at most twice a second, a few milliseconds per frame, and only while a panel is visible.
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Dataset } from "../../src/data/dataset.js";
import type { Network } from "../../src/train/network.js";
import type { Samples, Session } from "../sessionTypes.js";
import type { Predictions } from "./mistakes.js";
import { readingOf } from "./reading.js";
import { Refresher } from "./refresher.js";

/** Samples of one call, so that a piece of work ends in time. */
const rowsAtOnce = 64;

/** The predictions of a session, kept up to date while the component is visible. Null until there are some. */
export function usePredictions(
  session: Session,
  isVisible: ReadonlySignal<boolean>,
): ReadonlySignal<Predictions | null> {
  const one = predictorOf(session);
  const visible = isVisible.value;
  useEffect(() => (visible ? one.watch() : undefined), [one, visible]);
  return one.predictions;
}

const predictors = new WeakMap<Session, Predictor>();

/** The one that all panels of a session use. */
export function predictorOf(session: Session): Predictor {
  const known = predictors.get(session) ?? new Predictor(session);
  predictors.set(session, known);
  return known;
}

/** Computes the predictions of a session once for all panels. */
class Predictor {
  readonly #newest = signal<{ samples: Samples; predictions: Predictions } | null>(null);
  /** Those of the current samples: while no panel is visible, the newest may belong to other ones. */
  readonly predictions = computed(() => {
    const newest = this.#newest.value;
    return newest?.samples === this.session.samples.value ? newest.predictions : null;
  });
  #watchers = 0;
  #stop = () => {};
  #selected: { samples: Samples; dataset: Dataset } | null = null;
  #round: { network: Network; predictions: Predictions; next: number } | null = null;

  constructor(private readonly session: Session) {}

  /** Keeps the predictions up to date until the returned function is called. */
  watch(): () => void {
    if (this.#watchers++ === 0) this.#start();
    return () => {
      if (--this.#watchers === 0) this.#stop();
    };
  }

  #start(): void {
    const { frame, network, samples } = this.session;
    const refresher = new Refresher((until, isFirst) => this.#work(until, isFirst), { everyMs: 500 });
    const unsubscribe = effect(() => {
      void frame.value;
      void network.value;
      void samples.value;
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
    const { predictions } = this.#round;
    const { inputs, columns, rows, outputs: width } = predictions.dataset;
    do {
      const from = this.#round.next;
      const end = Math.min(rows, from + rowsAtOnce);
      const given = network.predict(inputs.subarray(from * columns, end * columns));
      given.forEach((row, index) => predictions.outputs.set(row, (from + index) * width));
      this.#round.next = end;
    } while (this.#round.next < rows && performance.now() < until);
    if (this.#round.next < rows) return false;
    this.#newest.value = { samples: this.#selected!.samples, predictions };
    this.#round = null;
    return true;
  }

  /** Null where samples and network belong to different choices. */
  #begin(network: Network) {
    const samples = this.session.samples.peek();
    if (this.#selected?.samples !== samples) {
      this.#selected = { samples, dataset: samples.test ?? samples.train };
    }
    const { dataset } = this.#selected;
    const reading = readingOf(samples, network.config.loss);
    if (network.inputs !== dataset.columns || network.outputs !== dataset.outputs) return null;
    const outputs = new Float32Array(dataset.rows * dataset.outputs);
    return { network, predictions: { dataset, isTest: samples.test !== null, reading, outputs }, next: 0 };
  }
}
