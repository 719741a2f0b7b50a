/**
 * Writes choices as a link and reads them back: short keys after the `#`, for those choices that differ from the
 * defaults of the data, as in `#data=circles&hidden=4t,2r&lr=0.03`. Reading applies all valid choices and reports
 * the others.
 */
import { oneOf, show } from "../src/wording.js";
import { type ActivationName, activationNames, hiddenActivationNames } from "../src/functions/activations.js";
import { lossesFor, lossNames } from "../src/functions/losses.js";
import { optimizerKinds } from "../src/functions/optimizers.js";
import { didYouMean } from "../src/nearest.js";
import {
  type Choices,
  columnKinds,
  type ColumnKinds,
  dataNames,
  engineNames,
  featureNames,
  type Language,
  type OwnName,
  ownNames,
  speedNames,
} from "./sessionTypes.js";
import { ownLengths, workedNames } from "./worked/examples.js";
import { firstView, type View } from "./view.js";
import { readView, viewKeys, writeView } from "./viewLink.js";
import {
  defaultsOf,
  expectedOf,
  firstChoices,
  isWithin,
  type LimitedName,
  limits,
  mostLayers,
  applyChange,
} from "./choices.js";

export interface Link {
  choices: Choices;
  /** Null where the link does not name one. */
  language: Language | null;
  /** The file that the link belongs to, which it does not hold; null for other data. */
  file: LinkedFile | null;
  view: View;
  /** What was wrong, each with the value used instead. In English, like the library's errors. */
  complaints: string[];
}

/** A file that a link names, and the choices of the link for it. */
export interface LinkedFile {
  /** Null where the link has no name. */
  name: string | null;
  choices: Partial<Choices>;
}

const keys = {
  data: "data",
  noise: "noise",
  rows: "rows",
  features: "features",
  dataSeed: "dataseed",
  target: "target",
  columns: "columns",
  test: "test",
  hidden: "hidden",
  output: "output",
  loss: "loss",
  optimizer: "optimizer",
  learningRate: "lr",
  batchSize: "batch",
  l1: "l1",
  l2: "l2",
  dropout: "dropout",
  seed: "seed",
  precision: "precision",
  engine: "engine",
  speed: "speed",
  inputs: "inputs",
  targets: "targets",
  weights: "weights",
  biases: "biases",
} as const satisfies Record<keyof Choices, string>;

/** Letters for the activations of hidden layers. Full names are read too. */
const letters: Readonly<Partial<Record<ActivationName, string>>> = {
  sigmoid: "s",
  tanh: "t",
  relu: "r",
  leakyRelu: "l",
  elu: "e",
  gelu: "g",
  identity: "i",
};

/** Keys besides those of choices. */
const otherKeys = ["file", "lang", ...viewKeys];

/**
 * The text after the `#`; empty where all choices are defaults.
 *
 * @param file the name of the opened file
 */
export function writeLink(
  choices: Choices,
  language: Language,
  file: string | null = null,
  view: View = firstView,
): string {
  const usual = usualOf(choices.data, choices);
  const begun = defaultsOf(choices.data);
  const compared: Partial<Record<keyof Choices, Choices>> = {
    data: firstChoices,
    optimizer: begun,
    output: begun,
  };
  const written = (Object.keys(keys) as (keyof Choices)[]).flatMap((name) => {
    const value = writeValue(choices, name);
    const isUsual = value === writeValue(compared[name] ?? usual, name);
    return isUsual ? [] : [`${keys[name]}=${value}`];
  });
  if (choices.data === "file" && file !== null) written.push(`file=${encodeURIComponent(file)}`);
  if (language !== "en") written.push(`lang=${language}`);
  return [...written, ...writeView(view)].join("&");
}

/** The defaults of the other choices once these are given: an optimiser sets its rate, an output its loss. */
function usualOf(data: Choices["data"], { optimizer, output }: Partial<Choices>): Choices {
  return applyChange(defaultsOf(data), { ...(optimizer && { optimizer }), ...(output && { output }) });
}

function writeValue(choices: Choices, name: keyof Choices): string {
  if (isOwn(name)) return choices[name]?.map(written).join(",") ?? ofExample;
  if (name === "features") return choices.features.join(",");
  if (name === "target") return choices.target === null ? lastColumn : encodeURIComponent(choices.target);
  if (name === "columns") return encodeURIComponent(writeColumns(choices.columns)) || asFound;
  if (name === "dataSeed") return choices.dataSeed === null ? asSeed : String(choices.dataSeed);
  if (name !== "hidden") return String(choices[name]);
  const layers = choices.hidden.map(({ units, activation }) => units + (letters[activation] ?? activation));
  return layers.join(",") || "none";
}

/** Stands for the numbers of the example in messages; a link does not write it. */
const ofExample = "the numbers of the example";
const [lastColumn, asFound, asSeed] = ["the last column", "what the columns hold", "the seed"];

function isOwn(name: keyof Choices): name is OwnName {
  return (ownNames as readonly string[]).includes(name);
}

/** All digits, and no plus sign, which would be read as a space. */
const written = (value: number) => String(value).replace("e+", "e");

