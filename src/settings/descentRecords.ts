/** Settings of the descent: optimiser, learning rate, batches, epochs. */
import { type OptimizerKind, optimizers, optimizersWhere } from "../functions/optimizers.js";
import { type ScheduleName, schedules } from "../functions/schedules.js";
import type { Details, Group } from "./kinds.js";
import { count, positive, wholeNumber } from "./limits.js";

/** The details of each record of a table, by name. */
function detailsOf<Name extends string>(
  records: Readonly<Record<Name, { readonly details: Details }>>,
): Readonly<Record<Name, Details>> {
  const entries = Object.entries<{ readonly details: Details }>(records);
  return Object.fromEntries(entries.map(([name, { details }]) => [name, details])) as Record<Name, Details>;
}

const fullBatchKinds = /* @__PURE__ */ optimizersWhere(({ fullBatch }) => fullBatch);

export const descentRecords = {
  heading: "Descent",
  settings: {
    optimizer: {
      scope: "training",
      type: "kinds",
      kinds: /* @__PURE__ */ detailsOf<OptimizerKind>(optimizers),
      shared: {
        learningRate: {
          ...positive,
          completed: true,
          usual: "by optimiser; for sgd 1 for sigmoid outputs, else 0.05",
          commandLine:
            "`0.006`, `0.002` for images; textbook: by optimiser; for sgd 1 for sigmoid outputs, else 0.05",
          flag: "--learning-rate <rate>",
          alsoCalled: ["lr", "rate", "eta", "learning_rate"],
          meaning: "η: size of a step; for irpropMinus the size of the first one",
        },
      },
      usualKind: "sgd",
      example: "adam:beta1=0.9,epsilon=1e-8",
      expected: 'the name of an optimiser, or an object such as { "kind": "adam", "learningRate": 0.001 }',
      types: { input: "OptimizerInput", complete: "OptimizerConfig", name: "OptimizerKind" },
      default: "sgd",
      commandLine: "`adamw`; textbook: `sgd`",
      flag: "--optimizer <kind>",
      meaning: "how weights follow the gradient: a name, or an object with details",
      alsoCalled: ["solver", "optim", "optimiser"],
    },
    inputScaleRate: {
      scope: "training",
      ...positive,
      default: 1,
      flag: "--input-scale-rate <factor>",
      meaning: "factor of the learning rate for the factors of the inputs, of `inputScale` and `members`",
    },
    schedule: {
      scope: "training",
      type: "kinds",
      kinds: /* @__PURE__ */ detailsOf<ScheduleName>(schedules),
      example: "step:every=10,factor=0.5",
      expected: 'a name, or an object such as { "kind": "step", "every": 10 }',
      types: { input: "ScheduleInput", complete: "Schedule", name: "ScheduleName" },
      default: "constant",
      commandLine: "`oneCycle`; textbook: `constant`",
      flag: "--schedule <kind>",
      meaning: "how the learning rate changes over time: a name, or an object with details",
      alsoCalled: ["scheduler", "lrSchedule"],
    },
    batchSize: {
      scope: "training",
      type: "either",
      forms: [count, { type: "word", word: "full" }],
      completed: true,
      usual: `\`16\`; \`full\` for ${/* @__PURE__ */ fullBatchKinds.join(" and ")}, which take nothing else`,
      commandLine: `\`32\`, \`128\` for more than 2,400 rows, \`64\` for images; textbook: \`16\`; \`full\` for ${/* @__PURE__ */ fullBatchKinds.join(" and ")}, which take nothing else`,
      flag: "--batch <rows>",
      meaning: "samples per update, or full for all",
      alsoCalled: ["batch", "batch_size", "miniBatch"],
    },
    epochs: {
      scope: "training",
      ...wholeNumber,
      default: 10,
      commandLine:
        "`50`, `30` for more than 2,400 rows, `15` for more than 12,000; for images `20`, `10` for more than 12,000; textbook: enough for 10,000 updates, but 10 to 500",
      flag: "--epochs <n>",
      traits: ["fixedInSearch", "freeInResume"],
      meaning: "passes over the data",
      alsoCalled: ["iterations", "maxIter"],
    },
    shuffle: {
      scope: "training",
      type: "flag",
      default: true,
      flag: "--no-shuffle",
      meaning: "each epoch takes the samples in a new order",
    },
  },
} as const satisfies Group;
