/** Settings that say how long training lasts. */
import { monitorNames } from "../functions/metrics.js";
import type { Group } from "./kinds.js";
import { count, fraction, notNegative, positive } from "./limits.js";

export const durationRecords = {
  heading: "Duration",
  settings: {
    validation: {
      scope: "training",
      ...fraction,
      default: 0,
      commandLine:
        "1/6 of generated digits, else `0.15`, `0.1` of images, `0` of fewer than 40 rows; textbook: 1/6 of generated digits, else `0`",
      flag: "--validation <fraction>",
      traits: ["fixedInSearch"],
      meaning: "fraction of the data to hold out and measure on, such as 0.2",
      alsoCalled: ["validationSplit", "val", "testSize"],
    },
    stratify: {
      scope: "training",
      type: "flag",
      default: true,
      flag: "--no-stratify",
      traits: ["fixedInSearch"],
      meaning: "whether each class has the same proportion in the part held out as in all data",
      alsoCalled: ["stratified"],
    },
    trainingMetrics: {
      scope: "training",
      type: "flag",
      default: false,
      flag: "--training-metrics",
      traits: ["looksAtEpochs", "freeInResume"],
      meaning:
        "measures accuracy, or rmse, mae and r2, on the training samples too after each epoch, which costs a forward pass",
    },
    earlyStopping: {
      scope: "training",
      type: "object",
      short: "patience",
      off: false,
      expected: 'a number of epochs, an object such as { "patience": 10 }, or false',
      example: "patience=20,monitor=loss",
      types: { input: "EarlyStoppingInput", complete: "EarlyStoppingSettings" },
      details: {
        patience: { ...count, default: 10, meaning: "epochs in a row without improvement" },
        minChange: {
          ...notNegative,
          default: 0,
          meaning: "smallest change of what is monitored that counts as an improvement",
        },
        monitor: {
          type: "choice",
          names: monitorNames,
          typeName: "Monitor",
          default: "validation",
          meaning:
            "what has to improve: the loss of the held-out data (validation) or of training (loss), or a metric of the held-out data",
        },
        restoreBest: {
          type: "flag",
          default: true,
          meaning: "whether the weights of the best epoch are restored",
        },
      },
      default: false,
      commandLine: "off, but keeps the weights with the lowest held-out loss; textbook: off",
      traits: ["looksAtEpochs"],
      flag: "--early-stopping <epochs>",
      meaning:
        "ends training when what it monitors no longer improves: the patience in epochs, or an object with details",
      alsoCalled: ["patience"],
    },
    targetLoss: {
      scope: "training",
      ...notNegative,
      usual: "off",
      flag: "--target-loss <loss>",
      traits: ["looksAtEpochs", "refusedByLesson", "freeInResume"],
      meaning: "ends training when the training loss is this low",
      alsoCalled: ["errorThresh", "tol"],
    },
    timeLimit: {
      scope: "training",
      ...positive,
      usual: "off",
      flag: "--time-limit <seconds>",
      traits: ["refusedByLesson", "freeInResume"],
      meaning: "ends training after this many seconds",
      alsoCalled: ["timeout"],
    },
    stepLimit: {
      scope: "training",
      ...count,
      usual: "off",
      flag: "--step-limit <updates>",
      traits: ["looksAtEpochs", "refusedByLesson", "freeInResume"],
      meaning: "ends training after this many updates",
      alsoCalled: ["maxSteps"],
    },
    warmStart: {
      scope: "training",
      type: "flag",
      default: true,
      traits: ["fixedInSearch", "freeInResume"],
      meaning:
        "whether `fit` continues from the present weights and scaling, or draws new weights and measures again",
    },
  },
} as const satisfies Group;
