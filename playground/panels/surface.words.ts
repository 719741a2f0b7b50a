/** The words of the picture of the network's output over the input plane. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    /** Of outputs that mean classes; of numbers the title is `output`. */
    boundary: "Decision boundary",
    /** The description of the picture for screen readers. */
    picture: (x: string, y: string, train: number, test: number) =>
      `The network's output for ${x} and ${y}, as colours. ${train} training samples` +
      `${test > 0 ? ` and ${test} test samples` : ""} are points.`,
    keys: "Arrow keys move the cross. Enter explains the nearest training sample.",
    training: "training",
    test: "test",
    showTest: "Show test samples",
    output: "Output",
    hint: "Point at a place to read the outputs. Click a filled point to explain that sample.",
    predicted: "predicted",
    /** Of wide data. */
    slice: "Slice through the data",
    across: "Across",
    up: "Up",
    others: "All other columns have a typical value: the mean, or the most frequent category.",
    discrete: "Discrete",
    discreteHint: "Show only the predicted class, or the sign of the output",
  },
  zh: {
    boundary: "决策边界",
    picture: (x: string, y: string, train: number, test: number) =>
      `以颜色表示网络对 ${x} 和 ${y} 的输出，以点表示 ${train} 个训练样本` +
      `${test > 0 ? `和 ${test} 个测试样本` : ""}。`,
    keys: "方向键移动十字，回车键解释最近的训练样本。",
    training: "训练",
    test: "测试",
    showTest: "显示测试样本",
    output: "输出",
    hint: "指向某处可读取输出；点击实心点可解释该样本。",
    predicted: "预测",
    slice: "数据的切面",
    across: "横轴",
    up: "纵轴",
    others: "其余各列取典型值：数值取平均，类别取最常见的。",
    discrete: "离散显示",
    discreteHint: "只显示预测的类别，或输出的正负",
  },
} satisfies Record<Language, unknown>;
