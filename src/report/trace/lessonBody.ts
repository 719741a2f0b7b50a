/** What a lesson page shows in one language: the steps with the drawing, why they work, what is given, and the terms. */
import { sentenceOf, type Language } from "../../explain/language/language.js";
import type { MathSymbol } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { escape, table } from "../page/markup.js";
import { controlsMarkup, jumpsMarkup, optionsMarkup } from "./lessonControls.js";
import { mathml } from "./mathml.js";
import { proseMarkup } from "./proseMath.js";
import { defaultDigits, writtenText } from "./rounded.js";
import { matrixArticles, stepArticles, stepList } from "./stepArticles.js";
import { type LessonOptions, networkLine } from "./stepGroups.js";
import { traceDrawing } from "./traceDrawing.js";
import { drawingLabels, type Words, wordsOf } from "./traceWords.js";
import { whyMarkup } from "./why/explanations.js";

/** The language as HTML names it. */
export const tagOf = ({ code }: Language): string => (code === "zh" ? "zh-Hans" : code);

export function lessonBody(trace: Trace, options: LessonOptions): string {
  const { language, digits = defaultDigits, title = language.headings.title } = options;
  const { headings } = language;
  const words = wordsOf(language);
  const notes = trace.notes.map((note) => `<li>${proseMarkup(sentenceOf(language, note))}</li>`);
  const why = whyMarkup(trace, language, digits);
  return `<div id="page" lang="${tagOf(language)}">
<header>
${optionsMarkup(language, digits)}
<h1>${escape(title)}</h1>
<p>${escape(networkLine(trace, language))}</p>
${jumpsMarkup(trace, language, why !== "")}
</header>
<main>
<div class="stage">
<details id="steps" open><summary>${escape(words.allSteps)}</summary><nav class="scroll" aria-label="${escape(words.allSteps)}">
${stepList(trace, language, digits)}
</nav></details>
<section class="scene" aria-label="${escape(words.controls)}">
<div class="picture sideways">${traceDrawing(trace, drawingLabels(trace, language))}</div>
${legendMarkup(words)}
${controlsMarkup(trace, words)}
<p id="said" class="unseen" aria-live="polite"></p>
<div class="steps">
${stepArticles(trace, language, digits)}
</div>
</section>
</div>
${why}
${givenSection(trace, options)}
${notes.length > 0 ? `<section><h2>${escape(headings.notes)}</h2><ul class="notes">${notes.join("\n")}</ul></section>` : ""}
${matrixSection(trace, language, digits)}
${glossarySection(language)}
</main>
<footer>${escape(words.madeWith)}</footer>
</div>`;
}

function legendMarkup({ positive, negative, signal, path, keys }: Words): string {
  return `<ul class="legend"><li class="positive"><i></i>${escape(positive)}</li><li class="negative"><i></i>${escape(negative)}</li><li><b aria-hidden="true">→</b> ${escape(signal)}</li><li><b aria-hidden="true">←</b> ${escape(path)}</li><li class="keys">${escape(keys)}</li></ul>`;
}

/** Inputs and targets, parameters before and after, and the error of both. */
function givenSection(trace: Trace, options: LessonOptions): string {
  const { language, digits = defaultDigits, rounds = trace.rounds } = options;
  const { headings } = language;
  const { inputs, targets, inputSymbols, targetSymbols, network } = trace;
  const written = (value: number) => escape(writtenText(value, digits));
  const number = (value: number) => ({
    html: written(value),
    attributes: `class="figure" data-value="${value}"`,
  });
  const symbol = (of: MathSymbol) => ({ html: `<math>${mathml.symbol(of)}</math>`, attributes: "" });
  const signals = [
    ...inputs.map((value, j) => [symbol(inputSymbols[j]!), number(value)]),
    ...targets.map((value, k) => [symbol(targetSymbols[k]!), number(value)]),
  ];
  const changes = network.parameters.map((one) => [
    symbol(one.symbol),
    [one.from, one.to.join(", ")].filter(Boolean).join(" → "),
    number(one.before),
    number(one.after),
  ]);
  const course = rounds.map(({ round, error, outputs }) => [
    String(round),
    number(error),
    {
      html: outputs.map((value) => `<span data-value="${value}">${written(value)}</span>`).join("<br>"),
      attributes: 'class="figure"',
    },
  ]);
  const words = wordsOf(language);
  return `<section id="given"><h2>${escape(headings.given)}</h2><div class="tables">
<div>${table(headings.given, [`${headings.inputs}, ${headings.targets}`, ""], signals)}</div>
<div class="wide"><h3>${escape(words.change)}</h3>${table(words.change, ["", "", headings.before, headings.after], changes, { words: 2 })}</div>
<div><h3>${escape(headings.rounds)}</h3>${table(headings.rounds, [headings.round, headings.error, headings.outputs], course)}</div>
</div></section>`;
}

function matrixSection(trace: Trace, language: Language, digits: number): string {
  if (trace.matrices.length === 0) return "";
  return `<section id="matrices"><h2>${escape(language.headings.matrixView)}</h2><div class="lines">
${matrixArticles(trace.matrices, language, digits)}
</div></section>`;
}

function glossarySection({ headings, glossary }: Language): string {
  const entries = glossary.map(({ symbol, term, synonyms, meaning }) => {
    const also =
      synonyms.length > 0 ? ` <small>${escape(`${headings.synonyms} ${synonyms.join(", ")}`)}</small>` : "";
    return `<dt>${escape(term)}${symbol && symbol !== term ? ` <i>${escape(symbol)}</i>` : ""}</dt><dd>${proseMarkup(meaning)}${also}</dd>`;
  });
  return `<section id="glossary"><details class="glossary"><summary><h2>${escape(headings.glossary)}</h2></summary><dl>
${entries.join("\n")}
</dl></details></section>`;
}
