/** The words of the settings of the data: features, seeds and files. */
import type { DataGroup } from "../data/groups.js";
import type { ColumnMeaning } from "../data/preview.js";
import type { Language } from "../sessionTypes.js";

interface Words {
  /** Over the cards of the data sets. */
  groups: Record<DataGroup, string>;
  features: string;
  featuresHint: string;
  seedHint: string;
  dataSeed: string;
  dataSeedHint: string;
  newSample: string;
  chooseFiles: string;
  drop: string;
  dropHint: string;
  collect: string;
  /** Over the page, while a file is held over it. */
  dropAnywhere: string;
  target: string;
  table: (rows: string, columns: string) => string;
  preview: string;
  kindOf: (column: string) => string;
  /** The kind that the reader finds, where the user says another. */
  asFound: string;
  kinds: Record<ColumnMeaning["kind"], string>;
  linkedFile: (name: string | null) => string;
  linkedHint: string;
  giveUp: string;
}

export const dataWords: Record<Language, Words> = {
  en: {
    groups: {
      example: "Worked examples",
      classes: "Points in two classes",
      numbers: "Numbers to learn (regression)",
      images: "Images and your own data",
    },
    features: "Input features",
    featuresHint: "What the network gets of each point",
    seedHint: "Draws the first weights. The samples stay.",
    dataSeed: "Data seed",
    dataSeedHint: "Draws the samples, and which of them are for testing. The first weights stay.",
    newSample: "New sample of the data",
    chooseFiles: "Choose files",
    drop: "or drop them anywhere on the page: tables (CSV, JSON, Parquet, NPY), IDX images with labels, a config of trace",
    dropHint: "Files stay on this machine.",
    collect: "Draw or photograph your own",
    dropAnywhere: "Drop the file to open it. It stays on this machine.",
    target: "Column to learn",
    table: (rows, columns) => `${rows} rows, ${columns} columns`,
    preview: "First rows of the table",
    kindOf: (column) => `Kind of the column ${column}`,
    asFound: "as found",
    kinds: {
      target: "to learn",
      number: "number",
      category: "category",
      "yes/no": "yes/no",
      date: "date",
      text: "text, not used",
      identifier: "identifier, not used",
      id: "identifier, not used",
      constant: "one value only, not used",
      empty: "empty, not used",
      dropped: "not used",
      "not chosen": "not used",
      "sample weights": "weights of the rows",
    },
    linkedFile: (name) =>
      name === null
        ? "This link belongs to a file that somebody opened on this page. A link does not hold the file."
        : `This link belongs to the file “${name}”. A link does not hold the file: it stayed on the machine where it was opened.`,
    linkedHint: "Open the file to train on it with the settings of the link.",
    giveUp: "Continue without it",
  },
  zh: {
    groups: {
      example: "例题",
      classes: "两类的点",
      numbers: "学习数值（回归）",
      images: "图像与您自己的数据",
    },
    features: "输入特征",
    featuresHint: "网络从每个点得到的输入",
    seedHint: "决定初始权重，样本不变。",
    dataSeed: "数据种子",
    dataSeedHint: "决定样本，以及其中哪些用于测试；初始权重不变。",
    newSample: "重新抽取数据",
    chooseFiles: "选择文件",
    drop: "或把文件拖到页面任意位置：表格（CSV、JSON、Parquet、NPY）、IDX 图像和标签，或 trace 的配置文件",
    dropHint: "文件不会离开本机。",
    collect: "手绘或拍摄自己的图像",
    dropAnywhere: "松开即可打开文件。文件不会离开本机。",
    target: "要学习的列",
    table: (rows, columns) => `${rows} 行，${columns} 列`,
    preview: "表格的前几行",
    kindOf: (column) => `列 ${column} 的种类`,
    asFound: "自动识别",
    kinds: {
      target: "学习目标",
      number: "数值",
      category: "类别",
      "yes/no": "是/否",
      date: "日期",
      text: "文本，不使用",
      identifier: "标识，不使用",
      id: "标识，不使用",
      constant: "只有一个值，不使用",
      empty: "空，不使用",
      dropped: "不使用",
      "not chosen": "不使用",
      "sample weights": "行的权重",
    },
    linkedFile: (name) =>
      name === null
        ? "此链接属于有人在本页打开的一个文件。链接中不含文件。"
        : `此链接属于文件“${name}”。链接中不含文件，文件只在打开它的那台机器上。`,
    linkedHint: "打开该文件，即可用链接中的设置训练。",
    giveUp: "不打开，继续",
  },
};
