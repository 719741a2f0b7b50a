/** The words of the images that the network classifies wrongly. */
import type { Language } from "../sessionTypes.js";

export const words = {
  en: {
    title: "Worst predictions",
    test: (wrong: string, rows: string) => `${wrong} of ${rows} test images are misclassified.`,
    trained: (wrong: string, rows: string) => `${wrong} of ${rows} training images are misclassified.`,
    none: (rows: string) => `All ${rows} images are classified correctly.`,
    waiting: "No predictions yet.",
    actual: "actual",
    predicted: "predicted",
    outputs: "Outputs for this image",
    hint: "Select an image to see all its outputs.",
    right: "correct",
  },
  zh: {
    title: "最差的预测",
    test: (wrong: string, rows: string) => `${rows} 张测试图像中有 ${wrong} 张分类错误。`,
    trained: (wrong: string, rows: string) => `${rows} 张训练图像中有 ${wrong} 张分类错误。`,
    none: (rows: string) => `${rows} 张图像全部分类正确。`,
    waiting: "还没有预测结果。",
    actual: "实际",
    predicted: "预测",
    outputs: "网络对这张图像的输出",
    hint: "选择一张图像可查看它的全部输出。",
    right: "正确",
  },
} satisfies Record<Language, unknown>;
