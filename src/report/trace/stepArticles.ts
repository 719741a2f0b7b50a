/** The steps of a lesson page: each step as an article, and a list of links to them. */
import { symbol as symbolExpression } from "../../explain/expression.js";
import { type Language, sentenceOf } from "../../explain/language/language.js";
import type { MatrixStep } from "../../explain/matrix.js";
import { type TraceStep } from "../../explain/step.js";
import { type MathSymbol, type Name, name, textOf } from "../../explain/symbol.js";
import type { RoundState, Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { stepGroups } from "./stepGroups.js";
import { equalTo, equationsMarkup, lineSymbol, markedMathml, mathLine, mathml } from "./mathml.js";
import { matrixLine } from "./matrices.js";
import { Places } from "./places.js";
import { proseMarkup } from "./proseMath.js";
import { writtenText } from "./rounded.js";
import { type Setting, typesetNumber, typesetParts } from "./typeset.js";
import { wordsOf } from "./traceWords.js";
import { stepFigure } from "./why/figures.js";

/** All steps as articles, with headings for the phases. `data-lit` names the places that a step highlights. */
export function stepArticles(trace: Trace, language: Language, digits: number): string {
  const places = new Places(trace);
  const setting: Setting = { notation: markedMathml, values: null, digits };
  const words = wordsOf(language);
  const count = trace.steps.length + 1;
  const articles = stepGroups(trace, language).flatMap(({ phase, title, steps }) =>
    steps.map(({ step, number }) => {
      const where = [language.headings.phases[phase], title, step.unit ?? ""].filter(Boolean).join(" · ");
      const sentence = sentenceOf(language, step.reason);
      // the script writes the number, with the decimals that are chosen then
      const said = `${textOf(step.symbol)} ${words.equals} {}. ${sentence}`;
      const data = {
        phase,
        lit: places.lit(step).join(" "),
        progress: words.progress(number, count),
        say: said,
      };
      const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escape(value)}"`);
      return `<article class="step" id="s${number}"${attributes.join("")}>
<h3><span class="number">${number}</span> ${escape(where)}</h3>
${stepEquations(step, trace, setting)}
<p class="why">${proseMarkup(sentence)}</p>
${otherWays(step, trace, setting, language)}${figureOf(step, trace, language)}</article>`;
    }),
  );
  return [...articles, outcomeArticle(trace, language, setting)].join("\n");
}

/** The last article: the error before the round and after it, and the outputs. */
function outcomeArticle(trace: Trace, language: Language, setting: Setting): string {
  const words = wordsOf(language);
  const { headings } = language;
  const [before, after] = trace.rounds as [RoundState, RoundState];
  const count = trace.steps.length + 1;
  const total = trace.steps.findLast(({ reason }) => reason.id === "totalError")?.symbol ?? name("E");
  const number = (value: number) => typesetNumber(value, setting);
  const line = (symbol: MathSymbol, isNew: boolean) =>
    mathLine([setting.notation.symbol(isNew ? { ...(symbol as Name), mark: "new" } : symbol)]);
  const sentence = words.outcomeText(before.error, after.error);
  const outputs = trace.targets.map((target, k) => {
    const change = mathLine([
      number(before.outputs[k]!),
      mathml.row([mathml.sign("→", "between"), number(after.outputs[k]!)]),
    ]);
    const unit = trace.network.units.at(-1)![k]!;
    const aim = `${escape(headings.target)} <math>${number(target)}</math>`;
    return `<li><span>${escape(headings.output)} ${proseMarkup(unit)}</span> <span class="sideways">${change}</span> <span>${aim}</span></li>`;
  });
  const said = `${words.outcome}: {}. ${sentence}`;
  return `<article class="step" id="s${count}" data-phase="forward" data-lit="x" data-progress="${escape(words.progress(count, count))}" data-say="${escape(said)}">
<h3><span class="number">${count}</span> ${escape(words.outcome)}</h3>
${equationsMarkup([
  { left: line(total, false), right: equalTo([number(before.error)]) },
  { left: line(total, true), right: equalTo([number(after.error)]), kind: "result" },
])}
<p class="why">${escape(sentence)}</p>
<ul class="also">${outputs.join("")}</ul>
</article>`;
}

