/** The words of the drawing pad. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    title: "Draw your own",
    pad: "Drawing pad",
    hint: "Draw with mouse, finger or pen.",
    clear: "Clear",
    load: "Load a test image",
    loadTrained: "Load a training image",
    input: "Network input: scaled to 20 × 20 pixels and centred",
    inputLoaded: "Network input",
    predicted: (name: string) => `Predicted: ${name}.`,
    both: (actual: string, name: string) => `Actual: ${actual}. Predicted: ${name}.`,
    outputs: "Outputs for the image on the pad",
    right: "correct",
  },
  zh: {
    title: "自己画一个",
    pad: "画板",
    hint: "用鼠标、手指或笔来画。",
    clear: "清除",
    load: "载入一张测试图像",
    loadTrained: "载入一张训练图像",
    input: "网络的输入：缩放至 20 × 20 像素并居中",
    inputLoaded: "网络的输入",
    predicted: (name: string) => `预测为 ${name}。`,
    both: (actual: string, name: string) => `实际为 ${actual}，预测为 ${name}。`,
    outputs: "网络对画板上图像的输出",
    right: "正确",
  },
} satisfies Record<Language, unknown>;
