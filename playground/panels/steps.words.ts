/** The words of the panel "Step by step". */
import type { Phase } from "../../src/explain/step.js";
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  intro: string;
  openNext: string;
  openSample: (sample: number) => string;
  phases: Record<Phase | "after", string>;
  progress: (step: number, steps: number) => string;
  about: (sample: number, samples: number, update: number) => string;
  first: string;
  previous: string;
  next: string;
  last: string;
  train: string;
  nextUpdate: string;
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
  applied: string;
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
    "One update of the weights for one sample: every number of the forward pass, the error, the backward pass and the update, with its formula and the reason for it. The numbers come from the kernels that train this network.",
  openNext: "Walk through the next update",
  openSample: (sample) => `Walk through sample ${sample}`,
  phases: { forward: "Forward", error: "Error", backward: "Backward", update: "Update", after: "After" },
  progress: (step, steps) => `Step ${step} of ${steps}`,
  about: (sample, samples, update) =>
    samples === 1 ? `Update ${update}` : `Sample ${sample} of ${samples} · update ${update}`,
  first: "First step",
  previous: "Back",
  next: "Next",
  last: "Last step",
  train: "Apply the update",
  nextUpdate: "Next update",
  close: "Close",
  allSteps: "All steps",
  decimals: "Decimals",
  steps: "Go through the steps",
  keys: "Keys: ← and → go one step, Home and End go to the first and last step.",
  notes: "Differences from the training",
  moved: "The training continued, so this walkthrough was closed.",
  working: "One moment …",
  tooLarge: (shape, steps) =>
    `One update of a ${shape} network takes about ${steps} steps, too many to show. Choose a smaller network to see every number.`,
  smaller: (units) => `Use one hidden layer of ${units} units`,
  smallData: "Use the worked example, 2-2-2",
  applied: "Update applied",
  exact: (parameters) =>
    `All ${parameters} parameters of the network now equal those of the trace, to the last bit.`,
  nearly: (precision, largest) =>
    `All parameters of the network equal those of the trace within the precision of ${precision}; the trace uses double precision. Largest difference: ${largest}.`,
  differs: (differing, parameters) =>
    `${differing} of ${parameters} parameters differ from the trace, which shows plain gradient descent.`,
  because: "This training differs:",
  causes: {
    optimizer: "the optimiser computes its own step from the gradient;",
    dropout: "dropout turns random units off during training;",
    penalties: "L1 or L2 adds to the gradient;",
    sample: "the batch may have been another sample.",
  },
  batch: (size, isAmongThem, isMean) =>
    `The update was not applied, because training uses ${size} samples per update. It does these calculations for each sample, ${isMean ? "takes the mean of" : "adds up"} the ${size} gradients, and changes the weights once. ${isAmongThem ? "This sample is in the next batch." : "This sample is not in the next batch."}`,
  trainBatch: "Train the next batch",
  other: (next) => `The update was not applied, because the next training sample is ${next}.`,
  unknown: "The update was not applied, because the next training sample is not known here.",
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
    "针对一个样本的一次权重更新：前向传播、误差、反向传播和更新中的每一个数，连同公式和理由。所有数值都来自训练这个网络的内核。",
  openNext: "演算下一次更新",
  openSample: (sample) => `演算第 ${sample} 个样本`,
  phases: { forward: "前向", error: "误差", backward: "反向", update: "更新", after: "更新之后" },
  progress: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  about: (sample, samples, update) =>
    samples === 1 ? `第 ${update} 次更新` : `样本 ${sample} / ${samples} · 第 ${update} 次更新`,
  first: "第一步",
  previous: "上一步",
  next: "下一步",
  last: "最后一步",
  train: "执行更新",
  nextUpdate: "下一次更新",
  close: "关闭",
  allSteps: "全部步骤",
  decimals: "小数位数",
  steps: "逐步浏览",
  keys: "快捷键：← 与 → 前后移动一步，Home 与 End 跳到首尾。",
  notes: "与实际训练的不同之处",
  moved: "训练已经继续，因此这次演算已关闭。",
  working: "请稍候……",
  tooLarge: (shape, steps) =>
    `${shape} 网络的一次更新大约有 ${steps} 步，无法全部显示。请换一个小一些的网络，以查看每一个数。`,
  smaller: (units) => `改用一个隐藏层，${units} 个单元`,
  smallData: "改用 2-2-2 手算示例",
  applied: "更新已执行",
  exact: (parameters) => `网络现在的 ${parameters} 个参数与演算结果逐位相同。`,
  nearly: (precision, largest) =>
    `在 ${precision} 的精度之内，网络的参数与演算结果一致；演算采用双精度。最大差值：${largest}。`,
  differs: (differing, parameters) =>
    `${parameters} 个参数中有 ${differing} 个与演算结果不同；演算采用普通梯度下降。`,
  because: "实际训练的不同之处：",
  causes: {
    optimizer: "优化器根据梯度计算自己的步长；",
    dropout: "训练时 dropout 随机关闭一些单元；",
    penalties: "L1 或 L2 会加到梯度上；",
    sample: "这一批可能是另一个样本。",
  },
  batch: (size, isAmongThem, isMean) =>
    `更新没有执行，因为训练每次更新使用 ${size} 个样本。训练对每个样本做同样的计算，${isMean ? `取 ${size} 个梯度的平均值` : `把 ${size} 个梯度相加`}，然后更新一次权重。${isAmongThem ? "本样本在下一批之中。" : "本样本不在下一批之中。"}`,
  trainBatch: "训练下一批",
  other: (next) => `更新没有执行，因为下一个训练样本是第 ${next} 个。`,
  unknown: "更新没有执行，因为此处无法得知下一个训练样本。",
  table: { parameter: "参数", before: "更新前", trace: "演算", network: "网络现值", difference: "差值" },
};

export const words = { en, zh } satisfies Record<Language, Words>;
