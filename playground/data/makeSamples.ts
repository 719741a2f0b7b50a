/** Makes the samples of a training from the choices: generated or from an opened file, split into training and test. */
import { makeDigits } from "../../src/data/digits/digits.js";
import { DataError } from "../../src/errors.js";
import { presetOf } from "../../src/explain/presets.js";
import { Dataset } from "../../src/data/dataset.js";
import { splitRows } from "../../src/data/split.js";
import type { Choices, Samples } from "../sessionTypes.js";
import type { OpenedFile } from "./openFiles.js";
import { makePlaneSamples, planeRange } from "./planeSamples.js";

type DataChoices = Pick<Choices, "data" | "noise" | "rows" | "test" | "seed">;

/**
 * Generates the samples, or takes those of the file, and splits off the test samples.
 *
 * @param opened the file for `choices.data === "file"`
 * @throws DataError where that is missing
 */
export function makeSamples(choices: DataChoices, opened: OpenedFile | null): Samples {
  const all = allSamplesOf(choices, opened);
  const { rows } = all;
  const held = Math.round(rows * choices.test);
  const split = held >= 1 && held < rows ? splitRows(rows, choices.test, choices.seed) : null;
  return {
    train: split ? all.select(split.train) : all,
    test: split && all.select(split.validation),
    kind: all.image ? "images" : choices.data === "file" ? opened!.kind : kindOf(choices),
    range: choices.data === "file" ? opened!.range : planeRange,
    inputNames: all.inputNames ?? pixelNames(all),
    classNames: all.classNames,
    file: choices.data === "file" ? opened!.name : null,
  };
}

const kindOf = ({ data }: DataChoices) => (data === "mazur" ? "table" : "plane");

function allSamplesOf({ data, noise, rows, seed }: DataChoices, opened: OpenedFile | null): Dataset {
  switch (data) {
    case "mazur": {
      const { inputs, targets } = presetOf("mazur");
      return Dataset.from(inputs, targets, { inputNames: ["i1", "i2"] });
    }
    case "digits":
      return digits(rows, seed);
    case "file":
      if (!opened) throw new DataError("data: expected an open file, got none. Open a file.");
      return opened.dataset;
    default:
      return makePlaneSamples(data, noise, rows, seed);
  }
}

let lastDigits: { seed: number; dataset: Dataset } | null = null;

/** Generating a digit takes 40 µs. Image i depends on the seed and i alone, so fewer rows are taken from the last ones. */
function digits(rows: number, seed: number): Dataset {
  if (!lastDigits || lastDigits.seed !== seed || lastDigits.dataset.rows < rows) {
    lastDigits = { seed, dataset: makeDigits({ rows, seed }) };
  }
  const { dataset } = lastDigits;
  return dataset.rows === rows ? dataset : dataset.select(Array.from({ length: rows }, (_, row) => row));
}

function pixelNames({ columns, image }: Dataset): string[] {
  const width = image?.[1] ?? columns;
  return Array.from({ length: columns }, (_, at) => `${Math.floor(at / width) + 1},${(at % width) + 1}`);
}
