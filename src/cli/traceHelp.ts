/** The help of `chainrule trace`, in every language. */
import { presetVariants } from "../explain/presets.js";
import { optionWords } from "./helpWords.js";
import type { Told } from "./locale.js";
import { traceFormats } from "./traceFormats.js";

const variants = Object.entries(presetVariants);

/** The variants of the worked examples. */
export const variantHelp: Told = {
  en: variants.map(([name, own]) => `of ${name}: ${own.join(" | ")} (${own[0]})`).join("; "),
  zh: variants.map(([name, own]) => `${name} 的变体：${own.join(" | ")}（默认 ${own[0]}）`).join("；"),
};

export const traceArgument: Told = {
  en: "mazur | matrix | xor | autoencoder, a config (.json) or a model file",
  zh: "mazur | matrix | xor | autoencoder，配置文件（.json）或模型文件（默认 mazur）",
};

/** Flags as commander takes them, and what they do. */
export const traceFlags: readonly (readonly [flags: string, help: Told])[] = [
  ["--variant <name>", variantHelp],
  [
    "--inputs <numbers>",
    {
      en: 'other samples: "0.05,0.1", or several: "0,0;0,1"',
      zh: '其他样本，如 "0.05,0.1"；多个样本如 "0,0;0,1"',
    },
  ],
  [
    "--targets <numbers>",
    { en: 'their targets: "0.01,0.99", or several: "0;1"', zh: '样本的目标值，如 "0.01,0.99"；多个如 "0;1"' },
  ],
  [
    "--data <file>",
    { en: "samples: CSV with a header, or IDX images", zh: "样本文件：带表头的 CSV，或 IDX 图像" },
  ],
  ["--labels <file>", { en: "IDX labels of IDX images", zh: "IDX 图像的 IDX 标签" }],
  [
    "--target <column>",
    { en: "CSV column of the targets, where a config reads CSV", zh: "配置文件读取 CSV 时，目标值所在的列" },
  ],
  [
    "--separator <mark>",
    {
      en: 'between CSV cells: "," | ";" | "|" | tab (",")',
      zh: 'CSV 单元格的分隔符：","、";"、"|" 或 tab（默认 ","）',
    },
  ],
  [
    "--sample <n>",
    { en: "which sample, from 1 (1; of xor: 4)", zh: "第几个样本，从 1 数起（默认 1；xor 为 4）" },
  ],
  [
    "--learning-rate <rate>",
    { en: "η of the update (that of the network)", zh: "更新的学习率 η（默认为网络自身的学习率）" },
  ],
  [
    "--digits <n>",
    {
      en: "decimal places, 1 to 17; 17 shows every digit (9)",
      zh: "小数位数，1 至 17；17 显示全部位数（默认 9）",
    },
  ],
  ["--lang <code>", optionWords.lang],
  [
    "--format <name>",
    { en: `${traceFormats.join(" | ")} (text)`, zh: `输出格式：${traceFormats.join(" | ")}（默认 text）` },
  ],
  ["--view <kind>", { en: "scalar | matrix (scalar)", zh: "scalar 逐个数值 | matrix 矩阵（默认 scalar）" }],
  [
    "--unit <name>",
    { en: "steps of one neuron only, such as h1 or o2", zh: "只列出一个神经元的步骤，如 h1 或 o2" },
  ],
  [
    "--rounds <n>",
    { en: "number of rounds to train; show how the error falls", zh: "迭代多少次，并显示误差如何下降" },
  ],
  [
    "--order <name>",
    {
      en: "with --rounds, which sample each takes: turns | random (turns; listing of xor: random)",
      zh: "与 --rounds 合用，每次迭代取哪个样本：turns 依次 | random 随机（默认 turns；xor 的 listing 为 random）",
    },
  ],
  [
    "--every <k>",
    {
      en: "with --rounds: CSV of the weights after every k rounds",
      zh: "与 --rounds 合用：每 k 次迭代输出一次权重，CSV 格式",
    },
  ],
  [
    "--until-error <e>",
    {
      en: "stop when the error is no larger; keep the best weights (100000 rounds at most)",
      zh: "误差不大于此值时停止，保留最好的权重（至多 100000 次迭代）",
    },
  ],
  [
    "--check <file>",
    {
      en: "compare numbers of your own: JSON of symbol: value, or CSV of symbol,value",
      zh: "核对您自己的数字：JSON 的“符号: 数值”，或 CSV 的“符号,数值”",
    },
  ],
  [
    "--check-published",
    {
      en: "compare the figures of published versions with ours",
      zh: "把已发表版本中的数值与本程序的数值对照",
    },
  ],
  [
    "--glossary [word]",
    {
      en: "what a word means, in either language; without a word: all terms",
      zh: "查术语的含义，中英文皆可；不写词则列出全部术语",
    },
  ],
  ["-o, --output <file>", { en: "write to a file instead of printing", zh: "写入文件，而不是显示出来" }],
];

export const traceExamples: Told = {
  en: `
A config is one of "train": "weights", "biasValues", "inputs" and "targets" stand beside its settings. Each row of a
matrix of weights holds those that lead into one neuron. Flat lists in this order, and names, mean the same: [0.15, 0.2, …],
{ "w1": 0.15, … }, or { "w_{1,1}": 0.15, … }, from 1 to 1. "example" takes everything else from a worked example:
  { "layers": [2, 2, 1], "biases": "shared", "optimizer": { "learningRate": 0.5 },
    "weights": [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]], "biasValues": [0.35, 0.6],
    "inputs": [0.05, 0.1], "targets": [0.01] }
  { "example": "mazur", "targets": [0.2, 0.8] }

Examples:
  chainrule trace --format html -o lesson.html     a page to click through, step by step
  chainrule trace                                  the 2-2-2 example, step by step
  chainrule trace matrix --view matrix             3-3-2 in matrices
  chainrule trace mazur --rounds 10000             the error on its way down
  chainrule trace xor --sample 2 --lang zh
  chainrule trace xor --variant listing --rounds 10000
  chainrule trace --glossary epsilon
  chainrule trace mazur --check mine.csv           your own numbers: lines such as net_h1,0.3775
  chainrule trace mazur --check-published
  chainrule trace model.safetensors --data iris.csv --sample 7 --unit o1
`,
  zh: `
配置文件与 train 的相同，"weights"、"biasValues"、"inputs" 和 "targets" 写在各项设置旁边。权重矩阵的每一行是通向
同一个神经元的权重。也可以按同样的次序写成一列 [0.15, 0.2, …]，或者写出名称：{ "w1": 0.15, … }，或
{ "w_{1,1}": 0.15, … }（从 1 到 1）。写上 "example"，其余都取自该例题：
  { "layers": [2, 2, 1], "biases": "shared", "optimizer": { "learningRate": 0.5 },
    "weights": [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]], "biasValues": [0.35, 0.6],
    "inputs": [0.05, 0.1], "targets": [0.01] }
  { "example": "mazur", "targets": [0.2, 0.8] }

示例：
  chainrule trace --format html -o lesson.html     可以一步一步点击浏览的页面
  chainrule trace                                  2-2-2 例题，逐步演算
  chainrule trace matrix --view matrix             3-3-2 例题，矩阵形式
  chainrule trace mazur --rounds 10000             误差如何下降
  chainrule trace xor --sample 2 --lang zh
  chainrule trace xor --variant listing --rounds 10000
  chainrule trace --glossary 偏至
  chainrule trace mazur --check mine.csv           核对您自己的数字，每行如 net_h1,0.3775
  chainrule trace mazur --check-published
  chainrule trace model.safetensors --data iris.csv --sample 7 --unit o1
`,
};
