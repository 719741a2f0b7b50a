/** Settings of the loss. */
import { lossNames } from "../functions/losses.js";
import type { Group } from "./kinds.js";
import { fraction, notNegative, positive } from "./limits.js";

export const lossRecords = {
  heading: "Loss",
  settings: {
    loss: {
      scope: "network",
      type: "choice",
      names: lossNames,
      typeName: "LossName",
      completed: true,
      usual: "`halfSquaredError`; `crossEntropy` for softmax outputs",
      flag: "--loss <name>",
      traits: ["changesLoss", "ofModel"],
      meaning: "what training minimises",
      alsoCalled: ["cost", "criterion", "objective"],
    },
    huberDelta: {
      scope: "network",
      ...positive,
      default: 1,
      flag: "--huber-delta <error>",
      traits: ["changesLoss", "ofLoss"],
      meaning: "error at which the Huber loss changes from quadratic to linear",
    },
    quantile: {
      scope: "network",
      type: "number",
      above: 0,
      below: 1,
      default: 0.5,
      flag: "--quantile <part>",
      traits: ["changesLoss", "ofLoss"],
      meaning: "τ of pinball: the part of the targets that should lie below the outputs",
    },
    labelSmoothing: {
      scope: "network",
      ...fraction,
      default: 0,
      flag: "--label-smoothing <fraction>",
      traits: ["changesLoss", "ofLoss", "notedInTrace"],
      called: "label smoothing",
      meaning: "ε of crossEntropy: targets become (1 − ε) t + ε / classes",
    },
    classWeights: {
      scope: "training",
      type: "either",
      forms: [
        { type: "word", word: "balanced" },
        { type: "list", of: notNegative },
        { type: "named", of: notNegative },
      ],
      expected: '"balanced", a list of numbers, or an object such as { "rare": 5 }',
      example: "cat=1,dog=2.5",
      typeName: "ClassWeights",
      usual: "all 1",
      flag: "--class-weights <weights>",
      traits: ["refusedByLesson"],
      meaning: "weight of each class's samples in the loss; balanced: rows / (classes · rows of the class)",
      alsoCalled: ["classWeight"],
    },
    reduction: {
      scope: "network",
      type: "choice",
      names: ["mean", "sum"],
      default: "mean",
      flag: "--reduction <name>",
      traits: ["changesLoss", "ofModel"],
      meaning: "how the losses and gradients of a batch's samples are combined",
    },
  },
} as const satisfies Group;
