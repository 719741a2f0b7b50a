/**
 * What each setting means, in a line: for the JSON Schema of the config file (`schema.ts`) and the tables of
 * docs/settings.md (`settingsTable.ts`). Values and defaults are not here: those are read off the checks.
 */

export interface Meaning {
  text: string;
  /** The default in words, where it depends on something. */
  usual?: string;
}

/** Settings under a heading, by path; `layers[i]` stands for any layer. */
export interface MeaningGroup {
  heading: string;
  meanings: Readonly<Record<string, Meaning | string>>;
}

const data = {
  $schema: "where editors find this schema; chainrule does not look at it",
  data: { text: "CSV with a header, or IDX images, gzipped or not", usual: "digits made on the spot" },
  labels: "IDX labels of IDX images",
  target: "CSV column to learn",
  targetKind: {
    text: "whether the target is a class or a number",
    usual: "text and few whole numbers: `class`",
  },
  drop: "CSV columns that are no inputs",
  separator: { text: "between CSV cells", usual: '`","`' },
  samples: { text: "how many digits to make where no data are given", usual: "`12000`" },
  sampleWeights: { text: "CSV column that is no input but says how much each row counts", usual: "all 1" },
  autoencoder: { text: "learn to give the inputs back: no target is needed", usual: "`false`" },
  from: {
    text: "model file whose weights and scaling to start from; its layers, loss and columns where none are given",
    usual: "new weights",
  },
  folds: { text: "cross-validate first, with so many folds", usual: "off" },
  search: "what `chainrule search` tries",
  "search.space": {
    text: "settings that vary, by path: `{ choices }` or `{ low, high, scale, integer }` for each",
    usual: "required",
  },
  "search.space.choices": { text: "values to choose from", usual: "required, or an interval" },
  "search.space.low": { text: "least value", usual: "required, or choices" },
  "search.space.high": { text: "greatest value", usual: "required, or choices" },
  "search.space.scale": "log: every factor as likely as every other of the same size",
  "search.space.integer": "whole numbers alone",
  "search.method": "random: all trials for all epochs; halving: most of them for few",
  "search.trials": "points to try",
  "search.epochs": { text: "most epochs of a trial", usual: "`epochs`" },
  "search.factor": "of halving: one trial in so many goes on, for as many times more epochs",
  "search.metric": "by what trials are told apart",
  "search.seed": { text: "of the points", usual: "`seed`" },
};

const network = {
  layers: {
    text: "units of each layer, inputs first: numbers, or objects as below; as a flag, those of the hidden layers",
    usual: "required in the library; on the command line one hidden layer of 16 units, 128 for images",
  },
  "layers[i].units": { text: "number of units", usual: "required" },
  "layers[i].activation": {
    text: "function of the net input; softmax in the last layer only; as a flag, `leakyRelu:0.2` sets alpha too",
    usual:
      "`sigmoid`; `softmax` in the last layer for crossEntropy; on the command line `identity` there for numbers",
  },
  "layers[i].alpha": { text: "slope of leakyRelu below 0, depth of elu", usual: "leakyRelu `0.01`, elu `1`" },
  "layers[i].dropout": {
    text: "part of this layer's outputs that each training step leaves out; not in the last layer",
    usual: "as `dropout`; inputs `0`",
  },
  "layers[i].trainable": "whether training changes this layer",
  "layers[i].tied": {
    text: "an earlier layer whose weights this one uses, transposed: its index (1 is the first after the inputs) or its name; only biases are its own",
    usual: "none; with `tiedWeights` the mirrored layer",
  },
  "layers[i].name": "a name for messages and reports",
  biases: "one per unit, one per layer (its gradient is the sum of the layer's deltas), or none",
  trainBiases: "whether training changes biases",
  tiedWeights:
    "whether the second half of the layers uses the weights of the first, transposed; sizes must be the same from both ends, as 784-32-784",
  initializer: "how first weights are drawn; biases start at 0",
  "initializer.kind": "name of the initialiser",
  "initializer.low": { text: "least weight of uniform", usual: "required" },
  "initializer.high": { text: "weights of uniform are below this", usual: "required" },
  "initializer.mean": { text: "mean weight of normal", usual: "`0`" },
  "initializer.deviation": { text: "standard deviation of the weights of normal", usual: "required" },
  precision: "of weights and all arithmetic",
};

const loss = {
  loss: {
    text: "what training makes small",
    usual: "`halfSquaredError`; `crossEntropy` for softmax outputs",
  },
  huberDelta: "error at which the huber loss turns from square to straight",
  labelSmoothing: "ε of crossEntropy: targets become (1 − ε) t + ε / classes",
  classWeights: {
    text: "how much samples of each class count; balanced: rows / (classes · rows of the class)",
    usual: "all 1",
  },
  reduction: "of loss and gradient over the samples of a batch",
};

