/** What the scripts of both languages have in common: numbers, lists, and what the error is. */
import { lossText } from "../functionText.js";
import type { Lesson } from "../lesson.js";

/** The error of a sample in words and ASCII: "the sum over the outputs of 1/2 * (t - o)^2". */
function errorWords({ loss, huberDelta, quantile }: Lesson): string {
  const signs: Record<string, string> = {
    "−": "-",
    "·": " * ",
    "²": "^2",
    "½": "1/2",
    "≤": "<=",
    δ: String(huberDelta),
    τ: String(quantile),
  };
  const [, minus, formula] = /^(−?)Σ (.*)$/.exec(lossText(loss))!;
  const text = formula!.replaceAll(/[−·²½≤δτ]/g, (sign) => signs[sign]!);
  return `${minus ? "minus " : ""}the sum over the outputs of ${text}`;
}

/** The lines at the top of a script. */
export function headOf(lesson: Lesson, language: string): string[] {
  const { layers, reduction, errors, rounds, biases, batch } = lesson;
  const sizes = [layers[0]!.inputs, ...layers.map(({ units }) => units)].join("-");
  const digits = (error: number) => String(Number(error.toPrecision(9)));
  return [
    `A ${sizes} network learns by backpropagation: plain ${language}, nothing to install.`,
    "",
    `The error of a sample is ${errorWords(lesson)}.`,
    "The total error is the sum over all samples." +
      (batch > 1 ? ` An update takes the ${reduction} of the gradients of its ${batch} samples.` : ""),
    {
      perNeuron: "Each unit has a bias of its own.",
      shared: "The biases of a layer change together.",
      fixed: "Biases stay as they are.",
    }[biases],
    ...(lesson.isScaled ? ["Inputs and targets are scaled, as the network sees them."] : []),
    "Each round takes the samples in the order of the list.",
    "",
    `chainrule, which wrote this script, gets a total error of ${digits(errors.before)} before, ${digits(errors.afterFirst)} after the`,
    `first round and ${digits(errors.after)} after round ${rounds}.`,
  ];
}

/** Rows of numbers as a list of lists. @param indent of the lines after the first */
export function matrixText(rows: readonly (readonly number[])[], indent: string): string {
  const lines = rows.map((row) => listText(row, `${indent}  `));
  const short = `[${lines.join(", ")}]`;
  if (short.length + indent.length < 90 && !short.includes("\n")) return short;
  return `[\n${lines.map((line) => `${indent}  ${line},\n`).join("")}${indent}]`;
}

/** Numbers as a list, in lines of at most 95 characters. */
export function listText(values: readonly number[], indent = ""): string {
  const lines = [""];
  for (const [at, value] of values.entries()) {
    const word = `${value}${at < values.length - 1 ? "," : ""}`;
    const line = lines.at(-1)!;
    if (line.length + word.length + indent.length > 95) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return `[${lines.join(`\n${indent} `)}]`;
}
