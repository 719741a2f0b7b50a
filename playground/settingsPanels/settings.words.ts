/** The words of the settings and of the transport bar. */
import type { DataName, EngineName, Language } from "../sessionTypes.js";
import type { Refusal } from "./fields.js";

interface Words {
  data: string;
  dataNames: Record<DataName, string>;
  dataHints: Record<DataName, string>;
  noise: string;
  rows: string;
  test: string;
  seed: string;
  anotherSeed: string;
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
  /** What a typed number has to be. */
  expected: Refusal;
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
  unavailable: (reason: string) => string;
  failed: string;
  threads: (count: number) => string;
}

export const words: Record<Language, Words> = {
  en: {
    data: "Data",
    dataNames: {
      mazur: "2-2-2 example",
      matrix: "3-3-2 matrix",
      xor4: "XOR, 4 points",
      autoencoder: "Auto-encoder",
      xor: "Quadrants",
      circles: "Circles",
      spirals: "Spirals",
      clouds: "Clouds",
      slope: "Slope",
      hills: "Hills",
      wave: "Wave",
      digits: "Digits",
      file: "Your file",
    },
    dataHints: {
      mazur: "Worked example: one sample with given weights and biases, which many texts work out by hand",
      matrix: "Worked example: one sample with given weights and no biases, calculated in matrices",
      xor4: "Worked example: the four points of exclusive or, for a 2-5-1 network",
      autoencoder: "Worked example: a 4-2-4 network that reproduces its four inputs",
      xor: "Exclusive or: class 1 where the signs of x and y differ",
      circles: "One class around the other",
      spirals: "Two spirals, one class each",
      clouds: "Two Gaussian clouds",
      slope: "Regression: a number that grows with x and y",
      hills: "Regression: three hills and three hollows",
      wave: "Regression with one input: y = sin x",
      digits: "Generated digits, 28 × 28 pixels, that look handwritten",
      file: "The file that you opened",
    },
    noise: "Noise",
    rows: "Samples",
    test: "Test samples",
    seed: "Seed",
    anotherSeed: "Another seed",
    samples: (train, test) => `${train} training samples, ${test} test samples`,
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
    found: "set by line search",
    batchSize: "Batch size",
    allSamples: "all samples",
    l1: "L1 penalty",
    l2: "L2 penalty",
    dropout: "Dropout",
    precision: "Precision",
    other: "other …",
    expected: (isWhole, least, most) =>
      `Expected ${isWhole ? "an integer" : "a number"} from ${least} to ${most}.`,
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
    lossTest: "Test loss",
    accuracy: "Accuracy",
    accuracyTest: "Test accuracy",
    speed: "Samples/s",
    speedHint: "At full speed: of computing time, without drawing. At a chosen speed: by the clock",
    engine: "Engine",
    engines: { wasm: "Wasm", threads: "Threads", javascript: "JavaScript" },
    engineHints: {
      wasm: "WebAssembly with SIMD on one thread",
      threads: "WebAssembly on all processors, where the network is large enough to gain from it",
      javascript: "The same kernels as JavaScript, without SIMD: the same bits, for comparison",
    },
    unavailable: (reason) => `Not available here: ${reason}`,
    failed: "Training stopped.",
    threads: (count) => `${count} thread${count === 1 ? "" : "s"}`,
  },
  zh: {
    data: "数据",
    dataNames: {
      mazur: "2-2-2 例子",
      matrix: "3-3-2 矩阵",
      xor4: "异或四点",
      autoencoder: "自编码器",
      xor: "象限",
      circles: "圆环",
      spirals: "螺旋",
      clouds: "云团",
      slope: "斜面",
      hills: "山丘",
      wave: "波形",
      digits: "数字",
      file: "您的文件",
    },
    dataHints: {
      mazur: "例题：一个样本，给定权重与偏置，许多教材手算的例子",
      matrix: "例题：一个样本，给定权重，没有偏置，用矩阵计算",
      xor4: "例题：异或的四个点，2-5-1 网络",
      autoencoder: "例题：4-2-4 网络，学习还原自己的四个输入",
      xor: "异或：x 与 y 符号不同处为类别 1",
      circles: "一类环绕另一类",
      spirals: "两条螺旋，各为一类",
      clouds: "两团高斯分布的点",
      slope: "回归：数值随 x 与 y 增大",
      hills: "回归：三座山丘与三处凹陷",
      wave: "一个输入的回归：y = sin x",
      digits: "生成的仿手写数字，28 × 28 像素",
      file: "您打开的文件",
    },
    noise: "噪声",
    rows: "样本数",
    test: "测试样本",
    seed: "随机种子",
    anotherSeed: "换一个种子",
    samples: (train, test) => `${train} 个训练样本，${test} 个测试样本`,
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
    expected: (isWhole, least, most) => `应为 ${least} 到 ${most} 之间的${isWhole ? "整数" : "数"}。`,
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
    accuracy: "准确率",
    accuracyTest: "测试准确率",
    speed: "样本/秒",
    speedHint: "全速时只计计算时间，不计绘图；选定速度时按时钟计",
    engine: "引擎",
    engines: { wasm: "Wasm", threads: "多线程", javascript: "JavaScript" },
    engineHints: {
      wasm: "单线程 WebAssembly，带 SIMD",
      threads: "网络足够大时，WebAssembly 使用全部处理器",
      javascript: "同样的内核以 JavaScript 运行，不带 SIMD：逐位相同，用于比较",
    },
    unavailable: (reason) => `此处不可用：${reason}`,
    failed: "训练已停止。",
    threads: (count) => `${count} 个线程`,
  },
};
