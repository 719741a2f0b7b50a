/** The words of the inspector. The sentences about steps are in src/explain/language. */
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  sample: string;
  of: (rows: string) => string;
  before: string;
  next: string;
  another: string;
  classOf: (name: string) => string;
  target: (values: string) => string;
  hints: readonly string[];
  weight: (name: string, from: string, to: string) => string;
  unit: (name: string) => string;
  input: (name: string) => string;
  /** The reason for a delta whose formula is not shown. */
  delta: (unit: string) => string;
  frozen: string;
  forOne: string;
  noExplanation: (message: string) => string;
}

export const words = {
  en: {
    title: "Why this number?",
    sample: "Training sample",
    of: (rows) => `of ${rows}`,
    before: "Previous sample",
    next: "Next sample",
    another: "Random sample",
    classOf: (name) => `class ${name}`,
    target: (values) => `target ${values}`,
    hints: [
      "Point at a unit or a weight of the network to see how its value is calculated, with every number of the formula.",
      "Click to pin, click again to unpin. By keyboard: Tab into the network, then use the arrow keys.",
    ],
    weight: (name, from, to) => `Weight ${name}, from ${from} to ${to}`,
    unit: (name) => `Unit ${name}`,
    input: (name) => `Input ${name}`,
    delta: (unit) =>
      `The delta of ${unit}, ∂E/∂net: how the error changes with its net input. The gradients of all weights into ${unit} contain it.`,
    frozen: "This layer is not trained.",
    forOne: "These numbers are for this one sample. Training takes the mean over a batch.",
    noExplanation: (message) => `This cannot be explained: ${message}`,
  },
  zh: {
    title: "这个数从何而来？",
    sample: "训练样本",
    of: (rows) => `共 ${rows} 个`,
    before: "上一个样本",
    next: "下一个样本",
    another: "随机换一个样本",
    classOf: (name) => `类别 ${name}`,
    target: (values) => `目标值 ${values}`,
    hints: [
      "指向网络中的单元或权重，这里会列出该数值的计算过程和公式中的每个数。",
      "单击固定，再次单击取消固定。使用键盘时，先用 Tab 键进入网络，再用方向键移动。",
    ],
    weight: (name, from, to) => `权重 ${name}，从 ${from} 到 ${to}`,
    unit: (name) => `单元 ${name}`,
    input: (name) => `输入 ${name}`,
    delta: (unit) =>
      `${unit} 的 δ，即 ∂E/∂net：误差随其净输入的变化率。通向 ${unit} 的所有权重的梯度都包含它。`,
    frozen: "这一层不训练。",
    forOne: "以上数值只针对这一个样本；训练时取一批样本的平均值。",
    noExplanation: (message) => `无法解释：${message}`,
  },
} satisfies Record<Language, Words>;
