/**
 * A plan for some rows that stays ready between answers. It takes no memory of its own: it lies above everything that is taken
 * when it is laid out, and is given back at once. As long as nobody takes memory, nobody writes there, and the plan can run
 * again. Otherwise it is laid out again. So it never runs on memory that belongs to another plan, and the memory of a network
 * does not grow by it.
 */
import type { Plan } from "../../network/plan.js";
import { applyScaler, refuseNotFinite, type Scalers } from "../../network/scaling.js";
import { columnsOf } from "../../settings/inputColumns.js";
import type { Floats } from "../../wasm/kernels.js";
import type { Engine } from "../engine.js";

/** What is known of the plan while it is valid. */
interface Ready {
  readonly plan: Plan;
  /** How often memory had been taken when it was laid out. */
  readonly takes: number;
  readonly scalers: Scalers;
  /** [rows × inputs of the first layer], a view of the plan's samples. */
  readonly inputs: Floats;
  /** [rows × outputs], a view of its answers. */
  readonly answers: Floats;
}

export class PreparedPlan {
  /** [rows × columns] the rows to answer, in the units of the data; NaN where a number is missing. */
  readonly values: Float64Array;
  readonly #engine: Engine;
  readonly #columns: number;
  /** Inputs of the first layer. */
  readonly #width: number;
  #ready: Ready | null = null;

  constructor(
    engine: Engine,
    readonly rows: number,
  ) {
    this.#engine = engine;
    this.#columns = columnsOf(engine.config);
    this.#width = engine.config.layers[0]!.inputs;
    this.values = new Float64Array(rows * this.#columns);
  }

  /**
   * Answers the first rows.
   *
   * @param count how many (default: all)
   * @param first number of the first of them, for errors
   * @returns [rows × outputs], of which the first `count` rows are answers: a view of the network's memory, not scaled back: valid until the network next does something
   * @throws ConfigError for bins that were not measured yet; DataError for a row that is not finite once it is scaled
   */
  run(count = this.rows, first = 0): Floats {
    const engine = this.#engine;
    let ready = this.#ready;
    if (
      ready === null ||
      ready.takes !== engine.takes ||
      ready.scalers !== engine.scalers ||
      ready.inputs.length === 0 // the memory grew, and the view is detached
    ) {
      ready = this.#ready = this.#layOut(count);
    } else {
      const isAll = count === this.rows;
      const to = isAll ? ready.inputs : ready.inputs.subarray(0, count * this.#width);
      const values = isAll ? this.values : this.values.subarray(0, count * this.#columns);
      const { inputs } = ready.scalers;
      applyScaler(to, values, inputs);
      refuseNotFinite("inputs", to, values, this.#columns, inputs, first);
    }
    ready.plan.run("evaluate", 0, count);
    return ready.answers;
  }

  #layOut(count: number): Ready {
    const engine = this.#engine;
    const { rows, values } = this;
    this.#ready = null;
    // rows of earlier questions might not fit any more
    for (let row = count; row < rows; row++) values.copyWithin(row * this.#columns, 0, this.#columns);
    const plan = engine.plan({ batch: rows, pass: "forward", answers: rows });
    try {
      const placed = plan.place({ inputs: values, rows, targets: null, labels: null });
      plan.use(placed);
      plan.keepsAnswers = true;
      const inputs = engine.view(placed.inputs, rows * this.#width);
      const { takes, scalers } = engine;
      return { plan, takes, scalers, inputs, answers: plan.answers(rows) };
    } finally {
      plan.close();
    }
  }
}
