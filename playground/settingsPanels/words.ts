/** The words of the settings and the transport bar. */
import type { ActivationName, LossName } from "../../src/network/codes.js";
import type { OptimizerKind } from "../../src/network/updating.js";
import type { DataName, EngineName, Language } from "../model.js";

interface Words {
  data: string;
  dataNames: Record<DataName, string>;
  dataHints: Record<DataName, string>;
  noise: string;
  rows: string;
  test: string;
  seed: string;
  anotherSeed: string;
  drop: string;
  chooseFiles: string;
  dropHint: string;
  samples: (train: string, test: string) => string;
  network: string;
  inputs: (count: number) => string;
  outputs: (count: number) => string;
  layer: (number: number) => string;
  units: (number: number) => string;
  fewer: string;
  more: string;
  activationOf: (number: number) => string;
  addLayer: string;
  removeLayer: (number: number) => string;
  output: string;
  loss: string;
  optimizer: string;
  learningRate: string;
  found: string;
  batchSize: string;
  allSamples: string;
  l1: string;
  l2: string;
  dropout: string;
  precision: string;
  other: string;
  expected: (expected: string) => string;
  parameters: (count: string) => string;
  run: string;
  pause: string;
  oneEpoch: string;
  oneBatch: string;
  oneStep: string;
  reset: string;
  key: (key: string) => string;
  space: string;
  transport: string;
  epoch: string;
  lossTrain: string;
  lossTest: string;
  accuracy: string;
  accuracyTest: string;
  speed: string;
  speedHint: string;
  engine: string;
  engines: Record<EngineName, string>;
  engineHints: Record<EngineName, string>;
  notHere: (reason: string) => string;
  failed: string;
  threads: (count: number) => string;
  activations: Partial<Record<ActivationName, string>>;
  losses: Record<LossName, string>;
  optimizers: Partial<Record<OptimizerKind, string>>;
}

