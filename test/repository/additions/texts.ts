/**
 * Two activations, a loss, an optimiser, a setting and a mistake that `additions.test.ts` writes into a copy of the tree: for
 * each, the files it takes. Not part of Chainrule.
 */

/** What is inserted into a file of the tree: `text` before the first line that begins with `before`. */
export interface Insertion {
  path: string;
  before: string;
  text: string;
  /** Whether \`text\` takes the place of \`before\` in its line. */
  isInLine?: true;
}

export interface Addition {
  name: string;
  /** New files by path. */
  files: Record<string, string>;
  insertions: Insertion[];
}

/** The lines of src/functions/activations.ts or losses.ts. */
function collected(kind: "activations" | "losses", name: string, first: string): Insertion[] {
  const path = `src/functions/${kind}.ts`;
  return [
    {
      path,
      before: `import { ${first}`,
      text: `import { ${name}, ${name}Formula } from "./${kind}/${name}.js";`,
    },
    { path, before: `  ${first},`, text: `  ${name},` },
    { path, before: `  ${first}: ${first}Formula`, text: `  ${name}: ${name}Formula,` },
  ];
}

const activationHead = `import type { Activation, ActivationFormula } from "../activation.js";`;

/** x · tanh(ln(1 + eˣ)): its slope needs the net input. */
export const otherMish: Addition = {
  name: "otherMish",
  files: {
    "src/functions/activations/otherMish.ts": `/** Mish [Misra 2019], once more. */
${activationHead}
import { call, difference, type Expression, negate, number, otherwise, piece, power, product, sum } from "../expression.js";

export const otherMish: Activation = { code: 15, range: [-0.309, Infinity], slopeNeedsNetInput: true };

const above = <S>(x: Expression<S>) => call("tanh", sum(x, call("ln1p", call("exp", negate(x)))));
const below = <S>(x: Expression<S>) => call("tanh", call("ln1p", call("exp", x)));
const slope = <S>(x: Expression<S>, t: Expression<S>) =>
  sum(t, product(x, call("sigmoid", x), difference<S>(number(1), power(t, 2))));

export const otherMishFormula: ActivationFormula = {
  value: (x) => [piece([x, ">", number(0)], product(x, above(x))), otherwise(product(x, below(x)))],
  slope: (x) => [piece([x, ">", number(0)], slope(x, above(x))), otherwise(slope(x, below(x)))],
  torch: () => "Mish()",
  words: { en: { name: "otherMish" }, zh: { name: "otherMish 函数" } },
};
`,
  },
  insertions: [
    ...collected("activations", "otherMish", "softmax"),
    {
      path: "assembly/activation.ts",
      before: "    case Activation.softsign:",
      text: `    case Activation.otherMish: {
      const rest = logarithmOfOnePlus<T, V>(exponential<T, V>(negativeAbsolute<T, V>(x)));
      return multiply<T, V>(x, hyperbolicTangent<T, V>(add<T, V>(atLeast<T, V>(x, zero), rest)));
    }`,
    },
    {
      path: "assembly/activation.ts",
      before: "    case Activation.softsign: {",
      text: `    case Activation.otherMish: {
      const rest = logarithmOfOnePlus<T, V>(exponential<T, V>(negativeAbsolute<T, V>(z)));
      const t = hyperbolicTangent<T, V>(add<T, V>(atLeast<T, V>(z, zero), rest));
      const inner = multiply<T, V>(sigmoid<T, V>(z), subtract<T, V>(one, multiply<T, V>(t, t)));
      return multiplyAdd<T, V>(z, inner, t);
    }`,
    },
    {
      path: "assembly/activation.ts",
      before: "  gaussian,",
      text: "  hyperbolicTangent,",
    },
    {
      path: "src/reference/activationTable.ts",
      before: "  softmax: () => softmax,",
      text: `  otherMish: () =>
    elementwise(
      (x) => x * Math.tanh(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
      (_, x) => {
        const t = Math.tanh(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
        return t + (x * (1 - t * t)) / (1 + Math.exp(-x));
      },
    ),`,
    },
    {
      path: "src/reference/activationTable.ts",
      before: "import type { Activation }",
      text: `import { elementwise } from "./elementwise.js";`,
    },
  ],
};

