/** The round at the present weights as a page of its own. Loaded when it is asked for. */
import { languages } from "../../src/explain/language/languages.js";
import { tracePage } from "../../src/report/trace/page.js";
import { takeApart } from "../steps/lesson.js";
import type { Taken } from "./training.js";

export function lessonOf({ network, samples, sample, choices, language }: Taken): string {
  const row = Math.min(sample, samples.train.rows - 1);
  return tracePage(takeApart(network, samples.train, row, choices), { language: languages[language] });
}
