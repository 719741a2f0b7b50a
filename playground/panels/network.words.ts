/** The words of the drawing of the network. */
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  inputs: string;
  hidden: (index: number, count: number) => string;
  outputs: string;
  /** Which units of a large layer are drawn. */
  range: (first: number, last: number, count: number) => string;
  otherUnits: string;
  moreUnits: (layer: string) => string;
  fewerUnits: (layer: string) => string;
  layerCount: (count: number) => string;
  /** The label of the field that sets a weight or a bias. */
  set: (name: string) => string;
  expectedNumber: string;
  redraw: string;
  addLast: string;
  removeLast: string;
  /** The description of the drawing for screen readers. */
  drawing: (shape: string, activations: string) => string;
  largest: (weight: string, value: string, from: string, to: string) => string;
  keys: string;
  click: string;
  layer: (title: string, count: number) => string;
  unit: (name: string, index: number, count: number) => string;
  input: (name: string) => string;
  output: (value: string) => string;
  bias: (value: string) => string;
  weight: (name: string, from: string, to: string, value: string) => string;
  picture: string;
  valued: (what: string, value: string) => string;
  positive: string;
  negative: string;
  width: string;
  mark: string;
  surface: string;
  /** For activations between 0 and 1. */
  half: string;
  weights: string;
  activation: string;
  thickest: (drawn: string, all: string) => string;
  pinned: string;
}

export const words = {
  en: {
    title: "Network",
    inputs: "Inputs",
    hidden: (index, count) => (count === 1 ? "Hidden" : `Hidden ${index}`),
    outputs: "Outputs",
    range: (first, last, count) => `units ${first} to ${last} of ${count}`,
    otherUnits: "Units that are drawn",
    moreUnits: (layer) => `Hidden layer ${layer}: add units`,
    fewerUnits: (layer) => `Hidden layer ${layer}: remove units`,
    layerCount: (count) => `${count} hidden layer${count === 1 ? "" : "s"}`,
    set: (name) => `Value of ${name}`,
    expectedNumber: "Expected a number.",
    redraw: "New weights",
    addLast: "Add a hidden layer",
    removeLast: "Remove the last hidden layer",
    drawing: (shape, activations) => `The network, ${shape}: ${activations}.`,
    largest: (weight, value, from, to) =>
      `The largest weight drawn is ${weight} = ${value}, from ${from} to ${to}.`,
    keys: "Arrow keys go from unit to weight to unit. Enter sets the weight or the bias. Escape unpins.",
    click: "Click a weight, or the dot of a bias, to set it.",
    layer: (title, count) => `${title}: ${count} unit${count === 1 ? "" : "s"}`,
    unit: (name, index, count) => `Unit ${name}, ${index} of ${count}`,
    input: (name) => `Input ${name}`,
    output: (value) => `output ${value}`,
    bias: (value) => `bias ${value}`,
    weight: (name, from, to, value) => `Weight ${name} from ${from} to ${to}: ${value}`,
    picture: "The sample as an image",
    valued: (what, value) => `${what}: ${value}`,
    positive: "positive",
    negative: "negative",
    width: "thicker line: larger weight",
    mark: "dot: bias",
    surface: "Each square shows the output of its unit over the whole input plane.",
    half: "Where outputs run from 0 to 1, blue is above ½.",
    weights:
      "Squares of the first layer show the weights as images; the others show the output for the sample.",
    activation: "Each square shows the output for the sample.",
    thickest: (drawn, all) => `The ${drawn} largest of ${all} weights are drawn.`,
    pinned: "pinned",
  },
  zh: {
    title: "网络",
    inputs: "输入",
    hidden: (index, count) => (count === 1 ? "隐藏层" : `隐藏层 ${index}`),
    outputs: "输出",
    range: (first, last, count) => `第 ${first} 至 ${last} 个单元，共 ${count} 个`,
    otherUnits: "显示哪些单元",
    moreUnits: (layer) => `隐藏层 ${layer}：增加单元`,
    fewerUnits: (layer) => `隐藏层 ${layer}：减少单元`,
    layerCount: (count) => `${count} 个隐藏层`,
    set: (name) => `${name} 的值`,
    expectedNumber: "请输入一个数。",
    redraw: "新权重",
    addLast: "添加一个隐藏层",
    removeLast: "删除最后一个隐藏层",
    drawing: (shape, activations) => `${shape} 网络：${activations}。`,
    largest: (weight, value, from, to) => `图中最大的权重是 ${weight} = ${value}，从 ${from} 到 ${to}。`,
    keys: "用方向键在单元与权重之间移动，按 Enter 设定权重或偏置，按 Esc 取消固定。",
    click: "单击权重或偏置的圆点，可以设定它的值。",
    layer: (title, count) => `${title}：${count} 个单元`,
    unit: (name, index, count) => `单元 ${name}，第 ${index} 个，共 ${count} 个`,
    input: (name) => `输入 ${name}`,
    output: (value) => `输出 ${value}`,
    bias: (value) => `偏置 ${value}`,
    weight: (name, from, to, value) => `权重 ${name}，从 ${from} 到 ${to}：${value}`,
    picture: "样本图像",
    valued: (what, value) => `${what}：${value}`,
    positive: "正",
    negative: "负",
    width: "线越粗，权重越大",
    mark: "圆点：偏置",
    surface: "每个方格显示该单元在整个输入平面上的输出。",
    half: "输出在 0 到 1 之间时，蓝色表示大于 ½。",
    weights: "第一层的方格把权重画成图像，其余方格显示对当前样本的输出。",
    activation: "每个方格显示对当前样本的输出。",
    thickest: (drawn, all) => `共 ${all} 个权重，只画出最大的 ${drawn} 个。`,
    pinned: "已固定",
  },
} satisfies Record<Language, Words>;