/** α · tanh(x / α): it takes an alpha, and PyTorch has no module for it. */
export const softcap: Addition = {
  name: "softcap",
  files: {
    "src/functions/activations/softcap.ts": `/** Soft capping. */
${activationHead}
import { call, difference, number, power, product, quotient, smooth } from "../expression.js";

export const softcap: Activation = {
  code: 16,
  range: [-Infinity, Infinity],
  alpha: { usual: 3, meaning: "bound of the output" },
};

export const softcapFormula: ActivationFormula = {
  value: (x, alpha) => smooth(product(alpha, call("tanh", quotient(x, alpha)))),
  slope: (_x, a, alpha) => smooth(difference(number(1), power(quotient(a, alpha), 2))),
  torch: null,
  words: { en: { name: "soft cap" }, zh: { name: "软截断函数" } },
};
`,
  },
  insertions: [
    ...collected("activations", "softcap", "softmax"),
    {
      path: "assembly/activation.ts",
      before: "    case Activation.softsign:",
      text: `    case Activation.softcap: {
      const bound = splat<T, V>(alpha);
      return multiply<T, V>(bound, hyperbolicTangent<T, V>(divide<T, V>(x, bound)));
    }`,
    },
    {
      path: "assembly/activation.ts",
      before: "    case Activation.softsign: {",
      text: `    case Activation.softcap: {
      const part = divide<T, V>(a, splat<T, V>(alpha));
      return subtract<T, V>(one, multiply<T, V>(part, part));
    }`,
    },
    {
      path: "src/reference/activationTable.ts",
      before: "  softmax: () => softmax,",
      text: `  softcap: (alpha = 3) =>
    elementwise(
      (x) => alpha * Math.tanh(x / alpha),
      (a) => 1 - (a / alpha) ** 2,
    ),`,
    },
  ],
};

/** A mistake: a record without a case in the kernel and without a line in the reference. */
export const forgotten: Addition = {
  name: "forgotten",
  files: {
    "src/functions/activations/forgotten.ts": `/** An activation that nobody computes. */
${activationHead}
import { number, smooth } from "../expression.js";

export const forgotten: Activation = { code: 17, range: [-Infinity, Infinity] };

export const forgottenFormula: ActivationFormula = {
  value: (x) => smooth(x),
  slope: () => smooth(number(1)),
  torch: null,
  words: { en: { name: "forgotten" }, zh: { name: "被遗忘的函数" } },
};
`,
  },
  insertions: collected("activations", "forgotten", "softmax"),
};

/** ln cosh(o − t), as |e| + ln(1 + e^−2|e|) − ln 2. */
export const logCosh: Addition = {
  name: "logCosh",
  files: {
    "src/functions/losses/logCosh.ts": `/** The logarithm of the hyperbolic cosine of the error. */
import type { Loss, LossFormula } from "../loss.js";
import { call, difference, number, product, smooth, sum } from "../expression.js";

export const logCosh: Loss = { kernel: { code: 8, name: "logCosh" } };

export const logCoshFormula: LossFormula = {
  value: ({ t, o }) => {
    const size = call("abs", difference(t, o));
    const rest = call("ln1p", call("exp", product(number(-2), size)));
    return smooth(difference(sum(size, rest), number(Math.LN2, "ln 2")));
  },
  slope: ({ t, o }) => smooth(call("tanh", difference(o, t))),
  words: { en: { name: "log-cosh", short: "log-cosh" }, zh: { name: "对数双曲余弦", short: "log-cosh" } },
};
`,
  },
  insertions: [
    ...collected("losses", "logCosh", "hinge"),
    {
      path: "assembly/loss.ts",
      before: "    case Loss.hinge:",
      text: `    case Loss.logCosh: {
      const size = abs(o - t);
      return size + logarithmOfOnePlus<f64, f64>(exponential<f64, f64>(-2 * size)) - 0.6931471805599453;
    }`,
    },
    {
      path: "assembly/loss.ts",
      before: "    case Loss.hinge: {",
      text: `    case Loss.logCosh:
      return hyperbolicTangent<T, V>(difference);`,
    },
    {
      path: "assembly/loss.ts",
      before: "import { slope }",
      text: `import { exponential, hyperbolicTangent, logarithmOfOnePlus } from "./elementary";`,
    },
    {
      path: "src/reference/lossTable.ts",
      before: "  hinge: () => hinge,",
      text: `  logCosh: () =>
    summed(
      (o, t) => Math.log(Math.cosh(o - t)),
      (o, t) => Math.tanh(o - t),
    ),`,
    },
    {
      path: "src/reference/lossTable.ts",
      before: "import { hinge,",
      text: `import { summed } from "./distance.js";`,
    },
  ],
};

