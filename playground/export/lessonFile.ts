/** The round at the present weights as a page of its own. Loaded when it is asked for. */
import { languages } from "../../src/explain/language/languages.js";
import { tracePage } from "../../src/report/trace/tracePage.js";
import { traceUpdate } from "../steps/stepView.js";
import type { Snapshot } from "./snapshot.js";

export function lessonOf({ network, samples, sample, choices, language }: Snapshot): string {
  const row = Math.min(sample, samples.train.rows - 1);
  return tracePage(traceUpdate(network, samples.train, row, choices), { language: languages[language] });
}
