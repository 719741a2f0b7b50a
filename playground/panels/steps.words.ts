/** Words of the panel "Step by step" in English and Chinese. */
import type { Phase } from "../../src/explain/step.js";
import type { Language } from "../model.js";

interface Words {
  title: string;
  intro: string;
  takeNext: string;
  takeSample: (sample: number) => string;
  phases: Record<Phase | "after", string>;
  progress: (step: number, steps: number) => string;
  about: (sample: number, samples: number, update: number) => string;
  first: string;
  previous: string;
  next: string;
  last: string;
  train: string;
  nextRound: string;
  close: string;
  allSteps: string;
  decimals: string;
  steps: string;
  keys: string;
  notes: string;
  moved: string;
  working: string;
  tooLarge: (shape: string, steps: string) => string;
  smaller: (units: number) => string;
  smallData: string;
  taken: string;
  exact: (parameters: number) => string;
  nearly: (precision: string, largest: string) => string;
  differs: (differing: number, parameters: number) => string;
  because: string;
  causes: Record<"optimizer" | "dropout" | "penalties" | "sample", string>;
  batch: (size: number, isAmongThem: boolean, isMean: boolean) => string;
  trainBatch: string;
  other: (next: number) => string;
  unknown: string;
  table: { parameter: string; before: string; trace: string; network: string; difference: string };
}

const en: Words = {
  title: "Step by step",
  intro:
    "One round of training on one sample, taken apart: every number of the forward pass, the error, the backward pass and the update, with its formula and the reason for it. The numbers come from the kernels that train here.",
  takeNext: "Take the next round apart",
  takeSample: (sample) => `Take sample ${sample} apart`,
  phases: { forward: "Forward", error: "Error", backward: "Backward", update: "Update", after: "After" },
  progress: (step, steps) => `Step ${step} of ${steps}`,
  about: (sample, samples, update) =>
    samples === 1 ? `Update ${update}` : `Sample ${sample} of ${samples} · update ${update}`,
  first: "First step",
  previous: "Back",
  next: "Next",
  last: "Last step",
  train: "Take the step",
  nextRound: "Next round",
  close: "Close",
  allSteps: "All steps",
  decimals: "Decimals",
  steps: "Go through the steps",
  keys: "Keys: ← and → step, Home and End jump.",
  notes: "Taken otherwise than in training",
  moved: "The training has gone on, so the round that stood here was put away.",
  working: "One moment …",
  tooLarge: (shape, steps) =>
    `A ${shape} network has about ${steps} steps in a round: more than anybody wants to read. Take a smaller one to see every number.`,
  smaller: (units) => `Take ${units} units in one hidden layer`,
  smallData: "Take the worked example, 2-2-2",
  taken: "The step is taken",
  exact: (parameters) =>
    `All ${parameters} parameters of the network are now exactly those of the trace, to the last bit.`,
  nearly: (precision, largest) =>
    `The network's parameters are those of the trace to the digits of ${precision}: the trace is calculated in double precision. Largest difference: ${largest}.`,
  differs: (differing, parameters) =>
    `${differing} of ${parameters} parameters are not those of the trace, which takes a step of plain gradient descent.`,
  because: "Here training does something else:",
  causes: {
    optimizer: "the optimizer makes its own step of the gradient;",
    dropout: "dropout leaves units out, by chance, while it trains;",
    penalties: "L1 or L2 adds to the gradient;",
    sample: "the batch may have been another sample.",
  },
  batch: (size, isAmongThem, isMean) =>
    `This step is not taken: training takes ${size} samples at once. It does these calculations for each of them, ${isMean ? "takes the mean of" : "adds up"} the ${size} gradients, and changes the weights once. ${isAmongThem ? "This sample is one of them." : "This sample is not among the next ones."}`,
  trainBatch: "Train this batch",
  other: (next) => `This step is not taken: next in line is sample ${next}.`,
  unknown: "This step is not taken: which sample is next in line is not known here.",
  table: {
    parameter: "Parameter",
    before: "Before",
    trace: "Trace",
    network: "Network now",
    difference: "Difference",
  },
};

const zh: Words = {
  title: "逐步演算",
  intro:
    "把一个样本的一轮训练完全拆开：前向传播、误差、反向传播和权重更新中的每一个数，连同公式和理由。所有数值都来自正在此处训练的内核。",
  takeNext: "拆解下一轮",
  takeSample: (sample) => `拆解第 ${sample} 个样本`,
  phases: { forward: "前向", error: "误差", backward: "反向", update: "更新", after: "更新之后" },
  progress: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  about: (sample, samples, update) =>
    samples === 1 ? `第 ${update} 次更新` : `样本 ${sample} / ${samples} · 第 ${update} 次更新`,
  first: "第一步",
  previous: "上一步",
  next: "下一步",
  last: "最后一步",
  train: "真正走这一步",
  nextRound: "下一轮",
  close: "关闭",
  allSteps: "全部步骤",
  decimals: "小数位数",
  steps: "逐步浏览",
  keys: "键盘：← 与 → 前后移动，Home 与 End 跳到首尾。",
  notes: "与实际训练不同之处",
  moved: "训练已经继续，先前拆解的一轮不再对应当前权重，因此已关闭。",
  working: "请稍候……",
  tooLarge: (shape, steps) =>
    `${shape} 网络的一轮大约有 ${steps} 步，太多了，没有人愿意逐一阅读。换一个小一些的网络，就能看到每一个数。`,
  smaller: (units) => `改为一个隐藏层，${units} 个神经元`,
  smallData: "改用 2-2-2 经典算例",
  taken: "这一步已经真正执行",
  exact: (parameters) => `网络现在的 ${parameters} 个参数与推导结果完全相同，一位不差。`,
  nearly: (precision, largest) =>
    `在 ${precision} 的精度之内，网络的参数与推导结果一致：推导采用双精度。最大差值：${largest}。`,
  differs: (differing, parameters) =>
    `${parameters} 个参数中有 ${differing} 个与推导结果不同；推导用的是普通梯度下降。`,
  because: "实际训练在这里有所不同：",
  causes: {
    optimizer: "优化器会根据梯度计算自己的步长；",
    dropout: "训练时 dropout 会随机去掉一些神经元；",
    penalties: "L1 或 L2 会加到梯度上；",
    sample: "这一批也可能是另一个样本。",
  },
  batch: (size, isAmongThem, isMean) =>
    `这一步没有执行：训练每次取 ${size} 个样本。对每个样本都做同样的计算，${isMean ? `取 ${size} 个梯度的平均值` : `把 ${size} 个梯度相加`}，然后只更新一次权重。${isAmongThem ? "本样本就在其中。" : "本样本不在接下来的一批之中。"}`,
  trainBatch: "训练这一批",
  other: (next) => `这一步没有执行：接下来轮到的是第 ${next} 个样本。`,
  unknown: "这一步没有执行：这里无法得知接下来轮到哪个样本。",
  table: { parameter: "参数", before: "更新前", trace: "推导", network: "网络现值", difference: "差值" },
};

export const words = { en, zh } satisfies Record<Language, Words>;
