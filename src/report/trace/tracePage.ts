/**
 * A trace as one self-contained HTML page: formulas in MathML, a drawing of the network, and a small script that
 * goes through the steps. The page fetches nothing. Without the script, and on paper, it shows all steps in order.
 */
import { sentenceOf, type Language } from "../../explain/language/language.js";
import type { MathSymbol } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { escape, table } from "../page/markup.js";
import { traceDrawing } from "./traceDrawing.js";
import { scriptHash, scriptSource } from "./generated/script.js";
import { type LessonOptions, networkLine } from "./stepGroups.js";
import { mathml } from "./mathml.js";
import { defaultDigits, writtenText } from "./rounded.js";
import { matrixArticles, stepArticles, stepList } from "./stepArticles.js";
import { lessonStyle } from "./traceStyle.js";
import { whyMarkup } from "./why/explanations.js";
import { drawingLabels, type Words, wordsOf } from "./traceWords.js";

/** Allows only what is in the page itself, and of scripts only the one with this hash. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'`;

/**
 * A trace as one self-contained HTML page: formulas in MathML, a drawing of the network, and a small script that
 * goes through the steps. The page fetches nothing. Without the script, and on paper, it shows all steps in order.
 *
 * @param trace   what `trace` gives
 * @param options the language, how many decimals, errors after some rounds
 * @returns the text of an HTML file
 *
 * @example
 * ```js
 * import { languages, presetNetwork, presetOf, trace, tracePage } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const network = presetNetwork({ config, parameters });
 * const traced = trace(network, { inputs: inputs[0], targets: targets[0] });
 * const html = tracePage(traced, { language: languages.zh }); // for a file lesson.html
 * console.log(html.match(/<html lang="[\w-]+">/)?.[0], html.includes("<math"));
 * // → <html lang="zh-Hans"> true
 * ```
 */
export function tracePage(trace: Trace, options: LessonOptions): string {
  const { language, digits = defaultDigits, title = language.headings.title } = options;
  const { headings } = language;
  const words = wordsOf(language);
  const notes = trace.notes.map((note) => `<li>${escape(sentenceOf(language, note))}</li>`);
  const labels = drawingLabels(trace, language);
  return `<!doctype html>
<html lang="${language.code === "zh" ? "zh-Hans" : language.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style>${lessonStyle}</style>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
<p>${escape(networkLine(trace, language))}</p>
</header>
<main>
<div class="stage">
<details id="steps" open><summary>${escape(words.allSteps)}</summary><nav class="scroll" aria-label="${escape(words.allSteps)}">
${stepList(trace, language, digits)}
</nav></details>
<section class="scene" aria-label="${escape(words.controls)}">
<div class="picture sideways">${traceDrawing(trace, labels)}</div>
${legendMarkup(words)}
${controlsMarkup(trace.steps.length, words)}
<p id="said" class="unseen" aria-live="polite"></p>
<div class="steps">
${stepArticles(trace, language, digits)}
</div>
</section>
</div>
${whyMarkup(trace, language, Math.min(digits, defaultDigits))}
${givenSection(trace, options)}
${notes.length > 0 ? `<section><h2>${escape(headings.notes)}</h2><ul class="notes">${notes.join("\n")}</ul></section>` : ""}
${matrixSection(trace, language, digits)}
${glossarySection(language)}
</main>
<footer>${escape(words.madeWith)}</footer>
<script>${scriptSource}</script>
</body>
</html>
`;
}

function controlsMarkup(steps: number, words: Words): string {
  const first = escape(words.progress(1, steps));
  return `<div class="controls" role="group" aria-label="${escape(words.controls)}">
<button id="back" type="button"><span aria-hidden="true">←</span> ${escape(words.back)}</button>
<div class="where"><span id="progress">${first}</span><input id="bar" type="range" min="1" max="${steps}" value="1" aria-label="${escape(words.controls)}" aria-valuetext="${first}"></div>
<button id="forth" type="button">${escape(words.forth)} <span aria-hidden="true">→</span></button>
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
  const number = (value: number) => ({
    html: escape(writtenText(value, digits)),
    attributes: 'class="figure"',
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
      html: outputs.map((value) => escape(writtenText(value, digits))).join("<br>"),
      attributes: 'class="figure"',
    },
  ]);
  const words = wordsOf(language);
  return `<section><h2>${escape(headings.given)}</h2><div class="tables">
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
    return `<dt>${escape(term)}${symbol && symbol !== term ? ` <i>${escape(symbol)}</i>` : ""}</dt><dd>${escape(meaning)}${also}</dd>`;
  });
  return `<section><details class="glossary"><summary><h2>${escape(headings.glossary)}</h2></summary><dl>
${entries.join("\n")}
</dl></details></section>`;
}