/** Lion: the sign of a running mean decides the direction of each step. */
export const lion: Addition = {
  name: "lion",
  files: {
    "src/functions/optimizers/lion.ts": `/** Lion [Chen et al. 2023]. */
import type { OptimizerRecord } from "../optimizerRecord.js";
import { adamDetails } from "../optimizerDetails.js";

export const lion = {
  code: 8,
  words: { en: "Lion", zh: "Lion" },
  moments: 1,
  formula: "w ← w − η sign(β₁ m + (1 − β₁) g), m ← β₂ m + (1 − β₂) g",
  learningRate: 0.0001,
  details: { beta1: adamDetails.beta1, beta2: { ...adamDetails.beta2, default: 0.99 } },
} as const satisfies OptimizerRecord;
`,
  },
  insertions: [
    {
      path: "src/functions/optimizers.ts",
      before: "import { momentum }",
      text: `import { lion } from "./optimizers/lion.js";`,
    },
    {
      path: "src/functions/optimizers.ts",
      before: "const all = { sgd, ",
      text: "const all = { sgd, lion, ",
      isInLine: true,
    },
    {
      path: "src/reference/optimizerTable.ts",
      before: "  irpropMinus: ({ increase",
      text: `  lion: ({ beta1 = 0.9, beta2 = 0.99 }) => ({
    slots: 1,
    change(w, g, [m], { learningRate }) {
      for (let i = 0; i < w.length; i++) {
        w[i] = w[i]! - learningRate * Math.sign(beta1 * m![i]! + (1 - beta1) * g[i]!);
        m![i] = beta2 * m![i]! + (1 - beta2) * g[i]!;
      }
    },
  }),`,
    },
    {
      path: "assembly/optimizer.ts",
      before: "      case Optimizer.irpropMinus: {",
      text: `      case Optimizer.lion: {
        const m = load<V>(moments1);
        const direction = multiplyAdd<T, V>(take1, g, multiply<T, V>(keep1, m));
        store<V>(moments1, multiplyAdd<T, V>(take2, g, multiply<T, V>(keep2, m)));
        w = subtract<T, V>(w, signed<T, V>(direction, rate));
        break;
      }`,
    },
  ],
};

/** A setting that a kernel obeys: the largest absolute value of a weight. */
export const maxWeight: Addition = {
  name: "maxWeight",
  files: {},
  insertions: [
    {
      path: "src/settings/regularisationRecords.ts",
      before: "    maxNorm: {",
      text: `    maxWeight: {
      scope: "training",
      ...notNegative,
      default: 0,
      flag: "--max-weight <limit>",
      traits: ["buffered", "refusedByLbfgs", "refusedByLesson", "notedInTrace"],
      called: "max weight",
      meaning: "largest absolute value of each weight, after each update; 0: no limit",
    },`,
    },
    {
      path: "assembly/plan.ts",
      before: "  /** An `Optimizer`. */",
      text: `  /** Limit of the absolute value of each weight; 0: off. */
  maxWeight: f64;`,
    },
    {
      path: "assembly/plan.ts",
      before: "export const abiVersion: i32 = ",
      text: "export const abiVersion: i32 = 100 + ",
      isInLine: true,
    },
    {
      path: "assembly/update.ts",
      before: "  if (layer.trainable & Trainable.biases && chunk.end > weightRows) {",
      text: `  if (plan.maxWeight > 0 && layer.trainable & Trainable.weights && rows > 0) {
    const begin = layer.weights + <usize>(chunk.begin * layer.outputs) * sizeof<T>();
    const end = begin + <usize>(rows * layer.outputs) * sizeof<T>();
    const limit = <T>plan.maxWeight;
    for (let at = begin; at < end; at += sizeof<T>()) store<T>(at, max<T>(-limit, min<T>(limit, load<T>(at))));
  }`,
    },
    {
      path: "src/reference/regularise.ts",
      before: "  /** Largest L2 norm of the weights into a unit. */",
      text: `  /** Largest absolute value of a weight. */
  maxWeight?: number;`,
    },
    {
      path: "src/reference/regularise.ts",
      before: "  l1,",
      text: "  maxWeight,",
    },
    {
      path: "src/reference/regularise.ts",
      before: "  return Boolean(",
      text: "  return Boolean(maxWeight || ",
      isInLine: true,
    },
    {
      path: "src/reference/regularise.ts",
      before: "export function limitWeights(layers: readonly WeightsOfUnits[], { ",
      text: "export function limitWeights(layers: readonly WeightsOfUnits[], { maxWeight = 0, ",
      isInLine: true,
    },
    {
      path: "src/reference/regularise.ts",
      before: "  if (maxNorm > 0) for",
      text: `  if (maxWeight > 0)
    for (const { weights } of layers)
      weights.forEach((w, i) => (weights[i] = Math.max(-maxWeight, Math.min(maxWeight, w))));`,
    },
  ],
};
