import { describe, expect, it } from "vitest";
import { withDocumentNotes } from "../../../src/explain/documentNotes.js";
import { findTerms } from "../../../src/explain/language/findTerms.js";
import { sentenceOf } from "../../../src/explain/language/language.js";
import { languages } from "../../../src/explain/language/languages.js";
import { presetNames, presetNetwork, presetOf } from "../../../src/explain/presets.js";
import type { Reason } from "../../../src/explain/step.js";
import { trace } from "../../../src/explain/trace.js";
import { activationNames, activations } from "../../../src/functions/activations.js";
import { losses, lossNames } from "../../../src/functions/losses.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { Network } from "../../../src/train/network.js";

const { en, zh } = languages;

/** Reasons of traces of all kinds. */
function reasons(): Reason[] {
  const configs: ConfigInput[] = [
    ...activationNames.map((activation): ConfigInput => {
      if (activations[activation].isLastOnly)
        return { layers: [2, 2, { units: 2, activation }], loss: "halfSquaredError" };
      return { layers: [2, { units: 2, activation }, { units: 1, activation }], loss: "squaredError" };
    }),
    ...lossNames.map((loss): ConfigInput => {
      const activation = losses[loss].partner ?? "sigmoid";
      return { layers: [2, 3, 2, { units: 2, activation }], loss };
    }),
    {
      layers: [{ units: 2, dropout: 0.1 }, { units: 2, trainable: false }, 1],
      biases: "shared",
      trainBiases: false,
      optimizer: { kind: "sgd", momentum: 0.5 },
      l1: 0.1,
    },
  ];
  const all = configs.flatMap((config) => {
    const network = Network.create(config);
    try {
      const targets = Array.from({ length: network.outputs }, (_, k) => (k === 0 ? 1 : 0));
      const { steps, matrices, notes } = trace(network, { inputs: [0.3, -0.4], targets });
      return [...steps.flatMap((step) => [step, ...step.equivalents]), ...matrices]
        .map(({ reason }) => reason)
        .concat(notes);
    } finally {
      network.dispose();
    }
  });
  return [
    ...all,
    { id: "scaledInputs", kind: "bytes" },
    { id: "scaledTargets", kind: "minMax" },
    { id: "onlyUnit", unit: "h1" },
    ...documentNotes(),
  ];
}

/** Notes on what published examples print. */
function documentNotes(): Reason[] {
  const examples = [presetOf("mazur"), presetOf("matrix"), presetOf("matrix", "printed")];
  return examples.flatMap((preset) => {
    using network = presetNetwork(preset);
    const [inputs, targets] = [preset.inputs[0]!, preset.targets[0]!];
    const traced = trace(network, { inputs, targets }, { names: preset.names });
    return withDocumentNotes(traced).notes;
  });
}

describe("both languages", () => {
  const told = reasons();

  it("have a sentence for every reason that a trace gives, and no sentence that none gives", () => {
    const given = [...new Set(told.map(({ id }) => id))].sort();
    expect(Object.keys(en.reasons).sort()).toEqual(given);
    expect(Object.keys(zh.reasons).sort()).toEqual(given);
  });

  it("fill in what a reason is about: nothing is undefined, doubled or left open", () => {
    for (const reason of told) {
      for (const language of [en, zh]) {
        const sentence = sentenceOf(language, reason);
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object| {2}|\$\{/);
        expect(sentence.trim()).toBe(sentence);
        if ("unit" in reason && !["slope", "deltaRule", "minusDeltaRule", "gradient"].includes(reason.id)) {
          expect(sentence).toContain(reason.unit);
        }
      }
    }
  });

  it("English without Chinese, Chinese in Chinese with Chinese marks", () => {
    for (const reason of told) {
      expect(sentenceOf(en, reason)).not.toMatch(/\p{Script=Han}/u);
      const chinese = sentenceOf(zh, reason);
      expect(chinese).toMatch(/\p{Script=Han}|^delta/u);
      expect(chinese).not.toMatch(/\p{Script=Han}[,;:.]|[,;:]\p{Script=Han}/u);
    }
  });

  it("explain the same terms, each with a meaning", () => {
    expect(zh.glossary.map(({ id, symbol }) => id + symbol)).toEqual(
      en.glossary.map(({ id, symbol }) => id + symbol),
    );
    for (const { meaning, term } of [...en.glossary, ...zh.glossary]) {
      expect(meaning).toMatch(/[.。]$/);
      expect(term).not.toBe("");
    }
  });

  it.each([
    "偏至 偏差 截距 intercept → bias",
    "学习速率 学习率 学习步长 alpha eta epsilon α η ε → learningRate",
    "代价函数 成本函数 损失函数 平方差函数 cost loss → error",
    "总网络输入 总净输入 输入加权和 组合调节输入 total_net_input → netInput",
    "链式规则 链式法则 chain_rule → chainRule",
    "节点差模 节点增量 node_delta delta → delta",
    "差模规则 delta_rule → deltaRule",
    "偏微分 偏导 偏导数 partial_derivative → gradient",
    "向前传播 前馈 feedforward → forwardPass",
    "向后传播 误差反传 反向传播 backpropagation → backwardPass",
    "隐藏层 隐含层 隐层 hidden_layer → hiddenLayer",
    "链接权重 连接权重 权重系数 → weight",
    "S函数 sigmoid logistic → logistic",
    "压缩 squash → activation",
    "真实值 期望 ideal → target",
    "现实 actual → output",
    "训练集 training_set → trainingSet",
    "样本 sample → sample",
    "自编码 autoencoder auto-encoder → autoencoder",
    "梯度下降 gradient_descent → gradientDescent",
    "随机梯度下降 SGD → stochasticGradientDescent",
  ])("the documents' words are found: %s", (line) => {
    const [words, id] = line.split(" → ") as [string, string];
    for (const word of words.split(" ")) {
      expect([word, findTerms(word.replaceAll("_", " ")).map((term) => term.en.id)]).toEqual([word, [id]]);
    }
  });

  it("a part of a word finds every term that has it; nothing finds an unknown word", () => {
    expect(findTerms("损失").map(({ zh: { id } }) => id)).toEqual(["error"]);
    expect(findTerms("gradient desc").map(({ en: { id } }) => id)).toEqual([
      "gradientDescent",
      "stochasticGradientDescent",
    ]);
    expect(findTerms("xyz")).toEqual([]);
    expect(findTerms("")).toEqual([]);
  });
});

describe("presets", () => {
  it.each(presetNames)("%s can be traced on each of its samples", (name) => {
    const preset = presetOf(name);
    const network = presetNetwork(preset);
    try {
      preset.inputs.forEach((inputs, at) => {
        const { rounds } = trace(network, { inputs, targets: preset.targets[at]! }, { names: preset.names });
        expect(rounds[1]!.error).toBeLessThan(rounds[0]!.error);
      });
    } finally {
      network.dispose();
    }
  });
});
