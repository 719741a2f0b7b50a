/**
 * The flags of `train` that are settings of the network or its training: their names, help and how their text
 * is read. What is no number where one should be stays the text it is, for the check to refuse.
 */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { activationNames, lossNames } from "../network/codes.js";
import { biasModes, initializerNames } from "../network/config.js";
import { optimizerKinds } from "../network/updating.js";
import { scalingNames } from "../network/scaling.js";
import { scheduleNames } from "../train/loop/schedule.js";
import { buildNames } from "../wasm/builds.js";

export interface SettingFlag {
  /** As commander takes them. */
  flags: string;
  help: string;
  /** Path of the setting in the configuration. */
  path: string;
  read: (text: string, flag: string) => unknown;
}

/** Flags under a heading of the help. */
export interface FlagGroup {
  heading: string;
  flags: readonly SettingFlag[];
}

const names = (list: readonly string[]) => list.join(" | ");
const text = (given: string) => given;
const no = () => false;
const yes = () => true;

/** A number, or the text it came as. */
export function number(given: string): number | string {
  const value = Number(given);
  return given.trim() === "" || Number.isNaN(value) ? given : value;
}

/** `128,64`; nothing for none. */
function list(given: string): unknown[] {
  return given.trim() === "" ? [] : given.split(",").map(number);
}

function scalar(given: string): unknown {
  return given === "true" ? true : given === "false" ? false : number(given);
}

/** `name=value,name=value` → an object. */
function pairs(given: string, refuse: (why?: string) => never): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const one of given.split(",")) {
    const at = one.lastIndexOf("=");
    const name = one.slice(0, Math.max(0, at)).trim();
    if (name === "") refuse();
    if (entries.has(name)) refuse(`${name} once`);
    entries.set(name, scalar(one.slice(at + 1).trim()));
  }
  return Object.fromEntries(entries);
}

/** Refuses the text of a flag. */
function refusal(given: string, flag: string, expected: string): (why?: string) => never {
  return (why = expected) => {
    throw new ConfigError(`${flag}: expected ${why}, got ${show(given)}.`);
  };
}

/** `adam`, or `adam:beta1=0.9,beta2=0.99`. */
function kindWithDetails(example: string): SettingFlag["read"] {
  return (given, flag) => {
    const at = given.indexOf(":");
    if (at < 0) return given;
    const refuse = refusal(given, flag, `a kind, or one with details as in ${example}`);
    const details = pairs(given.slice(at + 1), refuse);
    if ("kind" in details) refuse("the kind before the colon only");
    return { kind: given.slice(0, at), ...details };
  };
}

/** `balanced`, or `cat=1,dog=2.5`. */
function classWeights(given: string, flag: string): unknown {
  if (given === "balanced") return given;
  return pairs(given, refusal(given, flag, "balanced, or weights by class as in cat=1,dog=2.5"));
}

/** `20`, or `patience=20,monitor=loss`. */
function earlyStopping(given: string, flag: string): unknown {
  const value = scalar(given);
  if (typeof value === "number" || value === false) return value;
  return pairs(given, refusal(given, flag, "a number of epochs, or details as in patience=20,monitor=loss"));
}

/** `uniform:-0.5,0.5`, `normal:0,0.1`, or a name without numbers. */
function initializer(given: string, flag: string): unknown {
  const forms: Record<string, readonly [string, string, string]> = {
    uniform: ["low", "high", "uniform:LOW,HIGH, as in uniform:-0.5,0.5"],
    normal: ["mean", "deviation", "normal:MEAN,DEVIATION, as in normal:0,0.1"],
  };
  const [, name, first, second] = /^(\w+)(?::([^,]*),([^,]*))?$/.exec(given) ?? [];
  const form = forms[name ?? given.split(":")[0]!];
  if (!form) return given;
  if (first === undefined) throw new ConfigError(`${flag}: expected ${form[2]}, got ${show(given)}.`);
  return { kind: name, [form[0]]: number(first), [form[1]]: number(second!) };
}

function flag(flags: string, help: string, path: string, read: SettingFlag["read"] = number): SettingFlag {
  return { flags, help, path, read };
}

const network = [
  flag(
    "--layers <units>",
    'units of the hidden layers, e.g. 128,64; "" for none (16; 128 for images)',
    "hidden",
    list,
  ),
  flag(
    "--activation <name>",
    `of hidden layers: ${names(activationNames.slice(0, -1))}; leakyRelu:0.2 and elu:0.5 with a number of their own (sigmoid)`,
    "activation",
    text,
  ),
  flag(
    "--output-activation <name>",
    "of the last layer: softmax too (sigmoid for classes, identity for numbers, softmax with crossEntropy)",
    "outputActivation",
    text,
  ),
  flag("--biases <mode>", `${names(biasModes)} (perNeuron)`, "biases", text),
  flag("--no-train-biases", "leave biases as they are", "trainBiases", no),
  flag(
    "--tied-weights",
    "the second half uses the weights of the first, transposed; for --autoencoder (off)",
    "tiedWeights",
    yes,
  ),
  flag(
    "--initializer <name>",
    `${names(initializerNames).replace("uniform ", "uniform:LOW,HIGH ").replace("normal ", "normal:MEAN,DEVIATION ")} (glorotUniform)`,
    "initializer",
    initializer,
  ),
  flag("--precision <name>", "float32 | float64 (float32)", "precision", text),
];

