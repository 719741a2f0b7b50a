import { figurePath, stepFigure } from "./figures.mjs";

/** The generated parts of the worked example: the texts that replace `{{…}}` in its templates. */

const words = {
  en: {
    slip: "what went wrong",
    after: "error after round 1",
    gradient: "gradient",
    drawn: (symbol) => `${symbol} in the drawing of the network`,
  },
  zh: {
    slip: "错在哪里",
    after: "第 1 次迭代后的误差",
    gradient: "梯度",
    drawn: (symbol) => `网络图中的 ${symbol}`,
  },
};

/** The trace of the example, its rounds, and what explains it. @param library what scripts/worked-example.mjs bundles */
export function lessonStudy({ presetOf, presetNetwork, trace, runRounds, explained }) {
  const preset = presetOf("mazur");
  const sample = { inputs: preset.inputs[0], targets: preset.targets[0] };
  const network = presetNetwork(preset);
  const traced = trace(network, sample, { names: preset.names });
  const errors = [];
  const onEvery = ({ error }) => errors.push(error);
  const course = runRounds(network, [sample], { rounds: 10_000, every: 1, onEvery }).states;
  network.dispose();
  return { traced, course, errors, about: { ...explained(traced), errors } };
}

/** @param study from `lessonStudy` */
export function lessonParts(library, { traced, course, about }, code) {
  const { languages, stepMarkdown, matrixMarkdown, whyMarkdown } = library;
  const { settingOf, markdownTable, writtenText, latexOf } = library;
  const language = languages[code];
  const { headings } = language;
  const options = { language };
  const number = (value) => writtenText(value, 9);
  const math = (symbol) => `$${latexOf(symbol)}$`;
  const stepOf = (key) => {
    const step = traced.steps.find((one) => one.key === key);
    if (!step) throw new Error(`there is no step ${key}.`);
    return step;
  };
  const list = (values) => values.map(number).join(code === "zh" ? "、" : ", ");
  const given = (heading, symbols, values) => [
    heading,
    symbols.map((one, k) => `${math(one)} = ${number(values[k])}`),
  ];
  const { parameters } = traced.network;

  return {
    why: (id) => {
      const pathOf = (figure) => figurePath(figure, code);
      const { title, text } = whyMarkdown(id, about, { language, digits: 9, pathOf });
      return `### ${title}\n\n${text}`;
    },
    picture: (id, ...words) => `![${words.join(" ")}](${figurePath(id, code)})`,
    step: (key) => {
      const step = stepOf(key);
      const text = stepMarkdown({ ...step, equivalents: [] }, traced, options);
      return `${text}\n\n![${words[code].drawn(library.textOf(step.symbol))}](${figurePath(stepFigure(key), code)})`;
    },
    value: (key) => number(stepOf(key).value),
    rate: () => number(traced.network.learningRate),
    input: (at) => number(traced.inputs[at - 1]),
    target: (unit) => number(traced.targets[unit === "o1" ? 0 : 1]),
    round: (round) => number(course.find((state) => state.round === Number(round)).error),
    final: () => list(course.at(-1).outputs),
    given: () => {
      const of = (kind) => parameters.filter((one) => one.kind === kind);
      const own = (kind) => [of(kind).map(({ symbol }) => symbol), of(kind).map(({ before }) => before)];
      const rows = [
        given(headings.inputs, traced.inputSymbols, traced.inputs),
        given(headings.targets, traced.targetSymbols, traced.targets),
        given(headings.weights, ...own("weight")),
        given(headings.biases, ...own("bias")),
      ];
      return markdownTable(
        ["", ""],
        rows.map(([heading, cells]) => [heading, cells.join(", ")]),
        "ll",
      );
    },
    gradients: (...weights) =>
      markdownTable(
        ["", words[code].gradient],
        weights.map((weight) => {
          const { symbol, value } = stepOf(`dE_total/d${weight}`);
          return [math(symbol), number(value)];
        }),
        "lr",
      ),
    weights: () =>
      markdownTable(
        ["", headings.before, headings.after],
        parameters
          .filter(({ before, after }) => before !== after)
          .map(({ symbol, before, after }) => [math(symbol), number(before), number(after)]),
        "lrr",
      ),
    rounds: () =>
      markdownTable(
        [headings.round, headings.error, ...traced.targetSymbols.map((one) => math({ ...one, base: "out" }))],
        course.map(({ round, error, outputs }) => [String(round), number(error), ...outputs.map(number)]),
        "rrrr",
      ),
    matrices: () => traced.matrices.map((line) => matrixMarkdown(line, settingOf(options))).join("\n\n"),
    slips: () => slipTable(library, traced, code),
  };
}

/** What one round shows where a slip was made. */
function slipTable(
  { slipIds, slippedRound, slipNetworkOf, checkLanguages, markdownTable, writtenText },
  traced,
  code,
) {
  const plain = slipNetworkOf(traced);
  const number = (value) => writtenText(value, 9);
  const rows = slipIds.map((slip) => {
    const { newWeights, errorAfter } = slippedRound(plain, slip);
    const shown = [newWeights[0][0][0], newWeights[1][0][0], newWeights[1][1][0], errorAfter];
    return [checkLanguages[code].slips[slip], ...shown.map(number)];
  });
  const weights = [1, 5, 7].map((index) => `$w^{+}_{${index}}$`);
  return markdownTable([words[code].slip, ...weights, words[code].after], rows, "lrrrr");
}
