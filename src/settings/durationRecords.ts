/** Settings that say how long training lasts. */
import type { Group } from "./kinds.js";
import { count, fraction, notNegative, positive } from "./limits.js";

export const durationRecords = {
  heading: "Duration",
  settings: {
    validation: {
      scope: "training",
      ...fraction,
      default: 0,
      commandLine: "1/6 of generated digits, else 0",
      flag: "--validation <fraction>",
      traits: ["fixedInSearch"],
      meaning: "fraction of the data to hold out and measure on, such as 0.2",
      alsoCalled: ["validationSplit", "val", "testSize"],
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
          meaning: "smallest change of the loss that counts as an improvement",
        },
        monitor: {
          type: "choice",
          names: ["validation", "loss"],
          default: "validation",
          meaning: "which loss has to fall: that of the held-out data, or of training",
        },
        restoreBest: {
          type: "flag",
          default: true,
          meaning: "whether the weights of the best epoch are restored",
        },
      },
      default: false,
      traits: ["looksAtEpochs"],
      flag: "--early-stopping <epochs>",
      meaning:
        "ends training when the loss no longer falls: the patience in epochs, or an object with details",
      alsoCalled: ["patience"],
    },
    targetLoss: {
      scope: "training",
      ...notNegative,
      usual: "off",
      flag: "--target-loss <loss>",
      traits: ["looksAtEpochs", "refusedByLesson"],
      meaning: "ends training when the training loss is this low",
      alsoCalled: ["errorThresh", "tol"],
    },
    timeLimit: {
      scope: "training",
      ...positive,
      usual: "off",
      flag: "--time-limit <seconds>",
      traits: ["refusedByLesson"],
      meaning: "ends training after this many seconds",
      alsoCalled: ["timeout"],
    },
    stepLimit: {
      scope: "training",
      ...count,
      usual: "off",
      flag: "--step-limit <updates>",
      traits: ["looksAtEpochs", "refusedByLesson"],
      meaning: "ends training after this many updates",
      alsoCalled: ["maxSteps"],
    },
    warmStart: {
      scope: "training",
      type: "flag",
      default: true,
      traits: ["fixedInSearch"],
      meaning: "whether `fit` continues from the present weights, or draws new ones",
    },
  },
} as const satisfies Group;
