/** The words of the confusion matrix. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    title: "Confusion matrix",
    test: (accuracy: string, rows: string) => `Test accuracy ${accuracy} (${rows} samples).`,
    trained: (accuracy: string, rows: string) =>
      `Training accuracy ${accuracy} (${rows} samples). There are no test samples.`,
    waiting: "No predictions yet.",
    caption: "Rows: actual class. Columns: predicted class.",
    actual: "actual",
    predicted: "predicted",
    wrong: (actual: string, predicted: string, count: string, all: string) =>
      `Actual ${actual}, predicted ${predicted}: ${count} of ${all}`,
    right: (actual: string, count: string, all: string) =>
      `Actual ${actual}, predicted correctly: ${count} of ${all}`,
    hint: "Point at a number to read it in words.",
  },
  zh: {
    title: "混淆矩阵",
    test: (accuracy: string, rows: string) => `测试准确率 ${accuracy}（${rows} 个样本）。`,
    trained: (accuracy: string, rows: string) => `训练准确率 ${accuracy}（${rows} 个样本）。没有测试样本。`,
    waiting: "还没有预测结果。",
    caption: "行：实际类别。列：预测类别。",
    actual: "实际",
    predicted: "预测",
    wrong: (actual: string, predicted: string, count: string, all: string) =>
      `实际为 ${actual}，预测为 ${predicted}：${all} 个中有 ${count} 个`,
    right: (actual: string, count: string, all: string) =>
      `实际为 ${actual}，预测正确：${all} 个中有 ${count} 个`,
    hint: "指向某个数字可读取其含义。",
  },
} satisfies Record<Language, unknown>;
