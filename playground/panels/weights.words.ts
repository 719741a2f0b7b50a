/** The words of the chart of weights over time. */
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  all: string;
  layers: string;
  axis: string;
  log: string;
  empty: string;
  weight: (name: string, from: string, to: string, value: string) => string;
  bias: (unit: string, value: string) => string;
  mean: (layer: number, value: string) => string;
  largest: (layer: number, value: string) => string;
  update: (number: string) => string;
  /** The description of the chart for screen readers. */
  chart: (lines: string, updates: string, range: string) => string;
  point: string;
}

export const words = {
  en: {
    title: "Weights over time",
    all: "Solid lines are weights, dotted lines are biases: blue above zero, orange below.",
    layers: "Each layer has two lines: the mean |w| of its weights (solid) and the largest |w| (dashed).",
    axis: "updates since the reset",
    log: "log",
    empty: "Run the training to draw the lines.",
    weight: (name, from, to, value) => `${name}, ${from} → ${to}: ${value}`,
    bias: (unit, value) => `bias of ${unit}: ${value}`,
    mean: (layer, value) => `layer ${layer}, mean |w|: ${value}`,
    largest: (layer, value) => `layer ${layer}, largest |w|: ${value}`,
    update: (number) => `update ${number}`,
    chart: (lines, updates, range) => `${lines} lines over ${updates} updates, current values ${range}.`,
    point: "Point at a line to read its name and value.",
  },
  zh: {
    title: "权重变化",
    all: "实线为权重，点线为偏置：零以上为蓝色，零以下为橙色。",
    layers: "每层有两条线：实线为该层权重绝对值 |w| 的平均，虚线为最大值。",
    axis: "重置以来的更新次数",
    log: "对数",
    empty: "开始训练后画出曲线。",
    weight: (name, from, to, value) => `${name}，${from} → ${to}：${value}`,
    bias: (unit, value) => `${unit} 的偏置：${value}`,
    mean: (layer, value) => `第 ${layer} 层，|w| 的平均值：${value}`,
    largest: (layer, value) => `第 ${layer} 层，|w| 的最大值：${value}`,
    update: (number) => `第 ${number} 次更新`,
    chart: (lines, updates, range) => `${lines} 条曲线，共 ${updates} 次更新，当前取值 ${range}。`,
    point: "指向某条线可读取其名称和数值。",
  },
} satisfies Record<Language, Words>;
