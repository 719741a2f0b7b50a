/** The words of the chart of losses. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    title: "Loss",
    scale: "Scale of the loss axis",
    linear: "linear",
    log: "log",
    epoch: "epoch",
    train: "training",
    test: "test",
    none: "Not trained yet.",
    falling: "falling",
    rising: "rising",
    steady: "steady",
    chart: (epoch: string, parts: string) => `Chart of the loss up to epoch ${epoch}: ${parts}.`,
    part: (name: string, value: string, trend: string) => `${name} ${value}, ${trend}`,
  },
  zh: {
    title: "损失",
    scale: "损失坐标轴的刻度",
    linear: "线性",
    log: "对数",
    epoch: "轮次",
    train: "训练",
    test: "测试",
    none: "还没有训练。",
    falling: "下降",
    rising: "上升",
    steady: "平稳",
    chart: (epoch: string, parts: string) => `损失随轮次变化的图，至第 ${epoch} 轮：${parts}。`,
    part: (name: string, value: string, trend: string) => `${name} ${value}，${trend}`,
  },
} satisfies Record<Language, unknown>;
