/** Words of the inspector. Sentences about steps are those of the trace, in src/explain/language. */
import type { Language } from "../model.js";

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
  /** Of an output, or where there is no room for a formula. */
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
    before: "Sample before",
    next: "Next sample",
    another: "Any other sample",
    classOf: (name) => `class ${name}`,
    target: (values) => `target ${values}`,
    hints: [
      "Point at a unit or a weight of the network: here is where its number comes from, with every number of the formula.",
      "A click holds it, another click lets go. By keyboard: Tab into the network, then the arrow keys.",
    ],
    weight: (name, from, to) => `Weight ${name}, from ${from} to ${to}`,
    unit: (name) => `Unit ${name}`,
    input: (name) => `Input ${name}`,
    delta: (unit) =>
      `The delta of ${unit}, ∂E/∂net: how the error changes with its net input. Every weight into ${unit} needs it.`,
    frozen: "This layer does not train.",
    forOne: "All of it for this one sample; training takes the mean over a batch.",
    noExplanation: (message) => `There are no numbers to explain: ${message}`,
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
      "把指针移到网络中的单元或权重上，这里就会列出该数值的来历，公式中的每个数都代入其中。",
      "单击可以选定，再次单击取消。使用键盘时，先用 Tab 键进入网络，再用方向键移动。",
    ],
    weight: (name, from, to) => `权重 ${name}，从 ${from} 到 ${to}`,
    unit: (name) => `单元 ${name}`,
    input: (name) => `输入 ${name}`,
    delta: (unit) => `${unit} 的 δ，即 ∂E/∂net：误差随其净输入的变化率。通向 ${unit} 的每个权重都要用到它。`,
    frozen: "这一层不参与训练。",
    forOne: "以上只针对这一个样本；训练时取一个批次的平均值。",
    noExplanation: (message) => `没有可以解释的数值：${message}`,
  },
} satisfies Record<Language, Words>;
