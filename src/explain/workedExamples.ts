/**
 * The two worked examples that people calculate by hand, from `presets.ts`, with the errors that the stated rule
 * gives. All intermediate figures are in `test/golden/`.
 *
 * The errors were computed in binary64 by an independent program (CPython, `math.exp`) and checked with decimal
 * arithmetic of 40 digits.
 */
import type { PlainParameters } from "../network/parameters.js";
import { checkConfig } from "../settings/configuration.js";
import { type Preset, presetOf } from "./presets.js";
import { readParameters } from "./writtenParameters.js";

export interface WorkedExample {
  name: string;
  config: Preset["config"];
  /** By layer: weights [inputs × units] row-major, biases [1] if shared, [0] if there are none. */
  parameters: readonly PlainParameters[];
  inputs: readonly number[];
  targets: readonly number[];
  /** The error after some numbers of rounds. */
  errors: readonly { rounds: number; error: number }[];
}

/** The network of a preset that has weights and a single pattern. */
function exampleOf(name: string, preset: Preset, errors: WorkedExample["errors"]): WorkedExample {
  // the mean over one pattern is the sum; the precision defaults to that of other networks
  const config = { ...preset.config, reduction: "mean", precision: "float32", epochs: 10_000 } as const;
  const parameters = readParameters({ config: checkConfig(config) }, preset.parameters!);
  return { name, config, parameters, inputs: preset.inputs[0]!, targets: preset.targets[0]!, errors };
}

/** The 2-2-2 network. */
export const mazur = /* @__PURE__ */ exampleOf("2-2-2 worked example", /* @__PURE__ */ presetOf("mazur"), [
  { rounds: 0, error: 0.2983711087600027 },
  { rounds: 1, error: 0.29102777369359933 },
  { rounds: 10_000, error: 3.510187782978859e-5 },
]);

/** The 3-3-2 network with the third row of weights as its document prints it. */
export const matrixAsPrinted = /* @__PURE__ */ exampleOf(
  "3-3-2 worked example, matrix as printed",
  /* @__PURE__ */ presetOf("matrix", "printed"),
  [
    { rounds: 0, error: 0.6112104379834655 },
    { rounds: 1, error: 0.5366688211093621 },
    { rounds: 10_000, error: 2.2910875001243374e-7 },
  ],
);

/** The same with a third row that gives the signals that its document uses. */
export const matrixBySignals = /* @__PURE__ */ exampleOf(
  "3-3-2 worked example, signals as printed",
  /* @__PURE__ */ presetOf("matrix", "consistent"),
  [
    { rounds: 0, error: 0.5922775269212409 },
    { rounds: 1, error: 0.5261726335300504 },
    { rounds: 10_000, error: 2.2543579877463486e-7 },
  ],
);

export const workedExamples: readonly WorkedExample[] = [mazur, matrixAsPrinted, matrixBySignals];
