import type { Language } from "../model.js";

export const words = {
  en: {
    title: "Worst mistakes",
    heldOut: (wrong: string, rows: string) =>
      `${wrong} of ${rows} held-out pictures are taken for something else.`,
    trained: (wrong: string, rows: string) =>
      `${wrong} of ${rows} training pictures are taken for something else.`,
    none: (rows: string) => `None of ${rows} pictures is taken for something else.`,
    waiting: "No answers yet.",
    is: "is",
    said: "said",
    outputs: "Outputs for this picture",
    hint: "Choose a picture to see all outputs for it.",
    right: "right",
  },
  zh: {
    title: "最严重的错误",
    heldOut: (wrong: string, rows: string) => `${rows} 张留出图片中有 ${wrong} 张被误判。`,
    trained: (wrong: string, rows: string) => `${rows} 张训练图片中有 ${wrong} 张被误判。`,
    none: (rows: string) => `${rows} 张图片全部判断正确。`,
    waiting: "还没有结果。",
    is: "实际",
    said: "判为",
    outputs: "网络对这张图片的输出",
    hint: "选择一张图片可查看它的全部输出。",
    right: "正确",
  },
} satisfies Record<Language, unknown>;
