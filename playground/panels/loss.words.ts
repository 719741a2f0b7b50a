import type { Language } from "../model.js";

export const words = {
  en: {
    title: "Loss",
    scale: "Scale of the loss axis",
    linear: "linear",
    log: "log",
    epoch: "epoch",
    train: "training",
    test: "held out",
    none: "No epoch has been trained yet.",
    falling: "falling",
    rising: "rising",
    steady: "steady",
    chart: (epoch: string, parts: string) => `Chart of the loss over epochs, to epoch ${epoch}: ${parts}.`,
    part: (name: string, value: string, trend: string) => `${name} ${value}, ${trend}`,
  },
  zh: {
    title: "损失",
    scale: "损失坐标轴的刻度",
    linear: "线性",
    log: "对数",
    epoch: "轮次",
    train: "训练",
    test: "留出",
    none: "还没有训练任何一轮。",
    falling: "下降",
    rising: "上升",
    steady: "平稳",
    chart: (epoch: string, parts: string) => `损失随轮次变化的图，至第 ${epoch} 轮：${parts}。`,
    part: (name: string, value: string, trend: string) => `${name} ${value}，${trend}`,
  },
} satisfies Record<Language, unknown>;
