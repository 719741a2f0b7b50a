/** Words of the lesson page and the Markdown that `explain/language` does not need. */
import type { Language } from "../../explain/language/language.js";
import type { Trace } from "../../explain/trace.js";

export interface Words {
  /** "Step 12 of 64". */
  progress: (step: number, steps: number) => string;
  /** Name of the controls, for screen readers. */
  controls: string;
  back: string;
  forth: string;
  allSteps: string;
  drawing: string;
  /** What the drawing shows, for screen readers. */
  drawingText: (sizes: string) => string;
  /** Of the legend. */
  positive: string;
  negative: string;
  signal: string;
  path: string;
  keys: string;
  /** Before another formula for the same value. */
  or: string;
  /** Above the table of weights before and after. */
  change: string;
  madeWith: string;
  equals: string;
  /** Of the options: how many decimals, all of them, the other language (in that language), light and dark. */
  decimals: string;
  allDecimals: string;
  theme: string;
  options: string;
  /** Links to the phases and the sections. */
  jumps: string;
  /** The last step: the error before the round and after it. */
  outcome: string;
  outcomeText: (before: number, after: number) => string;
  matrices: string;
}

const en: Words = {
  progress: (step, steps) => `Step ${step} of ${steps}`,
  controls: "Go through the steps",
  back: "Back",
  forth: "Forward",
  allSteps: "All steps",
  drawing: "The network",
  drawingText: (sizes) =>
    `The network, ${sizes}: signals run from left to right, the error back from right to left. The steps have every number of the picture, too.`,
  positive: "positive",
  negative: "negative",
  signal: "signal, forward",
  path: "error, back",
  keys: "Keys: ← and → step, Home and End jump.",
  or: "or",
  change: "Parameters before and after",
  madeWith: "Made by chainrule. Numbers are rounded only for display.",
  equals: "equals",
  decimals: "Decimals",
  allDecimals: "all",
  theme: "Light or dark",
  options: "Options of this page",
  jumps: "Jump to",
  outcome: "After the round",
  outcomeText: (before, after) => {
    const change = after < before ? "has fallen" : after > before ? "has risen" : "has not changed";
    return `The forward pass with the updated parameters: the error of this sample ${change}.`;
  },
  matrices: "Matrices",
};

const zh: Words = {
  progress: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  controls: "逐步浏览",
  back: "上一步",
  forth: "下一步",
  allSteps: "全部步骤",
  drawing: "网络图",
  drawingText: (sizes) =>
    `${sizes} 网络：信号自左向右传播，误差自右向左传回。图中的每个数字在各步骤中都能找到。`,
  positive: "正",
  negative: "负",
  signal: "信号，向前",
  path: "误差，向后",
  keys: "键盘：← 与 → 前后移动，Home 与 End 跳到首尾。",
  or: "或",
  change: "更新前后的参数",
  madeWith: "由 chainrule 计算并排版；计算过程不作任何舍入，只在显示时取舍。",
  equals: "等于",
  decimals: "小数位数",
  allDecimals: "全部",
  theme: "浅色或深色",
  options: "本页选项",
  jumps: "跳到",
  outcome: "更新之后",
  outcomeText: (before, after) => {
    const change = after < before ? "减小了" : after > before ? "增大了" : "没有变化";
    return `用更新后的参数再做一次前向传播：这个样本的误差${change}。`;
  },
  matrices: "矩阵形式",
};

const words: Record<Language["code"], Words> = { en, zh };

export function wordsOf({ code }: Language): Words {
  return words[code];
}

/** Title and description of the drawing of a network, for screen readers. */
export function drawingLabels({ network }: Pick<Trace, "network">, language: Language) {
  const { drawing, drawingText } = wordsOf(language);
  return { title: drawing, text: drawingText(network.sizes.join("-")) };
}
