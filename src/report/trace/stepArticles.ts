/** The steps of a lesson page: each step as an article, and a list of links to them. */
import { symbol as symbolExpression } from "../../explain/expression.js";
import { type Language, sentenceOf } from "../../explain/language/language.js";
import type { MatrixStep } from "../../explain/matrix.js";
import { type TraceStep } from "../../explain/step.js";
import { textOf } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { stepGroups } from "./stepGroups.js";
import { lineSymbol, mathElements, mathml, matrixMarkup } from "./mathml.js";
import { matrixLine } from "./matrices.js";
import { Places } from "./places.js";
import { writtenText } from "./rounded.js";
import { type Setting, typesetNumber, typesetParts } from "./typeset.js";
import { wordsOf } from "./traceWords.js";
import { stepFigure } from "./why/figures.js";

/** All steps as articles, with headings for the phases. `data-lit` names the places that a step highlights. */
export function stepArticles(trace: Trace, language: Language, digits: number): string {
  const places = new Places(trace);
  const setting: Setting = { notation: mathml, values: null, digits };
  const words = wordsOf(language);
  return stepGroups(trace, language)
    .flatMap(({ phase, title, steps }) =>
      steps.map(({ step, number }) => {
        const where = [language.headings.phases[phase], title, step.unit ?? ""].filter(Boolean).join(" · ");
        const sentence = sentenceOf(language, step.reason);
        const said = `${textOf(step.symbol)} ${words.equals} ${writtenText(step.value, digits)}. ${sentence}`;
        const data = {
          phase,
          lit: places.lit(step).join(" "),
          progress: words.progress(number, trace.steps.length),
          say: said,
        };
        const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escape(value)}"`);
        return `<article class="step" id="s${number}"${attributes.join("")}>
<h3><span class="number">${number}</span> ${escape(where)}</h3>
${stepEquations(step, trace, setting)}
<p class="why">${escape(sentence)}</p>
${otherWays(step, trace, setting, language)}${figureOf(step, trace, language)}</article>`;
      }),
    )
    .join("\n");
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
  return stepGroups(trace, language)
    .map(({ phase, title, steps }) => {
      const items = steps.map(({ step, number }) => {
        const symbol = `<math>${lineSymbol(step.symbol)}</math>`;
        const value = escape(writtenText(step.value, digits));
        return `<li><a href="#step=${number}"><span class="number">${number}</span> <span>${symbol}</span> <output>${value}</output></a></li>`;
      });
      const heading = [language.headings.phases[phase], title].filter(Boolean).join(" · ");
      return `<h3>${escape(heading)}</h3>\n<ol>${items.join("\n")}</ol>`;
    })
    .join("\n");
}

/** Lines of the matrix view, each with its reason. */
export function matrixArticles(lines: readonly MatrixStep[], language: Language, digits: number): string {
  const setting: Setting = { notation: mathml, values: null, digits };
  return lines
    .map((step) => {
      const { symbol, formula, substituted, value } = matrixLine(step, setting, matrixMarkup);
      const equals = mathml.sign("=", "between");
      const rows = [
        equation(`<math>${symbol}</math>`, `<math>${mathml.row([equals, formula])}</math>`),
        equation("", `<math>${mathml.row([equals, substituted])}</math>`),
        equation("", `<math>${mathml.row([equals, value])}</math>`, "result"),
      ];
      return `<article class="line"><div class="equations">${rows.join("")}</div><p class="why">${escape(sentenceOf(language, step.reason))}</p></article>`;
    })
    .join("\n");
}

/** A step as lines under each other: symbol = formula, = numbers, = value. */
export function stepEquations(step: TraceStep, trace: Trace, setting: Setting): string {
  const { expression, value } = step;
  const isAlone = expression.kind === "symbol" || expression.kind === "number";
  const numbers = { ...setting, values: trace.values };
  const rows = [
    equation(symbolMath(step, setting), equalTo(typesetParts(expression, setting))),
    isAlone ? "" : equation("", equalTo(typesetParts(expression, numbers))),
    equation(
      "",
      equalTo([typesetNumber(value, setting)]),
      `result ${value < 0 ? "negative" : value > 0 ? "positive" : ""}`,
    ),
  ];
  return `<div class="equations">${rows.join("")}</div>`;
}

/** An equals sign, kept together with the first of the parts behind it. */
function equalTo(parts: readonly string[]): string {
  const [first, ...others] = parts;
  return mathElements([mathml.row([mathml.sign("=", "between"), first!]), ...others]);
}

function equation(left: string, right: string, kind = ""): string {
  return `<div class="equation ${kind}"><div class="left">${left}</div><div class="right sideways">${right}</div></div>`;
}

function symbolMath(step: TraceStep, setting: Setting): string {
  return mathElements(typesetParts(symbolExpression(step.symbol), setting));
}

/** Other formulas for the value of a step, each with its reason; empty if there are none. */
export function otherWays(step: TraceStep, trace: Trace, setting: Setting, language: Language): string {
  const numbers = { ...setting, values: trace.values };
  const items = step.equivalents.map(({ expression, reason }) => {
    const sentence = escape(sentenceOf(language, reason));
    const formula = `${mathElements(typesetParts(expression, setting))} ${equalTo(typesetParts(expression, numbers))}`;
    return `<li><span>${sentence}</span> <span class="sideways">${formula}</span></li>`;
  });
  return items.length > 0 ? `<ul class="also">${items.join("")}</ul>\n` : "";
}
