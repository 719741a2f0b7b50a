/** The words of the panel "Export". */
import type { FormatName } from "../export/formats.js";
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  files: string;
  download: string;
  making: string;
  failed: string;
  formats: Record<FormatName, readonly [name: string, about: string]>;
  images: readonly [name: string, about: string];
  traceConfig: readonly [name: string, about: string];
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
  linkEdited: string;
  linkFile: string;
  copy: string;
  copied: string;
  selected: string;
}

const en: Words = {
  title: "Export",
  files: "Files",
  download: "Download",
  making: "Preparing …",
  failed: "The export failed.",
  formats: {
    model: ["Model", "weights, settings and names, for Network.load and chainrule predict (safetensors)"],
    onnx: ["ONNX", "for onnxruntime and other programs: takes unscaled inputs, also returns class names"],
    config: ["Settings", "the configuration file for chainrule train"],
    data: ["Data", "all training and test samples as CSV, every number with all its digits"],
    record: ["Learning curve", "losses and accuracies at the points of the chart, as CSV"],
    report: ["Report", "curves, classes, worst predictions and weights in one self-contained page"],
    trace: ["Step by step", "one update from the current weights, every number with its formula, as a page"],
  },
  images: ["Data", "all images and their labels as two IDX files"],
  traceConfig: ["Settings", "settings, current weights and the sample, for chainrule trace"],
  code: "JavaScript",
  codeAbout: "The same training with the library in Node: the same bits, so the same loss to the last digit.",
  notExact:
    "Settings or weights were changed on the way. This uses only the last settings, so the result will differ.",
  notTrained: "The network is not trained yet, so this trains for 100 epochs.",
  running: "Pause the training to see its code.",
  needs: (files) => `Download the data above and put ${files} in the same folder.`,
  command: "Command line",
  commandAbout: (files) => `Trains the same network. First put ${files} in the current folder.`,
  commandTrace: (file) =>
    `The command line cannot train on several target columns. This command shows every number of the next update from the current weights. First put ${file} in the current folder.`,
  link: "Link",
  linkAbout:
    "The link holds all settings: it gives the same data, the same first weights, the same training.",
  linkEdited: "It does not hold the weights that were set by hand.",
  linkFile: "A link cannot hold your file. Export the data and the settings instead.",
  copy: "Copy",
  copied: "Copied",
  selected: "Selected: copy it with the keyboard",
};

const zh: Words = {
  title: "导出",
  files: "文件",
  download: "下载",
  making: "正在生成……",
  failed: "导出失败。",
  formats: {
    model: ["模型", "权重、设置和名称，供 Network.load 与 chainrule predict 使用（safetensors）"],
    onnx: ["ONNX", "供 onnxruntime 等程序使用：直接接受未缩放的输入，并给出类别名称"],
    config: ["设置", "chainrule train 的配置文件"],
    data: ["数据", "全部训练样本和测试样本的 CSV，每个数都保留全部数位"],
    record: ["学习曲线", "图中各点的损失和准确率（CSV）"],
    report: ["报告", "曲线、各类别、最差的预测和权重，全在一个独立的网页里"],
    trace: ["逐步演算", "从当前权重开始的一次更新，每个数都附公式，单独成页"],
  },
  images: ["数据", "全部图像及其标签，两个 IDX 文件"],
  traceConfig: ["设置", "设置、当前权重和样本，供 chainrule trace 使用"],
  code: "JavaScript",
  codeAbout: "在 Node 中用本库重复同样的训练：逐位相同，损失也完全相同。",
  notExact: "途中改过设置或权重。这里只使用最后的设置，因此结果会不同。",
  notTrained: "网络还没有训练，因此这里训练 100 轮。",
  running: "暂停训练后可查看代码。",
  needs: (files) => `请在上面下载数据，并把 ${files} 放在同一目录。`,
  command: "命令行",
  commandAbout: (files) => `训练同样的网络。请先把 ${files} 放进当前目录。`,
  commandTrace: (file) =>
    `命令行不能用多个目标列训练。这条命令从当前权重开始，列出下一次更新的每一个数。请先把 ${file} 放进当前目录。`,
  link: "链接",
  linkAbout: "链接包含全部设置：打开它会得到同样的数据、同样的初始权重和同样的训练。",
  linkEdited: "链接不包含手动设定的权重。",
  linkFile: "链接不能包含文件。请改为导出数据和设置。",
  copy: "复制",
  copied: "已复制",
  selected: "已选中，请用键盘复制",
};

export const words = { en, zh } satisfies Record<Language, Words>;
