/** The words of the fit of numbers. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    curve: "Fit",
    against: "Predicted against actual",
    output: "Output",
    actual: (name: string) => `actual ${name}`,
    predicted: (name: string) => `predicted ${name}`,
    training: "training",
    test: "test",
    network: "network",
    perfect: "perfect predictions",
    waiting: "No predictions yet.",
    /** The description of the picture for screen readers. */
    curvePicture: (x: string, y: string) =>
      `The network's ${y} over ${x} as a line, and the samples as points.`,
    againstPicture: (name: string) => `The predicted ${name} of each sample over the actual one.`,
    errors: (r2: string, rmse: string, rows: string, isTest: boolean) =>
      `R² ${r2}, root mean squared error ${rmse} (${rows} ${isTest ? "test" : "training"} samples)`,
  },
  zh: {
    curve: "拟合",
    against: "预测值与实际值",
    output: "输出",
    actual: (name: string) => `实际 ${name}`,
    predicted: (name: string) => `预测 ${name}`,
    training: "训练",
    test: "测试",
    network: "网络",
    perfect: "完全准确的预测",
    waiting: "还没有预测结果。",
    curvePicture: (x: string, y: string) => `以曲线表示网络在 ${x} 上的 ${y}，以点表示样本。`,
    againstPicture: (name: string) => `每个样本的 ${name}：预测值对实际值。`,
    errors: (r2: string, rmse: string, rows: string, isTest: boolean) =>
      `R² ${r2}，均方根误差 ${rmse}（${rows} 个${isTest ? "测试" : "训练"}样本）`,
  },
} satisfies Record<Language, unknown>;
