/**
 * Traces one update for one sample, and makes the markup of its steps. Loaded on demand, because it needs the reference
 * network and the sentences of both languages.
 */
import { sentenceOf } from "../../src/explain/language/language.js";
import { languages } from "../../src/explain/language/languages.js";
import { sampleOf } from "../../src/explain/sample.js";
import { phases } from "../../src/explain/step.js";
import { textOf } from "../../src/explain/symbol.js";
import { trace, type Trace, type Traceable } from "../../src/explain/trace.js";
import { measureScalers } from "../../src/data/scalers.js";
import { stepFigure } from "../../src/report/trace/why/figures.js";
import { stepGroups } from "../../src/report/trace/stepGroups.js";
import { lineSymbol, mathml } from "../../src/report/trace/mathml.js";
import { proseMarkup } from "../../src/report/trace/proseMath.js";
import { writtenText } from "../../src/report/trace/rounded.js";
import { traceDrawing } from "../../src/report/trace/traceDrawing.js";
import { drawingLabels } from "../../src/report/trace/traceWords.js";
import { otherWays, stepEquations } from "../../src/report/trace/stepArticles.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Network } from "../../src/train/network.js";
import { checkConfig, configInput } from "../../src/settings/configuration.js";
import { fitSettings } from "../configuration.js";
import type { Choices, Language } from "../sessionTypes.js";
import { nameStyleOf } from "../worked/examples.js";

export { phases, stepGroups, writtenText };

/**
 * Traces an update from the current weights. The network does not change.
 *
 * @throws ConfigError for a network that is too large; DataError for numbers that are not finite
 */
export function traceUpdate(network: Network, train: Dataset, row: number, choices: Choices): Trace {
  const sample = sampleOf(train, row, network.config.loss);
  return trace(asTrained(network, train, choices), sample, { names: nameStyleOf(choices.data) });
}

/** A network with its current training settings, and the scaling that training will use. */
export function asTrained(network: Network, train: Dataset, choices: Choices): Traceable {
  const { inputs, outputs } = network;
  const config = checkConfig({ ...configInput(network.config), ...fitSettings(choices) });
  // before the first batch the network has none yet: these are those that it will have
  const all = Uint32Array.from({ length: train.rows }, (_, row) => row);
  const scalers = measureScalers(train, all, config, network.scalers);
  return { config, inputs, outputs, scalers, parameters: () => network.parameters() };
}

/** A step as the panel shows it. */
export interface StepView {
  where: string;
  /** Markup. */
  equations: string;
  /** Markup. */
  reason: string;
  /** Markup. */
  others: string;
  /** The curve that belongs to the step; empty where it has none. Markup. */
  curve: string;
  /** The network at this step: what is known, and where the step happens. Markup. */
  picture: string;
  /** The step as a sentence, for screen readers. */
  said: string;
}

export function stepView(trace: Trace, at: number, code: Language, digits: number): StepView {
  const step = trace.steps[at]!;
  const language = languages[code];
  const setting = { notation: mathml, values: null, digits };
  const group = stepGroups(trace, language).find(({ steps }) => steps.some((one) => one.step === step))!;
  const reason = sentenceOf(language, step.reason);
  const equals = code === "zh" ? "等于" : "equals";
  return {
    where: [language.headings.phases[step.phase], group.title, step.unit ?? ""].filter(Boolean).join(" · "),
    equations: stepEquations(step, trace, setting),
    reason: proseMarkup(reason),
    others: otherWays(step, trace, setting, language),
    curve: stepFigure(step, trace, language),
    picture: traceDrawing(trace, drawingLabels(trace, language), { step: at + 1, lit: step }),
    said: `${textOf(step.symbol)} ${equals} ${writtenText(step.value, digits)}. ${reason}`,
  };
}

/** A symbol on one line, as markup. */
export function symbolMarkup(symbol: Trace["steps"][number]["symbol"]): string {
  return `<math>${lineSymbol(symbol)}</math>`;
}

/** How the trace differs from the training, in words. */
export function notesOf(trace: Trace, code: Language): string[] {
  return trace.notes.map((note) => sentenceOf(languages[code], note));
}

export function headingsOf(code: Language) {
  return languages[code].headings;
}

/** The groups of all steps, with titles in a language. */
export function groupsOf(trace: Trace, code: Language) {
  return stepGroups(trace, languages[code]);
}