/** Longer traces would become too large with a curve at each step. */
const mostWithCurves = 200;

function figureOf(step: TraceStep, trace: Trace, language: Language): string {
  if (trace.steps.length > mostWithCurves) return "";
  const figure = stepFigure(step, trace, language);
  return figure && `<div class="step-curve">${figure}</div>`;
}

/** Every step as a link, by phase. */
export function stepList(trace: Trace, language: Language, digits: number): string {
  const groups = stepGroups(trace, language).map(({ phase, title, steps }) => {
    const items = steps.map(({ step, number }) => {
      const symbol = `<math>${lineSymbol(step.symbol)}</math>`;
      const value = escape(writtenText(step.value, digits));
      return stepLink(number, symbol, step.value, value);
    });
    const heading = [language.headings.phases[phase], title].filter(Boolean).join(" · ");
    return `<h3>${escape(heading)}</h3>\n<ol>${items.join("\n")}</ol>`;
  });
  const { error } = trace.rounds[1]!;
  const outcome = wordsOf(language).outcome;
  const last = stepLink(
    trace.steps.length + 1,
    escape(language.headings.error),
    error,
    escape(writtenText(error, digits)),
  );
  return [...groups, `<h3>${escape(outcome)}</h3>\n<ol>${last}</ol>`].join("\n");
}

function stepLink(number: number, markup: string, value: number, text: string): string {
  return `<li><a href="#step=${number}"><span class="number">${number}</span> <span>${markup}</span> <output data-value="${value}">${text}</output></a></li>`;
}

/** Lines of the matrix view, each with its reason. */
export function matrixArticles(lines: readonly MatrixStep[], language: Language, digits: number): string {
  const setting: Setting = { notation: markedMathml, values: null, digits };
  return lines
    .map((step) => {
      const { symbol, formula, substituted, value } = matrixLine(step, setting);
      const equations = equationsMarkup([
        { left: mathLine([symbol]), right: equalTo([formula]) },
        { left: "", right: equalTo(substituted) },
        { left: "", right: equalTo([value]), kind: "result" },
      ]);
      return `<article class="line">${equations}<p class="why">${proseMarkup(sentenceOf(language, step.reason))}</p></article>`;
    })
    .join("\n");
}

/** A step as lines under each other: symbol = formula, = numbers, = value. */
export function stepEquations(step: TraceStep, trace: Trace, setting: Setting): string {
  const { expression, value } = step;
  const isAlone = expression.kind === "symbol" || expression.kind === "number";
  const numbers = { ...setting, values: trace.values };
  const lines = (isAlone ? [setting] : [setting, numbers]).map((one) =>
    equalTo(typesetParts(expression, one)),
  );
  const sign = value < 0 ? " negative" : value > 0 ? " positive" : "";
  return equationsMarkup([
    ...lines.map((right, at) => ({ left: at === 0 ? symbolMath(step, setting) : "", right })),
    { left: "", right: equalTo([typesetNumber(value, setting)]), kind: `result${sign}` },
  ]);
}

function symbolMath(step: TraceStep, setting: Setting): string {
  return mathLine(typesetParts(symbolExpression(step.symbol), setting));
}

/** Other formulas for the value of a step, each with its reason; empty if there are none. */
export function otherWays(step: TraceStep, trace: Trace, setting: Setting, language: Language): string {
  const numbers = { ...setting, values: trace.values };
  const items = step.equivalents.map(({ expression, reason }) => {
    const sentence = proseMarkup(sentenceOf(language, reason));
    const [first, ...others] = typesetParts(expression, numbers);
    const equal = mathml.row([mathml.sign("=", "between"), first!]);
    const formula = mathLine([...typesetParts(expression, setting), equal, ...others]);
    return `<li><span>${sentence}</span> <span class="sideways">${formula}</span></li>`;
  });
  return items.length > 0 ? `<ul class="also">${items.join("")}</ul>\n` : "";
}