const loss = [
  flag("--loss <name>", `${names(lossNames)} (halfSquaredError)`, "loss", text),
  flag("--huber-delta <error>", "where the huber loss turns from square to straight (1)", "huberDelta"),
  flag("--label-smoothing <part>", "of crossEntropy: shared out among all classes (0)", "labelSmoothing"),
  flag(
    "--class-weights <weights>",
    "balanced, or name=weight,name=weight (all 1)",
    "classWeights",
    classWeights,
  ),
  flag("--reduction <name>", "of the gradient over a batch: mean | sum (mean)", "reduction", text),
];

const descent = [
  flag(
    "--optimizer <kind>",
    `${names(optimizerKinds)}; details as in adam:beta1=0.9,epsilon=1e-8 (sgd)`,
    "optimizer",
    kindWithDetails("adam:beta1=0.9,epsilon=1e-8"),
  ),
  flag(
    "--learning-rate <rate>",
    "step of gradient descent (1 for sigmoid outputs, else 0.05; other optimizers have their own)",
    "optimizer.learningRate",
  ),
  flag(
    "--schedule <kind>",
    `of the learning rate: ${names(scheduleNames)}; details as in step:every=10,factor=0.5 (constant)`,
    "schedule",
    kindWithDetails("step:every=10,factor=0.5"),
  ),
  flag("--batch <rows>", "samples per update, or full (16)", "batchSize"),
  flag("--epochs <n>", "passes over the data (enough for 10,000 updates, 10 to 500)", "epochs"),
  flag("--no-shuffle", "keep the order of the data", "shuffle", no),
];

const stopping = [
  flag(
    "--validation <part>",
    "part of the data to hold out, e.g. 0.2 (0; 1/6 of digits made here)",
    "validation",
  ),
  flag(
    "--early-stopping <epochs>",
    "stop after so many epochs without improvement, with the best weights; details as in patience=20,monitor=loss (off)",
    "earlyStopping",
    earlyStopping,
  ),
  flag("--target-loss <loss>", "stop when the training loss is as low (off)", "targetLoss"),
  flag("--time-limit <seconds>", "stop after so long (off)", "timeLimit"),
  flag("--step-limit <updates>", "stop after so many updates (off)", "stepLimit"),
];

const regularisation = [
  flag("--l1 <rate>", "penalty on the size of weights (0)", "l1"),
  flag("--l2 <rate>", "penalty on the square of weights (0)", "l2"),
  flag(
    "--weight-decay <rate>",
    "decay of weights beside the gradient (0.01 for adamw, else 0)",
    "weightDecay",
  ),
  flag("--dropout <part>", "of the hidden units that each step leaves out (0)", "dropout"),
  flag("--input-dropout <part>", "of the inputs that each step leaves out (0)", "inputDropout"),
  flag("--input-noise <deviation>", "of what each step adds to the inputs (0)", "inputNoise"),
  flag("--clip-value <most>", "limit of each element of the gradient (0: none)", "clipValue"),
  flag("--clip-norm <most>", "limit of the norm of the whole gradient (0: none)", "clipNorm"),
  flag("--max-norm <most>", "limit of the norm of the weights into a unit (0: none)", "maxNorm"),
];

const running = [
  flag(
    "--scaling <kind>",
    `of inputs: auto | ${names(scalingNames)} (auto: bytes for images of bytes, else standard)`,
    "scaling",
    text,
  ),
  flag(
    "--target-scaling <kind>",
    "of numeric targets: none | minMax | standard (standard)",
    "targetScaling",
    text,
  ),
  flag("--seed <n>", "of first weights, split, shuffles, dropout and made digits (1)", "seed"),
  flag("--threads <n>", "1 to 64 | auto, as many as pay; the same bits for any number (auto)", "threads"),
  flag("--build <name>", `wasm build: auto | ${names(buildNames)} (auto)`, "build", text),
];

/** All of them, as the help lists them. */
export const flagGroups: readonly FlagGroup[] = [
  { heading: "Network:", flags: network },
  { heading: "Loss:", flags: loss },
  { heading: "Descent:", flags: descent },
  { heading: "How long:", flags: stopping },
  { heading: "Against overfitting:", flags: regularisation },
  { heading: "Scaling, seed, machine:", flags: running },
];
