/**
 * A trace as one self-contained HTML page: formulas in MathML, a drawing of the network, and a small script that
 * goes through the steps. The page fetches nothing. Without the script, and on paper, it shows all steps in order. The
 * page in the other language waits in a template.
 */
import { languages } from "../../explain/language/languages.js";
import type { Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { scriptHash, scriptSource } from "./generated/script.js";
import { lessonBody, tagOf } from "./lessonBody.js";
import type { LessonOptions } from "./stepGroups.js";
import { lessonStyle } from "./traceStyle.js";

/** Allows only what is in the page itself, and of scripts only the one with this hash. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'`;

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
  const { language, title = language.headings.title } = options;
  const others = Object.values(languages).filter(({ code }) => code !== language.code);
  return `<!doctype html>
<html lang="${tagOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style>${lessonStyle}</style>
</head>
<body>
${lessonBody(trace, options)}
${others.map((other) => `<template>${lessonBody(trace, { ...options, language: other })}</template>`).join("\n")}
<script>${scriptSource}</script>
</body>
</html>
`;
}
