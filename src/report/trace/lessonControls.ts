/** What a reader operates in a lesson page: decimals, language and theme, jumps, and the way through the steps. */
import type { Language } from "../../explain/language/language.js";
import { languages } from "../../explain/language/languages.js";
import { phases } from "../../explain/step.js";
import type { Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { allDigits } from "./numberText.js";
import { type Words, wordsOf } from "./traceWords.js";

/** Decimals that a reader can choose, besides those that the page was made with. */
const decimals = [3, 4, 6, 9, 12, allDigits];

/** Decimals, language and theme. A page without its script does not show them. */
export function optionsMarkup(language: Language, digits: number): string {
  const words = wordsOf(language);
  const choices = [...new Set([...decimals, Math.min(digits, allDigits)])].toSorted((a, b) => a - b);
  const options = choices.map((one) => {
    const isChosen = one === Math.min(digits, allDigits) ? " selected" : "";
    return `<option value="${one}"${isChosen}>${one === allDigits ? escape(words.allDecimals) : one}</option>`;
  });
  const other = Object.values(languages).filter(({ code }) => code !== language.code);
  const buttons = other.map(
    ({ code, name }) =>
      `<button id="language" type="button" lang="${code === "zh" ? "zh-Hans" : code}">${escape(name)}</button>`,
  );
  return `<div class="options" role="group" aria-label="${escape(words.options)}">
<label>${escape(words.decimals)} <select id="decimals">${options.join("")}</select></label>
${buttons.join("\n")}
<button id="theme" type="button" aria-label="${escape(words.theme)}" title="${escape(words.theme)}"><span aria-hidden="true">◐</span></button>
</div>`;
}

/** Links to the first step of each phase, to the error after the round, and to the sections. */
export function jumpsMarkup(trace: Trace, language: Language, hasReasons: boolean): string {
  const words = wordsOf(language);
  const { headings } = language;
  const first = phases.flatMap((phase) => {
    const at = trace.steps.findIndex((step) => step.phase === phase);
    return at < 0 ? [] : [[`step=${at + 1}`, headings.phases[phase]] as const];
  });
  const sections: (readonly [string, string])[] = [
    ...first,
    [`step=${trace.steps.length + 1}`, words.outcome],
    ...(hasReasons ? [["why", headings.why] as const] : []),
    ["given", headings.given],
    ...(trace.matrices.length > 0 ? [["matrices", words.matrices] as const] : []),
    ["glossary", headings.glossary],
  ];
  const links = sections.map(([to, text]) => `<a href="#${to}">${escape(text)}</a>`);
  return `<nav class="jumps" aria-label="${escape(words.jumps)}">${links.join(" ")}</nav>`;
}

export function controlsMarkup({ steps }: Trace, words: Words): string {
  const count = steps.length + 1;
  const first = escape(words.progress(1, count));
  return `<div class="controls" role="group" aria-label="${escape(words.controls)}">
<button id="back" type="button"><span aria-hidden="true">←</span> ${escape(words.back)}</button>
<div class="where"><span id="progress">${first}</span><input id="bar" type="range" min="1" max="${count}" value="1" aria-label="${escape(words.controls)}" aria-valuetext="${first}"></div>
<button id="forth" type="button">${escape(words.forth)} <span aria-hidden="true">→</span></button>
</div>`;
}
