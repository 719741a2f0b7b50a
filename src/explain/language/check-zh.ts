/** 数字对照的中文：每一句都与 check-en.ts 中的一句对应。 */
import type { CheckLanguage } from "./checkLanguage.js";

export const checkZh: CheckLanguage = {
  headings: {
    title: "您的数字与本程序的数字对照",
    symbol: "符号",
    yours: "您的数值",
    ours: "本程序",
    verdict: "结论",
    publishedTitle: "已发表的数值与本程序的数值对照",
    headline: "常被引用的数值",
    printed: "印出的数值",
    withSlip: "按错误规则",
    agrees: "是否一致",
  },
  verdicts: { right: "正确", rounded: "按所写位数正确", published: "与已发表的数值相同", wrong: "错误" },
  causes: {
    own: "由前面的数得不出这个数",
    follows: "由前面的错误带来",
    rounding: "由中途舍入过的数得出",
    later: "在前面的错误之后",
  },
  because: (verdict, cause) => `${verdict}：${cause}`,
  slips: {
    "updated-weights": "先更新了输出层的权重，再用新权重计算隐藏层。所有梯度都应当用更新之前的权重来求。",
    "transposed-layout": "权重按列读取了。它们是按行排列的，每一行是通向同一个神经元的权重。",
    "transposed-backward":
      "反向传播时权重的下标取反了，该用转置矩阵的地方用了原矩阵。隐藏神经元的误差，要沿着从它出发的权重传回来。",
    "unsigned-error": "丢掉了（输出 − 目标值）的正负号，相当于取了绝对值。输出小于目标值时，导数是负的。",
    "plus-sign": "权重朝梯度上升的方向移动了。应当是 w⁺ = w − η·∂E/∂w。",
    "no-half": "误差中漏了 ½，于是每个梯度都多了因子 2。有了 ½，它正好与平方求导得到的 2 相消。",
    "mean-over-outputs": "把误差对各个输出取了平均。总误差应当是各输出误差之和。",
    "eta-0.15": "学习率用成了 0.15，这是某个已发表版本中的误印。",
    "no-bias": "计算净输入时漏了偏置。",
    "no-hidden-derivative":
      "反向传播时漏了隐藏神经元的因子 out·(1 − out)。隐藏神经元的 δ 要乘上它自己的激活函数导数。",
    "bias-per-neuron": "偏置也参加了训练，每个神经元各有一个。在这个计算中，偏置是固定的。",
    "bias-shared-sum": "偏置也参加了训练，按该层各 δ 之和更新。在这个计算中，偏置是固定的。",
    "bias-shared-mean": "偏置按该层各 δ 的平均值更新了，而这并不是共用偏置的梯度。",
  },
  otherRate: (taken, wanted) =>
    `所有新权重都相当于学习率取 ${taken} 而不是 ${wanted}，或者每个梯度都多了一个与此等效的因子。`,
  otherWeight: (product, taken, wanted) =>
    `计算 ${product} 时，delta 乘的是 ${taken.value}，即 ${taken.symbol}；这条路径上的权重应为 ${wanted.symbol} = ${wanted.value}。`,
  likely: (count) => (count === 1 ? "可能的错误：" : "下面几种错误都会得到您的数字："),
  counts: ({ right, rounded, published, wrong }) =>
    `${right} 个正确，${rounded} 个按所写位数正确，${published > 0 ? `${published} 个与已发表的数值相同，` : ""}${wrong} 个错误。`,
  allRight: "您的数字全部正确。",
  noneWrong: "其余数值没有错误。下面这些在印出的版本中本身就有误：",
  variant: (variant) =>
    variant === "consistent"
      ? "您的数字是与第三行权重 0.1 0.5 0.6 对照的，由这一行可以算出文中印出的信号。"
      : "您的数字是与第三行权重 0.8 0.1 0.9 对照的，即文中印出的那一行。",
  carried: (decimals, symbol, exact) =>
    `您把每个信号先舍入到 ${decimals} 位小数再往下算，“本程序”一栏也是这样算的。若保留全部位数，${symbol} 应为 ${exact}。`,
  published: (symbol, yours, ours, why) =>
    `${symbol}：${yours} 是已发表版本中印出的数值，应为 ${ours}。${why}`,
  failure: (wrong, all, first) => `${all} 个数中有 ${wrong} 个错误${first ? `，第一个是 ${first}` : ""}。`,
  first: (symbol, count, isAll) => {
    const start = `第一个错误的数是 ${symbol}。`;
    if (count === 0) return start;
    return start + (isAll ? `此后的 ${count} 个错误都由它带来。` : `另有 ${count} 个错误由前面的错误带来。`);
  },
  calculation: (calculation, yours) => `由您的数字应得：${calculation}；您写的是 ${yours}。`,
  should: (symbol, ours, yours) => `${symbol} 应为 ${ours}；您写的是 ${yours}。`,
  alsoOwn: (symbols) => `下列各数也有错，但不是由它带来的：${symbols}。`,
  onlyRounding: "这些错误都来自中途的舍入：计算时请保留全部位数，只在写下结果时舍入。",
  unseen: "错误也可能出在它之前、您没有给出的步骤里。",
  agreesYes: "一致",
  agreesNo: "不一致",
  headlineStory:
    "各个版本都说明反向传播时用原来的权重，但它们给出的一次迭代后和一万次迭代后的数值，用的却是已经更新过的输出层权重。" +
    "在为阅读而写的参考实现中换成这条错误的规则，就得到印出的数值：",
  reproduced: (count, all) => `${all} 个常被引用的印出数值中，有 ${count} 个可以用这条错误规则得到。`,
  agreed: (count, all) => `${all} 个印出的数值中，有 ${count} 个与本程序在所印位数内一致。`,
  matrixStory:
    "印出的第三行权重，算不出印出的信号。因此把各个数值与三种计算对照：用印出的那一行；用能得到信号 0.62 的一行，" +
    "即 0.1 0.5 0.6；用后一行，并像文中那样把每个信号舍入到三位小数。",
  otherErrata: "docs/zh/errata.md 列出了我们在各版本中发现的所有错误，并给出正确的数值和原因。",
  variants: { printed: "印出的行", consistent: "得 0.62 的行", rounded: "三位小数" },
};
