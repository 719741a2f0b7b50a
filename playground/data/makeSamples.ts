/** Makes the samples of a training from the choices: generated or from an opened file, split into training and test. */
import { makeDigits } from "../../src/data/digits/digits.js";
import { DataError } from "../../src/errors.js";
import { Dataset } from "../../src/data/dataset.js";
import { splitDataset } from "../../src/data/split.js";
import { dataSeedOf, isPlane } from "../choices.js";
import type { Choices, PlaneView, Samples } from "../sessionTypes.js";
import { planeOf } from "../views/planeView.js";
import { isWorked, nameStyleOf, workedInputNames } from "../worked/examples.js";
import { workedSamples } from "../worked/ownNumbers.js";
import type { OpenedFile } from "./openFiles.js";
import { plainFeatures, withFeatures } from "./features.js";
import { makePlaneSamples, makeWave, planeRange } from "./planeSamples.js";

type DataChoices = Pick<
  Choices,
  | "data"
  | "noise"
  | "rows"
  | "features"
  | "test"
  | "seed"
  | "dataSeed"
  | "target"
  | "hidden"
  | "inputs"
  | "targets"
>;

/**
 * Generates the samples, or takes those of the file, and splits off the test samples.
 *
 * @param opened the file for `choices.data === "file"`
 * @throws DataError where that is missing
 */
export function makeSamples(choices: DataChoices, opened: OpenedFile | null): Samples {
  const points = allSamplesOf(choices, opened);
  const all = isPlane(choices.data) ? withFeatures(points, choices.features) : points;
  const { rows } = all;
  const held = Math.round(rows * choices.test);
  const split = held >= 1 && held < rows ? splitDataset(all, choices.test, dataSeedOf(choices)) : null;
  const kind = all.image ? "images" : choices.data === "file" ? opened!.kind : kindOf(choices);
  return {
    all,
    split,
    train: split ? all.select(split.train) : all,
    test: split && all.select(split.validation),
    kind,
    plane: kind === "plane" ? planeFor(choices, points, split) : null,
    inputNames: all.inputNames ?? pixelNames(all),
    nameStyle: nameStyleOf(choices.data),
    classNames: all.classNames,
    file: choices.data === "file" ? opened!.name : null,
  };
}

/** The four points of XOR have a picture: two inputs, one output. */
function kindOf({ data }: DataChoices): Samples["kind"] {
  return data === "xor4" || isPlane(data) ? "plane" : "table";
}

/** The plane of points x and y. Generated points have a fixed range; those of a file have one for each axis. */
function planeFor({ data, features }: DataChoices, points: Dataset, split: Samples["split"]): PlaneView {
  const range = isPlane(data) ? planeRange : isWorked(data) ? rangeAround(points) : null;
  return planeOf(points, split, range, isPlane(data) ? features : plainFeatures);
}

/** The unit square and all inputs, with a margin. */
function rangeAround({ inputs }: Dataset): [low: number, high: number] {
  const margin = 0.25;
  return [Math.min(0, ...inputs) - margin, Math.max(1, ...inputs) + margin];
}

function allSamplesOf(choices: DataChoices, opened: OpenedFile | null): Dataset {
  const { data, noise, rows, seed, hidden } = choices;
  if (isWorked(data)) {
    const { inputs, targets } = workedSamples(data, choices);
    return Dataset.from(inputs, targets, { inputNames: workedInputNames(data, hidden) });
  }
  switch (data) {
    case "digits":
      return digits(rows, seed);
    case "file":
      if (!opened) throw new DataError("data: expected an open file, got none. Open a file.");
      return opened.dataset;
    case "wave":
      return makeWave(noise, rows, dataSeedOf(choices));
    default:
      return makePlaneSamples(data, noise, rows, dataSeedOf(choices));
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
