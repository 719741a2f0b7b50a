/** Words of the chart of weights over time. */
import type { Language } from "../model.js";

interface Words {
  title: string;
  all: string;
  layers: string;
  axis: string;
  empty: string;
  weight: (name: string, from: string, to: string, value: string) => string;
  bias: (unit: string, value: string) => string;
  mean: (layer: number, value: string) => string;
  largest: (layer: number, value: string) => string;
  moment: (update: string) => string;
  /** The chart for those who do not see it. */
  chart: (lines: string, updates: string, range: string) => string;
  point: string;
}

export const words = {
  en: {
    title: "Weights over time",
    all: "Every weight is a line, every bias a dotted one: blue above zero, orange below.",
    layers: "Of each layer, by its number: the mean size |w| of its weights, and dashed the largest.",
    axis: "updates since the reset",
    empty: "Run the training: the lines begin with the first update.",
    weight: (name, from, to, value) => `${name}, ${from} → ${to}: ${value}`,
    bias: (unit, value) => `bias of ${unit}: ${value}`,
    mean: (layer, value) => `layer ${layer}, mean |w|: ${value}`,
    largest: (layer, value) => `layer ${layer}, largest |w|: ${value}`,
    moment: (update) => `update ${update}`,
    chart: (lines, updates, range) => `${lines} lines over ${updates} updates, at present from ${range}.`,
    point: "Point at a line to see which weight it is.",
  },
  zh: {
    title: "权重的变化",
    all: "每个权重一条线，偏置为点线：零以上为蓝色，零以下为橙色。",
    layers: "线旁的数字是层号：实线为该层权重绝对值 |w| 的平均，虚线为最大值。",
    axis: "重置以来的更新次数",
    empty: "开始训练后，曲线从第一次更新画起。",
    weight: (name, from, to, value) => `${name}，${from} → ${to}：${value}`,
    bias: (unit, value) => `${unit} 的偏置：${value}`,
    mean: (layer, value) => `第 ${layer} 层，|w| 的平均值：${value}`,
    largest: (layer, value) => `第 ${layer} 层，|w| 的最大值：${value}`,
    moment: (update) => `第 ${update} 次更新`,
    chart: (lines, updates, range) => `${lines} 条曲线，共 ${updates} 次更新，目前的取值为 ${range}。`,
    point: "把指针移到线上，可以看到它是哪个权重。",
  },
} satisfies Record<Language, Words>;
