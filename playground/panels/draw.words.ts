import type { Language } from "../model.js";

export const words = {
  en: {
    title: "Draw your own",
    pad: "Pad to draw on",
    hint: "Draw with mouse, finger or pen.",
    clear: "Clear",
    load: "Load a held-out picture",
    loadTrained: "Load a training picture",
    sees: "What the network gets: fitted into 20 × 20 pixels, centred",
    seesLoaded: "What the network gets",
    says: (name: string) => `The network says ${name}.`,
    isSays: (actual: string, name: string) => `It is ${actual}. The network says ${name}.`,
    outputs: "Outputs for what is on the pad",
    right: "right",
  },
  zh: {
    title: "自己画一个",
    pad: "画板",
    hint: "用鼠标、手指或笔来画。",
    clear: "清除",
    load: "载入一张留出图片",
    loadTrained: "载入一张训练图片",
    sees: "网络得到的图像：缩放至 20 × 20 像素并居中",
    seesLoaded: "网络得到的图像",
    says: (name: string) => `网络判为 ${name}。`,
    isSays: (actual: string, name: string) => `实际是 ${actual}。网络判为 ${name}。`,
    outputs: "网络对画板内容的输出",
    right: "正确",
  },
} satisfies Record<Language, unknown>;
