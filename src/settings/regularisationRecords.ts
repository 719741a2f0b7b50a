/** Settings against overfitting, and limits of gradients and weights. 0 turns each of them off. */
import type { Group } from "./kinds.js";
import { fraction, notNegative } from "./limits.js";

export const regularisationRecords = {
  heading: "Regularisation",
  settings: {
    l1: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--l1 <rate>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "l1",
      meaning: "adds l1 · sign(w) to the gradient of each weight",
    },
    l2: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--l2 <rate>",
      traits: ["buffered", "refusedByLesson", "notedInTrace"],
      called: "l2",
      meaning: "adds l2 · w to the gradient of each weight",
      alsoCalled: ["regularization"],
    },
    weightDecay: {
      scope: "training",
      ...notNegative,
      completed: true,
      usual: "`0`; adamw `0.01`",
      commandLine: "`0.02`; textbook: `0`; adamw `0.01`",
      flag: "--weight-decay <rate>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "weight decay",
      meaning: "w ← w − η · weightDecay · w before each update; biases do not decay",
      alsoCalled: ["decay"],
    },
    weightAverage: {
      scope: "training",
      ...fraction,
      default: 0,
      flag: "--weight-average <decay>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace", "fixedInResume"],
      called: "weight average",
      meaning:
        "decay of the moving average of weights and biases over updates, such as 0.99; held-out samples are measured with the average, and the network ends with it",
      alsoCalled: ["ema", "emaMomentum", "useEma"],
    },
    dropout: {
      scope: "network",
      ...fraction,
      default: 0,
      commandLine: "`0`, `0.1` for more than 2,400 rows, `0.4` for images; textbook: `0`",
      flag: "--dropout <fraction>",
      meaning:
        "fraction of the hidden units that each training step leaves out; the others count 1 / (1 − dropout)",
      alsoCalled: ["dropoutRate"],
    },
    inputNoise: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--input-noise <deviation>",
      traits: ["refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "input noise",
      meaning: "standard deviation of normal noise that training adds to the inputs",
    },
    clipValue: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--clip-value <limit>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "clip value",
      meaning: "limit of each element of the gradient; 0: no limit",
    },
    clipNorm: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--clip-norm <limit>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "clip norm",
      meaning: "limit c of the norm of the whole gradient: g ← g · min(1, c / ‖g‖); 0: no limit",
    },
    maxNorm: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--max-norm <limit>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "max norm",
      meaning:
        "limit of the norm of the weights into each unit, after each update; tied weights count in the layer that owns them; 0: no limit",
    },
  },
} as const satisfies Group;
