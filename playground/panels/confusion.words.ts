import type { Language } from "../model.js";

export const words = {
  en: {
    title: "Taken for what",
    heldOut: (right: string, rows: string) => `${right} of ${rows} held-out samples are right.`,
    trained: (right: string, rows: string) =>
      `${right} of ${rows} training samples are right; none are held out.`,
    waiting: "No answers yet.",
    caption: "Rows: what samples are. Columns: what the network takes them for.",
    is: "is",
    said: "taken for",
    wrong: (actual: string, said: string, count: string, all: string) =>
      `${actual} taken for ${said}: ${count} of ${all}`,
    right: (actual: string, count: string, all: string) => `${actual} recognised: ${count} of ${all}`,
    hint: "Point at a number to read it in words.",
  },
  zh: {
    title: "混淆矩阵",
    heldOut: (right: string, rows: string) => `${rows} 个留出样本中有 ${right} 判断正确。`,
    trained: (right: string, rows: string) => `${rows} 个训练样本中有 ${right} 判断正确；没有留出样本。`,
    waiting: "还没有结果。",
    caption: "行：样本的实际类别。列：网络判断的类别。",
    is: "实际",
    said: "判为",
    wrong: (actual: string, said: string, count: string, all: string) =>
      `${actual} 被判为 ${said}：${all} 个中有 ${count} 个`,
    right: (actual: string, count: string, all: string) => `${actual} 判断正确：${all} 个中有 ${count} 个`,
    hint: "指向某个数字可读取其含义。",
  },
} satisfies Record<Language, unknown>;