export const words: Record<Language, Words> = {
  en: {
    data: "Data",
    dataNames: {
      mazur: "Worked example",
      xor: "Quadrants",
      circles: "Circles",
      spirals: "Spirals",
      clouds: "Clouds",
      digits: "Digits",
      file: "Your file",
    },
    dataHints: {
      mazur: "One sample, given weights: the example that is worked out by hand everywhere",
      xor: "Exclusive or: class 1 where the signs of x and y differ",
      circles: "One class around the other",
      spirals: "Two spirals, one class each",
      clouds: "Two Gaussian clouds",
      digits: "Handwritten-looking digits, 28 × 28 pixels, drawn here",
      file: "A file that you opened",
    },
    noise: "Noise",
    rows: "Samples",
    test: "Held out for testing",
    seed: "Seed",
    anotherSeed: "Another seed",
    drop: "Drop a CSV file here, or IDX images with their labels",
    chooseFiles: "Choose files",
    dropHint: "Of a CSV file the last column is learnt. Files stay on this machine.",
    samples: (train, test) => `${train} to train on, ${test} held out`,
    network: "Network and training",
    inputs: (count) => `${count} input${count === 1 ? "" : "s"}`,
    outputs: (count) => `${count} output${count === 1 ? "" : "s"}`,
    layer: (number) => `Layer ${number}`,
    units: (number) => `Units of layer ${number}`,
    fewer: "Fewer units",
    more: "More units",
    activationOf: (number) => `Activation of layer ${number}`,
    addLayer: "Add a layer",
    removeLayer: (number) => `Remove layer ${number}`,
    output: "Output activation",
    loss: "Loss",
    optimizer: "Optimiser",
    learningRate: "Learning rate",
    found: "found by line search",
    batchSize: "Batch size",
    allSamples: "all samples",
    l1: "L1 penalty",
    l2: "L2 penalty",
    dropout: "Dropout",
    precision: "Precision",
    other: "other …",
    expected: (expected) => `Expected ${expected}.`,
    parameters: (count) => `${count} parameters`,
    run: "Run",
    pause: "Pause",
    oneEpoch: "Epoch",
    oneBatch: "Batch",
    oneStep: "Step",
    reset: "Reset",
    key: (key) => `key: ${key}`,
    space: "space bar",
    transport: "Training",
    epoch: "Epoch",
    lossTrain: "Loss",
    lossTest: "Held-out loss",
    accuracy: "Right",
    accuracyTest: "Held-out right",
    speed: "Samples/s",
    speedHint: "While it computes, without drawing",
    engine: "Engine",
    engines: { wasm: "Wasm", threads: "Threads", javascript: "JavaScript" },
    engineHints: {
      wasm: "WebAssembly with SIMD on one thread",
      threads: "WebAssembly on all processors, where the network is large enough for it to be faster",
      javascript: "The same kernels without SIMD, as JavaScript: the same bits, to see the difference",
    },
    notHere: (reason) => `Not available here: ${reason}`,
    failed: "Training stopped",
    threads: (count) => `${count} thread${count === 1 ? "" : "s"}`,
    activations: {
      leakyRelu: "leaky ReLU",
      relu: "ReLU",
      elu: "ELU",
      selu: "SELU",
      gelu: "GELU",
      silu: "SiLU",
      hardSigmoid: "hard sigmoid",
    },
    losses: {
      halfSquaredError: "½ squared error",
      squaredError: "squared error",
      meanSquaredError: "mean squared error",
      meanAbsoluteError: "mean absolute error",
      huber: "Huber",
      binaryCrossEntropy: "binary cross-entropy",
      crossEntropy: "cross-entropy",
      hinge: "hinge",
    },
    optimizers: {
      sgd: "SGD",
      nesterov: "Nesterov",
      adagrad: "AdaGrad",
      rmsprop: "RMSProp",
      adam: "Adam",
      adamw: "AdamW",
      nadam: "NAdam",
      irpropMinus: "iRprop−",
      lbfgs: "L-BFGS",
    },
  },
  zh: {
    data: "数据",
    dataNames: {
      mazur: "手算示例",
      xor: "象限",
      circles: "圆环",
      spirals: "螺旋",
      clouds: "云团",
      digits: "数字",
      file: "您的文件",
    },
    dataHints: {
      mazur: "一个样本，给定权重：各处都用来手算的那个例子",
      xor: "异或：x 与 y 符号不同处为类别 1",
      circles: "一类环绕另一类",
      spirals: "两条螺旋，各为一类",
      clouds: "两团高斯分布的点",
      digits: "仿手写数字，28 × 28 像素，在本页绘制",
      file: "您打开的文件",
    },
    noise: "噪声",
    rows: "样本数",
    test: "留作测试",
    seed: "随机种子",
    anotherSeed: "换一个种子",
    drop: "把 CSV 文件，或 IDX 图像连同标签拖到这里",
    chooseFiles: "选择文件",
    dropHint: "CSV 文件学习最后一列。文件不会离开本机。",
    samples: (train, test) => `${train} 个用于训练，${test} 个留作测试`,
    network: "网络与训练",
    inputs: (count) => `${count} 个输入`,
    outputs: (count) => `${count} 个输出`,
    layer: (number) => `第 ${number} 层`,
    units: (number) => `第 ${number} 层的单元数`,
    fewer: "减少单元",
    more: "增加单元",
    activationOf: (number) => `第 ${number} 层的激活函数`,
    addLayer: "添加一层",
    removeLayer: (number) => `删除第 ${number} 层`,
    output: "输出激活函数",
    loss: "损失函数",
    optimizer: "优化器",
    learningRate: "学习率",
    found: "由线搜索确定",
    batchSize: "批大小",
    allSamples: "全部样本",
    l1: "L1 惩罚",
    l2: "L2 惩罚",
    dropout: "Dropout",
    precision: "精度",
    other: "其他……",
    expected: (expected) => `应为：${expected}。`,
    parameters: (count) => `${count} 个参数`,
    run: "运行",
    pause: "暂停",
    oneEpoch: "一轮",
    oneBatch: "一批",
    oneStep: "一步",
    reset: "重置",
    key: (key) => `快捷键：${key}`,
    space: "空格",
    transport: "训练",
    epoch: "轮次",
    lossTrain: "损失",
    lossTest: "测试损失",
    accuracy: "正确率",
    accuracyTest: "测试正确率",
    speed: "样本/秒",
    speedHint: "只计计算时间，不含绘图",
    engine: "引擎",
    engines: { wasm: "Wasm", threads: "多线程", javascript: "JavaScript" },
    engineHints: {
      wasm: "单线程 WebAssembly，带 SIMD",
      threads: "WebAssembly 使用全部处理器，在网络足够大、因而更快时",
      javascript: "同样的内核，不带 SIMD，以 JavaScript 运行：逐位相同，用来比较",
    },
    notHere: (reason) => `此处不可用：${reason}`,
    failed: "训练已停止",
    threads: (count) => `${count} 个线程`,
    activations: {
      leakyRelu: "leaky ReLU",
      relu: "ReLU",
      elu: "ELU",
      selu: "SELU",
      gelu: "GELU",
      silu: "SiLU",
      hardSigmoid: "hard sigmoid",
      identity: "恒等",
    },
    losses: {
      halfSquaredError: "½ 平方误差",
      squaredError: "平方误差",
      meanSquaredError: "均方误差",
      meanAbsoluteError: "平均绝对误差",
      huber: "Huber",
      binaryCrossEntropy: "二元交叉熵",
      crossEntropy: "交叉熵",
      hinge: "合页损失",
    },
    optimizers: {
      sgd: "SGD",
      momentum: "动量",
      nesterov: "Nesterov",
      adagrad: "AdaGrad",
      rmsprop: "RMSProp",
      adam: "Adam",
      adamw: "AdamW",
      nadam: "NAdam",
      irpropMinus: "iRprop−",
      lbfgs: "L-BFGS",
    },
  },
};
