/**
 * The small trainings of the self-check of a wide build. They are made from the records, so that together they run the
 * kernels of every activation, loss and optimiser, and of every setting that is a number in the plan; besides, dropout,
 * sample weights, bytes as inputs, class labels, shuffling, members, and the tiny path. Rows and columns fill no tile.
 */
import { Pass, Run, Trainable } from "../../assembly/codes.js";
import {
  type ActivationName,
  activationNames,
  activations,
  hiddenActivationNames,
} from "../functions/activations.js";
import { type LossName, lossNames, losses } from "../functions/losses.js";
import { isOfClasses } from "../functions/ofClasses.js";
import { detailFields, type OptimizerKind, optimizers, optimizersWhere } from "../functions/optimizers.js";
import { settings } from "../settings/records.js";
import { layerBytes, layerFields, planBytes, planFields, productFields } from "./generated/layout.js";
import { planSettings } from "./planSettings.js";
import type { Bound } from "./program.js";
import { Table } from "./table.js";
import { fill, numbersAt, type Place, type Prefix, sumOf, type WideCase } from "./wideCase.js";

interface SmallTraining {
  hidden: readonly [ActivationName, ActivationName];
  output: ActivationName;
  loss: LossName;
  optimizer: OptimizerKind;
  /** A setting that is on, besides dropout and weights of the samples; null: nothing is, so the gradients need no buffers. */
  setting: (typeof planSettings)[number] | null;
  batch: number;
  hasByteInputs: boolean;
  isTiny: boolean;
  /** (default: 1) */
  members?: number;
}

/** Inputs and units of the layers: one and more than half a tile beside whole ones; less than a tile. 28 rows take tiles of 4. */
const columns = [21, 17, 28, 5] as const;
const layers = columns.length - 1;
const outputs = columns.at(-1)!;
/** Rows, and those of a batch: the last batch has 6; of the tiny path, 1. */
const [rows, usualBatch, tinyBatch] = [29, 23, 7];
const epochs = 2;

/** So small, like the first weights of the last layer, that nothing overflows, whatever the functions. */
const learningRate = 0.01;
/** Settings of losses, which are always on. */
const ofNetworks = planSettings.filter((name) => settings[name].scope === "network");
/** What a setting is set to, within the limits of all of them; and fractions to drop. */
const settingValue = 0.1;
const descriptionAt = 2048;
/** Where the data lie: inputs, targets, labels, order, weights of the samples, and what scales inputs. */
const [inputsAt, targetsAt, labelsAt, orderAt, weightsAt] = [0x2000, 0x4000, 0x5000, 0x5200, 0x5400];
const [shiftAt, scaleAt] = [0x5600, 0x5800];
const planAt = 0x10000;

/** The trainings of a precision. Their names tell what is in them. */
export function trainingCases(prefix: Prefix): WideCase[] {
  return smallTrainings().map((training) => {
    const { hidden, output, loss, optimizer, setting, batch } = training;
    const parts = [...hidden, output, loss, optimizer, ...(setting ? [setting] : [])];
    const { isTiny, members } = training;
    const path = isTiny ? "the tiny path, " : members ? `${members} members, ` : "";
    const name = `${path}training with ${parts.join(", ")}, batches of ${batch} (${prefix})`;
    return { name, sum: (bound, tile) => sumOfTraining(bound, prefix, training, tile) };
  });
}

function smallTrainings(): SmallTraining[] {
  const kinds = optimizersWhere(({ hostSide }) => !hostSide);
  const pairs = upTo(Math.ceil(hiddenActivationNames.length / 2)).map(
    (index) =>
      [inTurn(hiddenActivationNames, 2 * index), inTurn(hiddenActivationNames, 2 * index + 1)] as const,
  );
  const lists = [pairs, lossNames, kinds, planSettings];
  const buffered = upTo(Math.max(...lists.map(({ length }) => length))).map((index) => {
    const loss = inTurn(lossNames, index);
    return {
      hidden: inTurn(pairs, index),
      // from the last one, softmax, because the first losses have no partner
      output: losses[loss].partner ?? activationNames.at(-1 - (index % activationNames.length))!,
      loss,
      optimizer: inTurn(kinds, index),
      // from the last one, because the first do not need the buffers that sgd has only with a setting
      setting: planSettings.at(-1 - (index % planSettings.length))!,
      batch: usualBatch,
      hasByteInputs: index % 2 === 1,
      isTiny: false,
    };
  });
  const plain = (hidden: SmallTraining["hidden"], batch: number, hasByteInputs: boolean): SmallTraining => ({
    hidden,
    output: "sigmoid",
    loss: "halfSquaredError",
    optimizer: "sgd",
    setting: null,
    batch,
    hasByteInputs,
    isTiny: batch !== usualBatch,
  });
  return [
    ...buffered,
    plain(pairs[0]!, usualBatch, false),
    ...pairs.map((pair, index) => plain(pair, tinyBatch, index % 2 === 1)),
    plain(["sigmoid", "identity"], 1, false), // batches of one have a path of their own
    { ...buffered[0]!, members: 3, loss: "binaryCrossEntropy", output: "sigmoid" },
  ];
}

