/** The formats of a trace besides text for the terminal: Markdown and HTML. */
import type { Language } from "../explain/language/language.js";
import type { RoundState, Trace } from "../explain/trace.js";
import { traceMarkdown } from "../report/trace/markdown.js";
import { tracePage } from "../report/trace/tracePage.js";

export interface FormatOptions {
  language: Language;
  digits: number;
  view: "scalar" | "matrix";
  /** Result of several rounds, if they were asked for. */
  rounds?: readonly RoundState[];
}

const faces = {
  markdown: (trace: Trace, options: FormatOptions) => traceMarkdown(trace, options).trimEnd(),
  // the page always has both views
  html: (trace: Trace, options: FormatOptions) => tracePage(trace, options).trimEnd(),
};

export type TraceFormat = "text" | keyof typeof faces;
export const traceFormats: readonly TraceFormat[] = ["text", "markdown", "html"];

/** A trace in a format other than text, without a line break at the end. */
export function formatTrace(
  format: Exclude<TraceFormat, "text">,
  trace: Trace,
  options: FormatOptions,
): string {
  return faces[format](trace, options);
}
