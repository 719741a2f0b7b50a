/** Settings about which rows train, which are held out, and which test the model at the end. */
import type { Setting } from "./kinds.js";

const column = { scope: "file", type: "text", expected: "the name of a column" } as const;
const file = { scope: "file", type: "text", expected: "the name of a file", isPath: true } as const;

export const divisionRecords = {
  group: {
    ...column,
    flag: "--group <column>",
    meaning: "column whose rows with the same value are all held out or all train; it is not an input",
  },
  time: {
    ...column,
    flag: "--time <column>",
    meaning:
      "column with the time of each row, numbers or dates: the last rows are held out; it is not an input",
  },
  split: {
    ...column,
    flag: "--split <column>",
    meaning: "column with the part of each row: train, validation or test; it is not an input",
  },
  validationData: {
    ...file,
    flag: "--validation-data <file>",
    meaning: "file of the rows to hold out, in place of a part of the data",
  },
  validationLabels: { ...file, flag: "--validation-labels <file>", meaning: "its IDX labels" },
  test: {
    ...file,
    flag: "--test <file>",
    meaning: "file to measure the trained model on at the end",
  },
  testLabels: { ...file, flag: "--test-labels <file>", meaning: "its IDX labels" },
} as const satisfies Readonly<Record<string, Setting>>;
