/** The settings of a search, which a config file has under `search`. */
import type { ObjectKind } from "./kinds.js";
import { anyNumber, count, wholeNumber } from "./limits.js";

/** What one dimension of the space may be; `src/train/search/space.ts` checks how its parts fit. */
export const dimensionKinds = {
  choices: {
    type: "object",
    expected: '{ "choices": […] }',
    details: {
      choices: {
        type: "list",
        of: { type: "any", typeName: "unknown" },
        required: true,
        usual: "required, or an interval",
        meaning: "values to choose from",
      },
    },
  },
  interval: {
    type: "object",
    expected: '{ "low": …, "high": … }',
    details: {
      low: { ...anyNumber, required: true, usual: "required, or choices", meaning: "smallest value" },
      high: { ...anyNumber, required: true, usual: "required, or choices", meaning: "largest value" },
      scale: {
        type: "choice",
        names: ["linear", "log"],
        default: "linear",
        meaning: "how values are drawn: uniformly, or (log) uniformly on a logarithmic scale",
      },
      integer: { type: "flag", default: false, meaning: "whether the values are whole numbers" },
    },
  },
} as const satisfies Record<string, ObjectKind>;

export const searchKind = {
  type: "object",
  expected: 'an object such as { "space": { "batchSize": { "choices": [16, 64] } }, "trials": 20 }',
  types: { input: "SearchInput", complete: "SearchSettings" },
  details: {
    space: {
      type: "any",
      typeName: "Space",
      schema: {
        type: "named",
        of: { type: "either", forms: [dimensionKinds.choices, dimensionKinds.interval] },
      },
      required: true,
      usual: "required",
      meaning: "settings that vary, by path: `{ choices }` or `{ low, high, scale, integer }` for each",
    },
    method: {
      type: "choice",
      names: ["random", "halving", "tpe"],
      default: "random",
      meaning:
        "random: all trials for all epochs; halving: most of them for few epochs [Jamieson & Talwalkar 2016]; tpe: points near those that did well [Bergstra et al. 2011]",
    },
    trials: { ...count, default: 20, meaning: "number of points to try" },
    epochs: { ...count, completed: true, usual: "`epochs`", meaning: "largest number of epochs of a trial" },
    factor: {
      type: "integer",
      least: 2,
      default: 3,
      meaning: "for halving: one trial in this many continues, for this many times as many epochs",
    },
    generation: {
      ...count,
      default: 4,
      meaning: "for tpe: points that are proposed together, from the results of all points before them",
    },
    metric: {
      type: "text",
      expected: "the name of a metric",
      default: "validation loss",
      meaning: "what trials are compared by: validation loss, or a metric of `Network.evaluate`",
    },
    seed: { ...wholeNumber, completed: true, usual: "`seed`", meaning: "seed of the points" },
  },
} as const satisfies ObjectKind;
