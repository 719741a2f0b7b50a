/** The words of the charts of losses and accuracies. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    title: "Loss",
    both: "Loss and accuracy",
    loss: "loss",
    accuracy: "accuracy",
    scale: "Logarithmic axes",
    logLoss: "log loss",
    logEpochs: "log epochs",
    epoch: "epoch",
    train: "training",
    test: "test",
    none: "Not trained yet.",
    falling: "falling",
    rising: "rising",
    steady: "steady",
    chart: (what: string, epoch: string, parts: string) =>
      `Chart of the ${what} up to epoch ${epoch}: ${parts}.`,
    part: (name: string, value: string, trend: string) => `${name} ${value}, ${trend}`,
  },
  zh: {
    title: "损失",
    both: "损失与准确率",
    loss: "损失",
    accuracy: "准确率",
    scale: "对数坐标轴",
    logLoss: "损失取对数",
    logEpochs: "轮次取对数",
    epoch: "轮次",
    train: "训练",
    test: "测试",
    none: "还没有训练。",
    falling: "下降",
    rising: "上升",
    steady: "平稳",
    chart: (what: string, epoch: string, parts: string) =>
      `${what}随轮次变化的图，至第 ${epoch} 轮：${parts}。`,
    part: (name: string, value: string, trend: string) => `${name} ${value}，${trend}`,
  },
} satisfies Record<Language, unknown>;
