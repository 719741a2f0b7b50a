/** The explanations in Chinese. */
import * as formulas from "./formulas.js";
import { nameOf, newOf, outOf, slopeOf, type WhyTexts } from "./whyTexts.js";

export const whyZh: WhyTexts = {
  heading: "为什么这样做",
  round: "迭代",
  sections: {
    logistic: (p) => ({
      title: "为什么用逻辑斯谛函数",
      blocks: [
        p.t`如果神经元把加权和原样传下去，两层就不比一层多做什么，因为加权和的加权和仍然是加权和。所以层与层之间必须有一个不是直线的函数。`,
        p.t`逻辑斯谛函数 ${p.math(formulas.logisticFormula)} 就是这样的函数。它把任何数变成 0 与 1 之间的数：很大的负数几乎得 0，很大的正数几乎得 1，0 得 ½。它没有折角，处处有斜率，而反向传播需要这个斜率。若用从 0 跳到 1 的阶跃函数，两边的斜率都是 0，它前面的权重就学不到东西。`,
        p.figure("logistic"),
        p.t`另一条曲线是斜率：在中间最大，为 ¼；在两端几乎为 0。处在两端的神经元称为饱和，它的权重几乎不变。圆点是这个网络的神经元。`,
      ],
    }),
    slope: (p, { last, trace }) => ({
      title: "out(1 − out) 从何而来",
      blocks: [
        p.t`这个函数是 1 除以 ${p.math(formulas.u)}，其中 ${p.math(formulas.u)} = ${p.math(formulas.base)}。${p.math(formulas.u)} 的导数是 ${p.math(formulas.uOfNet)} = ${p.math(formulas.minusTail)}，而 1 除以 ${p.math(formulas.u)} 的导数是 ${p.math(formulas.minusSquare)}。两者相乘，两个负号相消：`,
        p.formula(formulas.slope, ...formulas.slopeLines),
        p.t`第一个因子是 ${p.math(formulas.out)}。第二个因子是 1 减去 ${p.math(formulas.out)}：`,
        p.formula(formulas.restLeft, ...formulas.restLines),
        p.t`所以斜率是 ${p.math(formulas.outTimesRest)}。前向传播已经算出 ${p.math(formulas.out)}，因此斜率只需一次减法和一次乘法。以 ${last.unit} 为例：${p.number(outOf(trace, last.unit))} · (1 − ${p.number(outOf(trace, last.unit))}) = ${p.number(slopeOf(trace, last.unit))}。`,
      ],
    }),
    chain: (p, facts) => {
      const { last, first, total } = facts;
      const nudge = 0.001;
      const change = facts.errorAt(last.weight.before + nudge) - facts.errorAt(last.weight.before);
      const w = p.symbol(last.weight.symbol);
      return {
        title: "链式法则，以及怎样读梯度",
        blocks: [
          p.t`设 ${p.pieces(formulas.nested)}，其中 ${p.pieces(formulas.called("u", "h", "x"))}，${p.pieces(formulas.called("v", "g", "u"))}。则 ${p.pieces(formulas.chainRule)}：变化率沿着链条相乘。如果 ${p.pieces(formulas.letter("u"))} 的变化是 ${p.pieces(formulas.letter("x"))} 的三倍，${p.pieces(formulas.letter("v"))} 的变化是 ${p.pieces(formulas.letter("u"))} 的两倍，那么 ${p.pieces(formulas.letter("v"))} 的变化就是 ${p.pieces(formulas.letter("x"))} 的六倍。`,
          p.t`对 ${w} 来说，链条是 ${p.pieces(formulas.chainOf(last, facts))}。${p.symbol(last.gradient.symbol)} 读作“${p.symbol(total.symbol)} 对 ${w} 的偏导数”，也叫“${w} 的梯度”。它说的是：其他权重都不变时，误差随 ${w} 变化得有多快。数值 ${p.number(last.gradient.value)} 的意思是：${w} 增加 ${p.number(nudge)}，误差大约增加 ${p.number(nudge * last.gradient.value)}。实际算出的增加量是 ${p.number(change)}。`,
          p.figure("pathToLast"),
          ...(first
            ? [
                p.t`${p.symbol(first.weight.symbol)} 经过几条路径影响误差，每条经过下一层的一个神经元。各条路径的变化率相加：${p.symbol(first.gradient.symbol)} = ${p.number(first.gradient.value)}。`,
                p.figure("pathToFirst"),
              ]
            : []),
        ],
      };
    },
    descent: (p, facts) => {
      const { last, errorAt, trace } = facts;
      const { before, after, symbol } = last.weight;
      const w = p.symbol(symbol);
      const [now, then, other] = [before, after, 2 * before - after].map(errorAt);
      return {
        title: "为什么逆着梯度走一步会减小误差",
        blocks: [
          p.t`曲线是只有 ${w} 变化时的误差。在 ${w} = ${p.number(before)} 处，曲线的斜率就是梯度 ${p.number(last.gradient.value)}：${last.gradient.value > 0 ? "为正，即权重越大，误差越大" : "为负，即权重越大，误差越小"}。更新朝相反的方向走，步长是斜率的 η = ${p.number(trace.network.learningRate)} 倍。`,
          p.figure("descent"),
          p.t`只走这一步，从 ${p.number(before)} 到 ${p.number(after)}，误差就从 ${p.number(now!)} 降到 ${p.number(then!)}。按虚线所示的切线估计，应下降 η · 梯度² = ${p.number(trace.network.learningRate * last.gradient.value ** 2)}。若沿着梯度的方向走同样一步（空心点），误差会升到 ${p.number(other!)}。`,
          p.t`曲线与切线只在这一点附近相符。学习率太大时，这一步会走出这个范围，误差可能反而增大。`,
        ],
      };
    },
    backpropagation: (p, { last }) => ({
      title: "反向传播负责计算，梯度下降负责学习",
      blocks: [
        p.t`反向传播是从最后一层到第一层计算全部梯度的方法：每个 δ 只算一次，供它前面的每个权重使用。它不改动任何权重。梯度下降才是使用梯度的规则：${p.symbol(newOf(last.weight.symbol))} 等于 ${p.symbol(last.weight.symbol)} 减去 η 乘以梯度。动量、Adam、L-BFGS 等规则以别的方式使用同样的梯度。反向传播也不要求多层：只有一层时，它就是 delta 规则。`,
      ],
    }),
    original: (p, { first, last, early, trace }) => ({
      title: "为什么要用原来的权重",
      blocks: [
        p.t`所有梯度都属于同一点上的同一个误差，即更新之前的权重所给出的误差。如果先更新 ${p.symbol(last.weight.symbol)}，再用新值计算隐藏层的 δ，结果就不是任何函数的导数：一半来自旧权重，一半来自新权重。所以先算出全部梯度，然后所有权重一起改变。`,
        ...(early && first
          ? [
              p.t`若用新的输出层权重，${p.symbol(newOf(first.weight.symbol))} 会是 ${p.number(early.firstWeight)}，而不是 ${p.number(first.weight.after)}；这次迭代之后的误差会是 ${p.number(early.error)}，而不是 ${p.number(trace.rounds[1]!.error)}。这里差别很小，所以这个错误不易察觉。`,
            ]
          : []),
      ],
    }),
    course: (p, { trace }, errors) => ({
      title: `${(errors.length - 1).toLocaleString("en")} 次迭代中的误差`,
      blocks: [
        p.t`一次迭代只让误差从 ${p.number(errors[0]!)} 降到 ${p.number(errors[1]!)}。许多次迭代之后，误差从 ${p.number(errors[0]!)} 降到 ${p.number(errors.at(-1)!)}：始终用这个样本和学习率 ${p.number(trace.network.learningRate)}，把同样的计算一遍遍重复。两个坐标轴都是对数的；圆点是第 1、10、100 次迭代，依此类推。`,
        p.figure("course"),
      ],
    }),
  },
  figures: {
    logistic: () => ({
      title: "逻辑斯谛函数及其斜率",
      description: "函数从 0 升到 1，在 0 处为 ½。斜率在 0 处为 ¼，向两边趋于 0。",
    }),
    pathToLast: ({ last }) => ({
      title: `误差回到 ${nameOf(last)} 的路径`,
      description: `从总误差经 ${last.unit} 到该权重。`,
    }),
    pathToFirst: ({ first }) => ({
      title: `误差回到 ${nameOf(first!)} 的各条路径`,
      description: `从总误差经每个输出和 ${first!.unit} 到该权重。`,
    }),
    descent: ({ last }) => ({
      title: `误差随 ${nameOf(last)} 的变化，以及更新的一步`,
      description: `这一步从 ${last.weight.before} 到 ${last.weight.after}，逆着斜率。`,
    }),
    course: () => ({ title: "各次迭代的误差", description: "图中误差逐次下降。" }),
  },
};
