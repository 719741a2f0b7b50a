/** 中文的推导：每一句都与 en.ts 中的一句对应。 */
import { activationFormulas } from "../../functions/activations.js";
import { lossFormulas } from "../../functions/losses.js";
import { activationWords, lossWords } from "../functionText.js";
import type { Language } from "./language.js";
import { glossary } from "./glossary-zh.js";

export const zh: Language = {
  code: "zh",
  name: "中文",
  headings: {
    title: "反向传播逐步演算：一次迭代中的每个数值",
    given: "已知条件",
    network: "网络",
    layers: "各层",
    activation: "激活函数",
    loss: "损失函数",
    learningRate: "学习率",
    inputs: "输入",
    targets: "目标值",
    outputs: "输出",
    weights: "权重",
    biases: "偏置",
    bias: "偏置",
    from: "起点",
    to: "终点",
    before: "更新前",
    after: "更新后",
    phases: {
      forward: "前向传播",
      error: "误差",
      backward: "反向传播",
      update: "权重更新",
    },
    hiddenLayer: (index, count) => (count === 1 ? "隐藏层" : `第 ${index} 隐藏层`),
    outputLayer: "输出层",
    matrixView: "同一次迭代的矩阵形式",
    rounds: "多次迭代",
    round: "迭代",
    error: "误差",
    target: "目标值",
    output: "输出",
    result: "更新前后对照",
    finalOutputs: "输出与目标值对照",
    finalWeights: "最终权重",
    notes: "说明",
    why: "理由",
    glossary: "术语表",
    term: "术语",
    meaning: "含义",
    synonyms: "又称",
    inLanguage: (code) => (code === "zh" ? "中文" : "英文"),
    step: "步骤",
    of: "/",
    forth: "下一步",
    back: "上一步",
    saved: (path, rounds) =>
      rounds === undefined ? `已存入 ${path}。` : `已将 ${rounds} 次迭代存入 ${path}。`,
    reached: (rounds, wanted) => `经过 ${rounds} 次迭代，误差降到 ${wanted} 或以下。`,
    notReached: (rounds, wanted) => `经过 ${rounds} 次迭代，误差仍未降到 ${wanted}。`,
    bestKept: (round) => `保留的是误差最小时的权重，即第 ${round} 次迭代之后的权重。`,
  },
  activations: activationWords("zh"),
  losses: lossWords("zh"),
  reasons: {
    netInput: ({ unit, bias, isFirst }) =>
      `${unit} 的总净输入：${isFirst ? "每个输入" : "前一层的每个输出"}乘以相应的权重，全部相加` +
      (bias ? `，再加上偏置 ${bias}（即 ${bias}·1）。` : "。"),
    activation: ({ unit, activation, branch }) => {
      const own = activationFormulas[activation].words.zh.output?.(unit);
      if (own !== undefined) return own;
      const side = { above: "净输入较大的一侧", between: "中间的直线段", below: "净输入较小的一侧" };
      return (
        `${unit} 的输出：对净输入施加激活函数 ${activation}` +
        (branch ? `；此处用的是它在${side[branch]}的表达式。` : "。")
      );
    },
    outputError: ({ unit, loss }) => {
      return `${unit} 的误差：输出与目标值相差多少。${lossFormulas[loss].words.zh.note ?? ""}`;
    },
    totalError: ({ outputs }) =>
      outputs === 1
        ? "只有一个输出，它的误差就是总误差。"
        : `总误差是 ${outputs} 个输出的误差之和；除非损失函数本身取平均，否则不作平均。`,
    errorByOutput: ({ unit, loss, outputs, branch }) => {
      const others = outputs > 1 ? `其他输出的误差与 ${unit} 无关，对它的导数为 0。` : "";
      const note = lossFormulas[loss].words.zh.slopeNote?.(branch) ?? "";
      return `总误差随 ${unit} 的输出如何变化。${note}${others}`;
    },
    slope: ({ unit, activation, branch }) => {
      const own = activationFormulas[activation].words.zh.slope?.(unit);
      if (own !== undefined) return own;
      const side = { above: "位于转折点之上", between: "位于两个转折点之间", below: "不超过转折点" };
      return `${activation} 在 ${unit} 的净输入处的导数${branch ? `，该净输入${side[branch]}` : ""}。`;
    },
    outputDelta: ({ unit }) =>
      `${unit} 的节点 delta，即 ∂E/∂net：以上两个因子之积。通向 ${unit} 的每个权重都要用到它。`,
    hiddenDelta: ({ unit }) => `${unit} 的节点 delta：传回到其输出处的误差，乘以它自身的导数。`,
    fusedDelta: ({ unit, loss }) =>
      `激活函数的导数与损失函数（${loss}）的导数恰好相消，${unit} 的 ∂E/∂net 就是 out − target。`,
    softmaxDelta: ({ unit }) =>
      `softmax 的每个净输入都会影响所有输出，所以 ${unit} 的 ∂E/∂net 要汇集全部输出的误差。`,
    writtenOut: () => "展开写出",
    minusDelta: ({ unit }) =>
      `有的教材不把负号写进 delta，对 ${unit} 记 δ⁻ = −∂E/∂net。这时梯度为 −δ⁻·out，更新时由减变加，得到的新权重完全相同。`,
    netByWeight: ({ unit, weight, source }) =>
      `${unit} 的净输入中，${weight} 只出现在 ${weight}·${source} 这一项，其余各项对它而言都是常数。`,
    gradient: ({ weight, unit, fused }) =>
      fused
        ? `链式法则：${weight} 通过 ${unit} 的净输入影响误差。`
        : `链式法则：${weight} 改变 ${unit} 的净输入，净输入改变输出，输出改变误差；三个因子相乘。`,
    deltaRule: () => "delta 规则",
    minusDeltaRule: () => "delta 规则，另一种符号",
    biasGradient: ({ bias, units, isTrained }) =>
      "偏置的系数为 1，" +
      (units > 1
        ? `所以它的梯度是共用 ${bias} 的 ${units} 个神经元的 delta 之和。`
        : "所以它的梯度就是 delta 本身。") +
      (isTrained ? "" : `这里只作展示：本网络中 ${bias} 固定不变。`),
    netByOutput: ({ weight, from, to }) =>
      `${from} 的输出乘以 ${weight} 之后进入 ${to} 的净输入。这里用的是原来的权重，即更新之前的值。`,
    contribution: ({ from, to, isOutput }) =>
      isOutput
        ? `${to} 的误差对 ${from} 输出的导数：${to} 的 delta 沿着权重往回传。`
        : `经由 ${to} 传回 ${from} 的部分：${to} 的 delta 沿着权重往回传。`,
    errorByHidden: ({ unit, paths }) =>
      paths === 1
        ? `${unit} 只通过一条路径影响误差。`
        : `${unit} 影响下一层的全部 ${paths} 个神经元，所以要把 ${paths} 条路径传回的量相加。`,
    update: ({ parameter }) =>
      `沿梯度的反方向走一步，步长由学习率决定。所有参数都在反向传播完成之后同时更新：右边的 ${parameter} 仍是原来的值。`,
    minusUpdate: () => "采用另一种符号的 delta",
    matrixNet: ({ layer }) =>
      `第 ${layer} 层：W 的第 k 行是通向第 k 个神经元的权重，W 乘以信号列向量，一次得到全部净输入。`,
    matrixOut: () => "对每个净输入施加激活函数。",
    matrixError: () => "误差对各个输出的导数。",
    matrixOutputDelta: ({ isFused }) =>
      isFused ? "损失函数与激活函数合在一起，导数相消。" : "⊙ 表示逐元素相乘：误差的导数乘以激活函数的导数。",
    matrixHiddenDelta: () =>
      "用权重矩阵的转置把 delta 传回：W 的第 j 列是第 j 个神经元发出的权重，转置后成为一行。",
    matrixGradient: () => "列向量乘以行向量：每个 delta 乘以每个信号，形状与 W 相同。",
    matrixUpdate: () => "整层的权重同时更新。",
    plainDescent: ({ optimizer }) =>
      `该网络训练时使用 ${optimizer}；这里展示的是普通梯度下降，w⁺ = w − η·∂E/∂w。`,
    withoutDropout: () => "未使用 dropout：所有神经元都参与计算。",
    withoutPenalties: ({ names }) => `更新中未计入：${names}。`,
    scaledInputs: ({ kind }) => `所示输入已按网络的要求缩放（${kind}）。`,
    scaledTargets: ({ kind }) => `所示目标值已按网络的要求缩放（${kind}）。`,
    widened: () => "权重以单精度保存；全部计算采用双精度。",
    fixedBiases: () => "偏置固定不变，只训练权重。",
    frozenLayer: ({ layer }) => `第 ${layer} 层已冻结，其参数不更新。`,
    onlyUnit: ({ unit }) => `只列出 ${unit} 的步骤。`,
    consistentRow: ({ used, other }) =>
      `第三行权重取 ${used.row}，由它得到文中印出的信号 ${used.signal} 和误差 ${used.error}。文中把这一行印成 ${other.row}，由它得到的应是 ${other.signal} 和 ${other.error}，见 chainrule trace matrix --variant printed。`,
    printedRow: ({ used, other }) =>
      `第三行权重取 ${used.row}，与文中印出的一致。文中印出的信号 ${other.signal} 和误差 ${other.error} 则由 ${other.row} 得到，见 chainrule trace matrix --variant consistent。`,
    publishedRounds: ({ printed, ours }) =>
      `已发表的版本中，1 次迭代后的误差为 ${printed[0]}，10,000 次迭代后为 ${printed[1]}，因为它们先更新了输出层的权重。按规则用原来的权重，应为 ${ours[0]} 和 ${ours[1]}。`,
  },
  glossary,
};
