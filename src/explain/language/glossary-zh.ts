/** 术语表：条目与 `glossary-en.ts` 一一对应，并列出其他教材中的叫法。 */
import type { GlossaryEntry } from "./language.js";

export const glossary: readonly GlossaryEntry[] = [
  entry("neuron", "", "神经元", ["单元", "节点"], "把传入的信号加权求和，再输出这个和的某个函数值。"),
  entry(
    "weight",
    "w",
    "权重",
    ["权值", "连接强度"],
    "信号从一个神经元传到下一个神经元时所乘的系数，训练所改变的就是它。",
  ),
  entry(
    "bias",
    "b",
    "偏置",
    ["偏置项", "阈值（符号相反）"],
    "加到净输入上的一个数；可以每个神经元各有一个，也可以一层共用一个。",
  ),
  entry(
    "netInput",
    "net",
    "总净输入",
    ["净输入", "加权和"],
    "传入一个神经元的各个信号乘以相应权重之和，再加上偏置。",
  ),
  entry("activation", "σ", "激活函数", ["挤压函数", "传递函数"], "把净输入变为神经元输出的函数。"),
  entry(
    "output",
    "out",
    "输出",
    ["实际输出", "激活值", "信号"],
    "神经元向后传递的值；在最后一层，就是网络给出的答案。",
  ),
  entry("target", "target", "目标值", ["理想输出", "期望输出", "标签"], "网络本应给出的答案。"),
  entry("error", "E", "误差", ["代价", "损失", "总误差"], "用一个数表示答案错了多少：各输出的误差之和。"),
  entry(
    "gradient",
    "∂E/∂w",
    "梯度",
    ["偏导数", "误差对权重的偏导数"],
    "只让这一个权重增大时，误差增长的快慢。",
  ),
  entry(
    "delta",
    "δ",
    "节点 delta",
    ["delta", "误差信号", "∂E/∂net"],
    "误差随某个神经元净输入增长的快慢。它不是梯度：梯度等于 delta 乘以信号。",
  ),
  entry("chainRule", "", "链式法则", [], "复合函数求导时，各层导数相乘；有多条路径时，各路径的乘积相加。"),
  entry(
    "deltaRule",
    "",
    "delta 规则",
    ["广义 delta 规则"],
    "权重的梯度等于它所通向的神经元的 delta 乘以它所传递的信号。",
  ),
  entry("learningRate", "η", "学习率", ["学习步长", "α", "ε"], "每次更新沿梯度的反方向走多远。"),
  entry("forwardPass", "", "前向传播", ["正向传播"], "从输入到输出的计算。"),
  entry(
    "backwardPass",
    "",
    "反向传播",
    ["误差反向传播"],
    "从输出往回计算全部梯度；怎样使用这些梯度，则是优化算法的事。",
  ),
  entry("round", "", "轮次", ["迭代", "更新"], "一次前向传播、一次反向传播和一次更新。"),
];

/* @__NO_SIDE_EFFECTS__ */
function entry(
  id: string,
  symbol: string,
  term: string,
  synonyms: readonly string[],
  meaning: string,
): GlossaryEntry {
  return { id, symbol, term, synonyms, meaning };
}