/** Makes the plan, trains, and evaluates. */
function sumOfTraining(bound: Bound, prefix: Prefix, training: SmallTraining, tile: number): number {
  const { exports, memory } = bound;
  describe(memory, prefix, training);
  const size = exports.plan_size!(descriptionAt);
  accepted(exports.plan_create!(descriptionAt, planAt, size));
  const plan = new Table(memory, planAt, planFields);
  new Table(memory, plan.get("workspace"), productFields).set({ tile });
  for (const layer of upTo(layers)) {
    const most = layer < layers - 1 ? 0.5 : 0.1;
    accepted(exports.plan_initialise!(planAt, layer, -most, most));
  }
  placeData(bound, prefix, training);
  if (training.setting) plan.set({ sampleWeights: weightsAt });
  if (training.hasByteInputs) plan.set({ shift: shiftAt, scale: scaleAt });
  const run = (kind: Run, from: number, count: number) =>
    accepted(exports.plan_run!(planAt, kind, from, count, 0));
  run(Run.epochs, 1, epochs);
  run(Run.evaluate, 0, rows);
  const places: Place[] = [[plan.get("outputs"), rows * outputs]];
  const { members = 1 } = training;
  for (const index of upTo(layers)) {
    const layer = new Table(memory, planAt + planBytes + index * layerBytes, layerFields);
    const copies = index === layers - 1 ? members : 1;
    places.push([layer.get("weights"), copies * columns[index]! * columns[index + 1]!]);
    places.push([layer.get("biases"), copies * columns[index + 1]!]);
    if (layer.get("factors")) places.push([layer.get("factors"), members * columns[0]]);
    const averages = layer.get("weightAverages");
    if (averages) places.push([averages, copies * columns[index]! * columns[index + 1]!]);
  }
  const lossSum = sumOf(bound, "f64", [[planAt + planFields.lossSum.offset, 1]]);
  return (sumOf(bound, prefix, places) ^ lossSum) >>> 0;
}

/** Writes the tables from which the module makes the plan. */
function describe(memory: WebAssembly.Memory, prefix: Prefix, training: SmallTraining): void {
  const { loss, optimizer, setting, batch, isTiny, members = 1 } = training;
  const { kernel, errorFactor, lossFactor, offTarget } = losses[loss];
  const dropped = setting ? settingValue : 0;
  new Uint8Array(memory.buffer, descriptionAt, planBytes + layers * layerBytes).fill(0);
  new Table(memory, descriptionAt, planFields).set({
    layers,
    batch,
    threads: 1,
    pass: Pass.train,
    answers: rows,
    epochs,
    mean: 1,
    seedLow: 1,
    floatBytes: prefix === "f32" ? 4 : 8,
    general: isTiny ? 0 : 1,
    members,
    inputDropout: dropped,
    loss: kernel.code,
    classOn: 1,
    classOff: offTarget ?? 0,
    ...Object.fromEntries(ofNetworks.map((name) => [name, settingValue])),
    errorFactor: errorFactor?.(outputs) ?? 1,
    lossFactor: lossFactor?.(outputs) ?? 1,
    optimizer: optimizers[optimizer].code,
    learningRate,
    ...detailFields(optimizers[optimizer], (_, detail) => detail.default),
    ...(setting && { [setting]: settingValue }),
  });
  for (const [index, name] of [...training.hidden, training.output].entries()) {
    const units = columns[index + 1]!;
    new Table(memory, descriptionAt + planBytes + index * layerBytes, layerFields).set({
      inputs: columns[index]!,
      outputs: units,
      biasCount: units,
      activation: activations[name].code,
      alpha: activations[name].alpha?.usual ?? 0,
      trainable: Trainable.weights | Trainable.biases,
      dropout: index < layers - 1 ? dropped : 0,
    });
  }
}

/** Writes the data, and tells the plan where they are. */
function placeData(bound: Bound, prefix: Prefix, { loss, hasByteInputs }: SmallTraining): void {
  const { exports, memory } = bound;
  const inputs = rows * columns[0];
  fill(bound, prefix, [inputsAt, inputs], [shiftAt, columns[0]], [scaleAt, columns[0]]);
  fill(bound, "f64", [weightsAt, rows]);
  if (hasByteInputs) {
    const bytes = new Uint8Array(memory.buffer, inputsAt, inputs);
    for (let at = 0; at < inputs; at++) bytes[at] = bytes[at]! & 3;
  }
  const targets = numbersAt(bound, prefix, [targetsAt, rows * outputs]).fill(losses[loss].offTarget ?? 0);
  const labels = new Uint32Array(memory.buffer, labelsAt, rows);
  for (let row = 0; row < rows; row++) {
    const label = (row * 3) % outputs;
    labels[row] = label;
    targets[row * outputs + label] = 1;
  }
  const inputBytes = hasByteInputs ? 1 : prefix === "f32" ? 4 : 8;
  const labelled = isOfClasses(loss) ? labelsAt : 0;
  accepted(exports.plan_set_data!(planAt, inputsAt, inputBytes, targetsAt, labelled, orderAt, rows));
}

/** @throws Error for a refusal, which only a mistake here can cause */
function accepted(code: number): void {
  if (code !== 0) throw new Error(`the self-check of the wide builds was refused with ${code}`);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** From a list that begins again after its end. */
function inTurn<One>(list: readonly One[], index: number): One {
  return list[index % list.length]!;
}
