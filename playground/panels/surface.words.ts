import type { Language } from "../model.js";

export const words = {
  en: {
    title: "Answers over the plane",
    /** Of a picture, for those who do not see it. */
    picture: (x: string, y: string, low: string, high: string, train: number, test: number) =>
      `What the network answers where ${x} and ${y} go from ${low} to ${high}, in colours, and ${train} training samples` +
      `${test > 0 ? ` and ${test} held out` : ""} as points.`,
    keys: "Arrow keys move the cross, Enter explains the nearest training sample.",
    training: "training",
    heldOut: "held out",
    showHeldOut: "Show held-out samples",
    output: "Output",
    hint: "Point at a place to read the outputs; click a filled point to explain that sample.",
    says: "says",
    negative: "below 0",
    positive: "above 0",
  },
  zh: {
    title: "平面上的输出",
    picture: (x: string, y: string, low: string, high: string, train: number, test: number) =>
      `以颜色表示 ${x} 和 ${y} 从 ${low} 到 ${high} 时网络的输出，并以点表示 ${train} 个训练样本` +
      `${test > 0 ? `和 ${test} 个留出样本` : ""}。`,
    keys: "方向键移动十字，回车键解释最近的训练样本。",
    training: "训练",
    heldOut: "留出",
    showHeldOut: "显示留出样本",
    output: "输出",
    hint: "指向某处可读取输出；点击实心点可解释该样本。",
    says: "判为",
    negative: "小于 0",
    positive: "大于 0",
  },
} satisfies Record<Language, unknown>;
