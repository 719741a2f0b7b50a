/**
 * How training and evaluation from sources of rows come to a network: `enableRows.ts` brings them. A bundle has them only if the
 * program asks for them. Only types are imported here.
 */
import type { RowSource } from "../../data/rows/rowSource.js";
import { ConfigError } from "../../errors.js";
import type { PlanUse } from "../../network/layout.js";
import type { Plan } from "../../network/plan.js";
import type { NetworkConfig, TrainingConfig } from "../../settings/generated/types.js";
import type { Engine } from "../engine.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import type { CommonParts } from "../loop/parts.js";
import type { ThreadPlan } from "../loop/threads.js";
import type { KnownNames } from "../networkData.js";
import type { PlacedRows } from "./placeRows.js";
import type { RowData } from "./rowParts.js";

/** What `fit` was given beside a source. */
export interface GivenRows {
  readonly validation: unknown;
  readonly windowRows: number | undefined;
}

/** Training and evaluation from sources of rows. */
export interface RowTraining {
  /** The rows that `fit` trains and validates on; see `rowsFor.ts`. */
  dataOf(
    source: RowSource,
    given: GivenRows,
    training: TrainingConfig,
    config: NetworkConfig,
    known: KnownNames,
  ): { data: RowData; names: KnownNames };
  /** What a training uses of them, how the plan is laid out, and how their windows come into memory. */
  use(
    engine: Engine,
    data: RowData,
    settings: TrainingConfig,
  ): Promise<{
    parts: CommonParts;
    plan: (threads: ThreadPlan) => PlanUse;
    place: (plan: Plan) => PlacedRows;
  }>;
  /** See `Network.evaluateRows`. */
  evaluate(engine: Engine, source: RowSource, known: KnownNames): Promise<Evaluation>;
}

let used: RowTraining | null = null;

/** Brings them to all networks. */
export function useRowTraining(training: RowTraining): void {
  used = training;
}

/** @throws ConfigError in a bundle without `enableRows` */
export function rowTraining(): RowTraining {
  if (used) return used;
  throw new ConfigError(
    "rows: this bundle leaves out training from sources of rows. Call enableRows() once.",
  );
}
