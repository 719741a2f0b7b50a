/** Words of the panel "Take away" in English and Chinese. */
import type { Language } from "../model.js";
import type { FormatName } from "../take/formats.js";

interface Words {
  title: string;
  files: string;
  download: string;
  making: string;
  failed: string;
  formats: Record<FormatName, readonly [name: string, about: string]>;
  images: readonly [name: string, about: string];
  round: readonly [name: string, about: string];
  code: string;
  codeAbout: string;
  notExact: string;
  notTrained: string;
  running: string;
  needs: (files: string) => string;
  command: string;
  commandAbout: (files: string) => string;
  commandTrace: (file: string) => string;
  link: string;
  linkAbout: string;
  linkFile: string;
  copy: string;
  copied: string;
  selected: string;
}

const en: Words = {
  title: "Take away",
  files: "Files",
  download: "Download",
  making: "Making …",
  failed: "This did not work:",
  formats: {
    model: ["Model", "weights, settings and names, for Network.load and chainrule predict (safetensors)"],
    onnx: [
      "ONNX",
      "for onnxruntime and other programs: takes inputs as they are in the data, answers with class names too",
    ],
    config: ["Settings", "what chainrule train takes as its configuration"],
    data: ["Data", "all samples as CSV, training and held out, every number with all its digits"],
    report: ["Report", "curves, classes, worst samples and weights on one page that needs nothing else"],
    trace: ["Step by step", "one round at the present weights, every number with its formula, as a page"],
  },
  images: ["Data", "all images and their labels as two IDX files"],
  round: ["Settings", "settings, present weights and the sample, for chainrule trace"],
  code: "In JavaScript",
  codeAbout:
    "The same training with the library, in Node: the same bits, so the same loss to the last digit.",
  notExact: "Settings were changed on the way, so this repeats the training with the last ones, not exactly.",
  notTrained: "Nothing is trained yet: this trains 100 epochs.",
  running: "The training goes on: pause it for a snippet that stands still.",
  needs: (files) => `Put ${files} beside it: download the data above.`,
  command: "On the command line",
  commandAbout: (files) => `Trains the same network. Put ${files} into the directory first.`,
  commandTrace: (file) =>
    `These data have several target columns, which the command line does not train on. This shows every number of the next round, from the present weights. Put ${file} into the directory first.`,
  link: "This page",
  linkAbout:
    "The link holds all choices: who opens it gets the same data, the same first weights, the same training.",
  linkFile: "A link cannot hold a file of yours: take the data and the settings instead.",
  copy: "Copy",
  copied: "Copied",
  selected: "Selected: copy it by keyboard",
};

const zh: Words = {
  title: "带走",
  files: "文件",
  download: "下载",
  making: "正在生成……",
  failed: "未能完成：",
  formats: {
    model: ["模型", "权重、设置和名称，供 Network.load 与 chainrule predict 使用（safetensors）"],
    onnx: ["ONNX", "供 onnxruntime 等程序使用：直接接受原始数据，并给出类别名称"],
    config: ["设置", "chainrule train 所用的配置文件"],
    data: ["数据", "全部样本（训练与留出）的 CSV，每个数都保留全部数位"],
    report: ["报告", "曲线、各类别、最差样本和权重，全在一个独立的网页里"],
    trace: ["逐步演算", "当前权重下的一轮训练，每个数都附公式，单独成页"],
  },
  images: ["数据", "全部图像及其标签，两个 IDX 文件"],
  round: ["设置", "设置、当前权重和样本，供 chainrule trace 使用"],
  code: "JavaScript 代码",
  codeAbout: "在 Node 中用本库重复同样的训练：每一位都相同，损失也分毫不差。",
  notExact: "训练途中改过设置，因此这里只能用最后的设置重复训练，结果不会完全相同。",
  notTrained: "还没有训练：这段代码训练 100 个 epoch。",
  running: "训练正在进行：暂停之后，这段代码才会固定下来。",
  needs: (files) => `请把 ${files} 放在同一目录：可在上面下载数据。`,
  command: "命令行",
  commandAbout: (files) => `训练同样的网络。请先把 ${files} 放进当前目录。`,
  commandTrace: (file) =>
    `这份数据有多个目标列，命令行不能用它训练；这条命令从当前权重出发，列出下一轮的每一个数。请先把 ${file} 放进当前目录。`,
  link: "本页链接",
  linkAbout: "链接里包含全部选择：打开它，就会得到同样的数据、同样的初始权重和同样的训练。",
  linkFile: "链接里放不下你打开的文件：请改为带走数据和设置。",
  copy: "复制",
  copied: "已复制",
  selected: "已选中，请用键盘复制",
};

export const words = { en, zh } satisfies Record<Language, Words>;