const descent = {
  optimizer: "how weights follow the gradient: a name, or an object with details",
  "optimizer.kind": "name of the optimiser",
  "optimizer.learningRate": {
    text: "η: how far a step goes; of irpropMinus the first step",
    usual: "by optimiser, see below",
  },
  "optimizer.momentum": "μ: what is left of the last step",
  "optimizer.rho": "ρ: what is left of the mean square",
  "optimizer.beta1": "β₁: what is left of the mean gradient",
  "optimizer.beta2": "β₂: what is left of the mean square",
  "optimizer.epsilon": "ε: keeps the divisor from 0",
  "optimizer.increase": "factor of a step while the gradient's sign stays",
  "optimizer.decrease": "factor of a step when the gradient's sign changes",
  "optimizer.minStep": "least step",
  "optimizer.maxStep": "greatest step",
  "optimizer.history": "changes of weights and gradient that are remembered",
  schedule: "the learning rate over time: a name, or an object with details",
  "schedule.kind": "name of the schedule",
  "schedule.every": "epochs between two steps",
  "schedule.factor": "by which the rate is multiplied",
  "schedule.power": "of the number of the update",
  "schedule.warmup": "epochs in which the rate rises from 0",
  "schedule.oneCycle.warmup": "part of all updates in which the rate rises",
  "schedule.period": { text: "epochs from one restart to the next", usual: "cosine: all that are left" },
  "schedule.periodFactor": "how much longer each period is than the one before",
  "schedule.minimum": "least rate",
  "schedule.divisor": "first rate: the learning rate divided by this",
  "schedule.finalDivisor": "last rate: the first rate divided by this",
  "schedule.patience": "epochs without improvement before the rate falls",
  "schedule.minChange": "what is less is no improvement",
  batchSize: {
    text: "samples per update, or all; 1 is online training",
    usual: "`16`; `full` for irpropMinus and lbfgs, which take nothing else",
  },
  epochs: {
    text: "passes over the data",
    usual: "`10`; on the command line as many as make 10,000 updates, 10 to 500",
  },
  shuffle: "whether each epoch has the samples in an order of its own",
};

const duration = {
  validation: {
    text: "part of the data to hold out",
    usual: "`0`; on the command line 1/6 of digits made there",
  },
  earlyStopping: "ends training that gets no better: the patience, or an object with details",
  "earlyStopping.patience": "epochs in a row without improvement",
  "earlyStopping.minChange": "what is less is no improvement",
  "earlyStopping.monitor": "which loss has to fall: that of the held-out part, or of training",
  "earlyStopping.restoreBest": "whether the weights of the best epoch come back",
  targetLoss: { text: "training ends when its loss is as low", usual: "off" },
  timeLimit: { text: "seconds after which training ends", usual: "off" },
  stepLimit: { text: "updates after which training ends", usual: "off" },
  warmStart: "whether `fit` goes on from the present weights, or draws new ones",
};

const regularisation = {
  l1: "adds l1 · sign(w) to the gradient of each weight",
  l2: "adds l2 · w to the gradient of each weight",
  weightDecay: {
    text: "w ← w − η · weightDecay · w before each update, weights only",
    usual: "`0`; adamw `0.01`",
  },
  dropout: "part of the hidden units that each training step leaves out; the others count 1 / (1 − dropout)",
  inputNoise: "standard deviation of normal noise on inputs, in training only",
  clipValue: "limit of each element of the gradient; 0: none",
  clipNorm: "limit c of the norm of the whole gradient: g ← g · min(1, c / ‖g‖); 0: none",
  maxNorm:
    "limit of the norm of the weights into each unit, after each update; 0: none. Of tied weights, into the units of the layer that has them",
};

const running = {
  scaling: {
    text: "of inputs, by the training part: bytes ÷ 255, to 0 … 1, or to mean 0 and deviation 1; auto: bytes are divided",
    usual: "`auto`; on the command line `standard` for all but bytes",
  },
  targetScaling: {
    text: "of targets that are numbers; answers come back in their own units",
    usual: "`none`; on the command line `standard` for numbers",
  },
  seed: "of first weights, split, shuffles, masks and noise: the same seed gives the same bits",
  threads: "as many as pay, or a number; the same bits for any",
  build: "wasm build; the same bits from all but the `fast` ones (relaxed SIMD), which auto never takes",
};

/** All of them, in the order of the help. */
export const meaningGroups: readonly MeaningGroup[] = [
  { heading: "Data (command line and config file only)", meanings: data },
  { heading: "Network", meanings: network },
  { heading: "Loss", meanings: loss },
  { heading: "Descent", meanings: descent },
  { heading: "How long", meanings: duration },
  { heading: "Against overfitting", meanings: regularisation },
  { heading: "Scaling, seed, machine", meanings: running },
];

const all = new Map(meaningGroups.flatMap(({ meanings }) => Object.entries(meanings)));

/** The meaning of a setting; undefined for none. */
export function meaningOf(path: string): string | undefined {
  const meaning = all.get(path);
  return typeof meaning === "object" ? meaning.text : meaning;
}
