/**
 * The words of the help: of the program and of `trace` in every language. The help of the other commands is English, because the
 * settings that it lists are; it is never mixed.
 */
import type { Command } from "commander";
import type { Told } from "./locale.js";

export const programWords: Told = {
  en: "Trains multilayer perceptrons by backpropagation, with the whole step in WebAssembly.",
  zh: "用反向传播训练多层感知机，整个训练步骤都在 WebAssembly 中完成。",
};

/** What each command does. */
export const commandWords = {
  train: { en: "train a network and save it", zh: "训练网络并保存" },
  search: {
    en: "try settings of a space and save the best model",
    zh: "在给定的范围内试验各种设置，保存最好的模型",
  },
  prepare: {
    en: "pack data that are larger than memory, for training from the disk",
    zh: "把大于内存的数据打包，供从磁盘训练",
  },
  predict: { en: "print a model's answers for new data, as CSV", zh: "用模型对新数据作出预测，输出 CSV" },
  evaluate: { en: "measure a model on data with known answers", zh: "用已知答案的数据衡量模型" },
  inspect: {
    en: "print a model (layers, weights, settings) or a data file (its columns)",
    zh: "列出模型的各层、权重、设置与缩放，或数据文件的各列",
  },
  export: {
    en: "write a model for other programs, or a lesson: a short script that trains",
    zh: "把模型导出给其他程序，或写成一段能自行训练的短程序",
  },
  import: {
    en: "make a model file of a model of another program",
    zh: "把其他程序的模型转换成模型文件",
  },
  verify: {
    en: "check every build on this machine against the reference",
    zh: "在本机上将各个构建与参考实现对照",
  },
  trace: {
    en: "show every number of a training step: formula, numbers put in, result",
    zh: "列出一步训练中的每个数值：公式、代入数字、结果",
  },
  bench: {
    en: "measure wasm against plain TypeScript on this machine",
    zh: "在本机上比较 wasm 与纯 TypeScript 的速度",
  },
  serve: {
    en: "serve the playground, a page to watch training in, until Ctrl-C",
    zh: "打开训练演示页面，按 Ctrl-C 结束",
  },
  info: { en: "print what this machine can run", zh: "显示本机能运行哪些构建" },
} as const satisfies Record<string, Told>;

export const optionWords = {
  version: { en: "print the version", zh: "显示版本" },
  lang: {
    en: "language: en | zh (default: that of the locale)",
    zh: "语言：en | zh（默认按系统区域设置）",
  },
  json: { en: "print one JSON document on stdout", zh: "在标准输出上只输出一个 JSON 文档" },
  quiet: { en: "no progress, no messages", zh: "不显示进度和消息" },
} as const satisfies Record<string, Told>;

const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
};

/** Makes the help of a command Chinese, apart from the descriptions that it has already. */
export function inChinese(command: Command, usage: string): Command {
  return command
    .usage(usage)
    .helpOption("-h, --help", "显示帮助")
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      argumentDescription: ({ description }) => description,
      subcommandTerm: (one) => `${one.name()} ${one.usage()}`.replace("[options]", "[选项]").trim(),
    });
}