/** Reads the text after the `#`. Never throws. */
export function readLink(text: string): Link {
  const complaints: string[] = [];
  const given = new URLSearchParams(text.replace(/^#/, ""));
  const names = new Map(Object.entries(keys).map(([name, key]) => [key as string, name as keyof Choices]));
  const known = [...names.keys(), ...otherKeys];
  for (const key of new Set(given.keys())) {
    if (known.includes(key) || key === "") continue;
    complaints.push(
      `${key}: there is no such setting.${didYouMean(key, known) || ` Known: ${known.join(", ")}.`}`,
    );
  }
  const refuse = (key: string, expected: string, used: string) => {
    complaints.push(`${key}: expected ${expected}, got ${show(given.get(key))}. Used ${used} instead.`);
  };
  let data = firstChoices.data;
  const wanted = given.get(keys.data);
  if (wanted === "file") data = "file";
  else if (wanted !== null) {
    const found = dataNames.find((name) => name === wanted);
    if (found) data = found;
    else refuse(keys.data, oneOf(dataNames.filter((name) => name !== "file")), data);
  }
  const usual = defaultsOf(data);
  const own: Partial<Choices> = {};
  for (const [key, name] of names) {
    const value = given.get(key);
    if (value === null || name === "data") continue;
    const read = readValue(name, value);
    if ("expected" in read) refuse(key, read.expected, writeValue(usual, name));
    else Object.assign(own, { [name]: read.value });
  }
  const output = own.output ?? usual.output;
  if (own.loss && !lossesFor(output).includes(own.loss)) {
    refuse(
      keys.loss,
      `${oneOf(lossesFor(output))} for ${output} outputs`,
      applyChange(usual, { output }).loss,
    );
  }
  refuseMisfits(applyChange(usual, { ...own, ...noOwn }), own, refuse);
  const lang = given.get("lang");
  const language = lang === "en" || lang === "zh" ? lang : null;
  if (lang !== null && !language) complaints.push(`lang: expected "en" or "zh", got ${show(lang)}.`);
  const view = readView(given, (text) => complaints.push(text));
  const others: Pick<Link, "language" | "view" | "complaints"> = { language, view, complaints };
  if (data !== "file") return { choices: applyChange(usual, own), file: null, ...others };
  return { choices: firstChoices, file: { name: given.get("file"), choices: own }, ...others };
}

const noOwn = { inputs: null, targets: null, weights: null, biases: null } as const;

/** Takes own numbers out that do not fit the layers, and reports them. */
function refuseMisfits(
  choices: Choices,
  own: Partial<Choices>,
  refuse: (key: string, expected: string, used: string) => void,
): void {
  const lengths = ownLengths(choices);
  for (const name of ownNames) {
    if (!own[name] || own[name].length === lengths[name]) continue;
    delete own[name];
    const layers = choices.hidden.map(({ units }) => units).join(",") || "none";
    const expected =
      lengths[name] > 0
        ? `${lengths[name]} numbers for data=${choices.data} with hidden=${layers}`
        : `a worked example (data=${workedNames.join(", ")}) that has ${name} to fill in`;
    refuse(keys[name], expected, ofExample);
  }
}

type Read = { value: unknown } | { expected: string };

function readValue(name: keyof Choices, text: string): Read {
  switch (name) {
    case "data":
      return choice(dataNames, text);
    case "features":
      return readFeatures(text);
    case "dataSeed":
      return number("seed", text);
    case "target":
      return { value: text };
    case "columns":
      return readColumns(text);
    case "hidden":
      return readLayers(text);
    case "output":
      return choice(activationNames, text);
    case "loss":
      return choice(lossNames, text);
    case "optimizer":
      return choice(optimizerKinds, text);
    case "precision":
      return choice(["float32", "float64"], text);
    case "engine":
      return choice(engineNames, text);
    case "speed":
      return choice(speedNames, text);
    case "inputs":
    case "targets":
    case "weights":
    case "biases":
      return readList(text);
    case "batchSize":
      return text === "full" ? { value: "full" } : number(name, text);
    default:
      return number(name, text);
  }
}

function choice(names: readonly string[], text: string): Read {
  return names.includes(text) ? { value: text } : { expected: oneOf(names) };
}

function number(name: LimitedName, text: string): Read {
  const value = /^[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return isWithin(name, value) ? { value } : { expected: expectedOf(name) };
}

function readList(text: string): Read {
  const values = text.split(",").map((one) => (/^-?[\d.]+(e-?\d+)?$/i.test(one) ? Number(one) : NaN));
  return values.every(Number.isFinite) ? { value: values } : { expected: "numbers separated by commas" };
}

/** As in age:drop,zip:category, with names that have no comma or colon left. */
function writeColumns(columns: ColumnKinds): string {
  return Object.entries(columns)
    .map(([name, kind]) => `${encodeURIComponent(name)}:${kind}`)
    .join(",");
}

function readColumns(text: string): Read {
  const pairs = text.split(",").map((pair) => /^([^:]+):([a-z]+)$/.exec(pair));
  const expected = `columns such as age:drop,zip:category, each ${oneOf(columnKinds)}`;
  if (!pairs.every((pair) => pair && (columnKinds as readonly string[]).includes(pair[2]!)))
    return { expected };
  try {
    return { value: Object.fromEntries(pairs.map((pair) => [decodeURIComponent(pair![1]!), pair![2]])) };
  } catch {
    return { expected }; // a name with a broken escape
  }
}

function readFeatures(text: string): Read {
  const given = text.split(",");
  const areKnown = given.every((one) => (featureNames as readonly string[]).includes(one));
  const value = featureNames.filter((name) => given.includes(name));
  return areKnown ? { value } : { expected: `some of ${featureNames.join(", ")}, separated by commas` };
}

function readLayers(text: string): Read {
  if (text === "none") return { value: [] };
  const layers = text.split(",").map((layer) => {
    const [, units, word] = /^(\d+)([a-z]+)$/i.exec(layer) ?? [];
    const activation = hiddenActivationNames.find((name) => name === word || letters[name] === word);
    return activation && isWithin("units", Number(units)) ? { units: Number(units), activation } : null;
  });
  if (layers.length <= mostLayers && !layers.includes(null)) return { value: layers };
  const [least, most] = limits.units;
  return {
    expected: `"none", or up to ${mostLayers} layers such as 8t,4r: ${least} to ${most} units and an activation`,
  };
}
