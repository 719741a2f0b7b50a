/** The words of the panel "Fill in your own numbers". */
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  intro: string;
  drawing: string;
  drawingText: string;
  sample: (number: number) => string;
  ofSample: (symbol: string, number: number) => string;
  samples: string;
  learningRate: string;
  restore: string;
  copy: string;
  copied: string;
  expected: string;
  expectedRate: string;
  /** The error of several samples. */
  sum: (samples: number) => string;
  total: string;
  layer: (units: string) => string;
  from: string;
  bias: string;
  sharedBias: string;
  legend: string;
  none: string;
  changed: (numbers: number) => string;
  falls: string;
  rises: string;
  same: string;
  rounds: string;
  roundsText: (samples: number) => string;
  count: string;
  round: string;
  weights: string;
  errorOf: (samples: number) => string;
  first: string;
  previous: string;
  next: string;
  last: string;
  goTo: string;
  working: string;
  notes: string;
  tooLarge: (most: number) => string;
  take: (round: string) => string;
  between: (low: string, high: string) => string;
}

export const words: Record<Language, Words> = {
  en: {
    title: "Fill in your own numbers",
    intro:
      "Change any number: everything that depends on it is calculated again at once, and marked. The link in the address keeps your numbers.",
    drawing: "The network with all numbers of one round",
    drawingText: "Every number of the picture is also in the tables and in “Step by step”.",
    sample: (number) => `Sample ${number}`,
    ofSample: (symbol, number) => `${symbol}, sample ${number}`,
    samples: "Samples",
    learningRate: "Learning rate η",
    restore: "Numbers of the example",
    copy: "Copy link",
    copied: "Copied",
    expected: "Expected a number, such as 0.45.",
    expectedRate: "Expected a number greater than 0, such as 0.5.",
    sum: (samples) => `E of all ${samples} samples`,
    total: "Total error: the sum over outputs and samples",
    layer: (units) => `Weights into ${units}`,
    from: "from",
    bias: "bias",
    sharedBias: "bias of the layer",
    legend: "Under each number: its gradient ∂E, and its value after one round →.",
    none: "These are the numbers of the example. Change one to see what depends on it.",
    changed: (numbers) => `${numbers} of the calculated numbers changed.`,
    falls: "The error falls",
    rises: "The error rises",
    same: "The error stays the same",
    rounds: "Round by round",
    roundsText: (samples) =>
      samples === 1
        ? "A round is one update with the sample. Row 0 is before the first."
        : `A round is one update with one sample; the ${samples} samples take turns. Row 0 is before the first. The outputs are those of sample 1.`,
    count: "Rounds",
    round: "Round",
    weights: "Weights by round",
    errorOf: (samples) => (samples === 1 ? "Error by round" : "Total error by round"),
    first: "First rows",
    previous: "Rows before",
    next: "Next rows",
    last: "Last rows",
    goTo: "Go to round",
    working: "Calculating …",
    notes: "How this differs from the training of the page",
    tooLarge: (most) =>
      `This network has too many weights for a field each. Choose smaller layers: at most ${most} weights.`,
    take: (round) => `Start from the weights after round ${round}`,
    between: (low, high) => `from ${low} to ${high}`,
  },
  zh: {
    title: "填入自己的数",
    intro: "改动任何一个数，凡与它有关的数都会立即重算并标出。地址栏中的链接会带上您的数。",
    drawing: "标有一次迭代全部数字的网络图",
    drawingText: "图中的每个数字也在表格和“逐步演算”中。",
    sample: (number) => `样本 ${number}`,
    ofSample: (symbol, number) => `${symbol}，样本 ${number}`,
    samples: "样本",
    learningRate: "学习率 η",
    restore: "恢复例题的数",
    copy: "复制链接",
    copied: "已复制",
    expected: "应为数字，例如 0.45。",
    expectedRate: "应为大于 0 的数字，例如 0.5。",
    sum: (samples) => `全部 ${samples} 个样本的 E`,
    total: "总误差：对所有输出和样本求和",
    layer: (units) => `通往 ${units} 的权重`,
    from: "来自",
    bias: "偏置",
    sharedBias: "该层的偏置",
    legend: "每个数下方：它的梯度 ∂E，以及一次迭代之后的值 →。",
    none: "现在是例题原来的数。改动一个，看看哪些数随之改变。",
    changed: (numbers) => `有 ${numbers} 个算出的数改变。`,
    falls: "误差减小",
    rises: "误差增大",
    same: "误差不变",
    rounds: "逐次变化",
    roundsText: (samples) =>
      samples === 1
        ? "一次迭代就是用该样本更新一次。第 0 行是更新之前。"
        : `一次迭代就是用一个样本更新一次，${samples} 个样本依次使用。第 0 行是更新之前。输出是样本 1 的输出。`,
    count: "迭代次数",
    round: "迭代",
    weights: "各次迭代的权重",
    errorOf: (samples) => (samples === 1 ? "各次迭代的误差" : "各次迭代的总误差"),
    first: "最前面",
    previous: "上一页",
    next: "下一页",
    last: "最后面",
    goTo: "转到第几次迭代",
    working: "正在计算……",
    notes: "与本页训练的不同之处",
    tooLarge: (most) => `这个网络的权重太多，无法逐个填写。请选较小的层：最多 ${most} 个权重。`,
    take: (round) => `以第 ${round} 次迭代之后的权重为起点`,
    between: (low, high) => `从 ${low} 到 ${high}`,
  },
};
