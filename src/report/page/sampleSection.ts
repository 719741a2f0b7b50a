/** The section on samples: the worst predictions, and the images that an autoencoder reconstructs. */
import { formatPercent } from "../figures.js";
import type { ClassFigures, Pixels, ReportData, SampleFigures } from "./pageData.js";
import { card, escape, section, table } from "./markup.js";
import { columnFormat, isFigure, lossText, valueText } from "./numbers.js";
import { imageUri } from "./pixels.js";

/** About how wide an image is on the screen, in pixels. */
const wanted = 84;
const mostSamples = 24;
const mostColumns = 12;

export function sampleSection({ worst, reconstructions, image, classes }: ReportData): string {
  const samples = (worst ?? []).slice(0, mostSamples);
  const pairs = image ? (reconstructions ?? []).slice(0, mostSamples) : [];
  const pictured = image ? samples.filter(({ pixels }) => pixels) : [];
  const told = samples.filter((sample) => !pictured.includes(sample));
  const draw = (pixels: Pixels, alternative: string) => picture(pixels, image!, alternative);
  const title = titleOf(samples);
  const count = classes && countOf(classes, samples.length);
  return section("samples", pairs.length > 0 ? "Images" : title, [
    pairs.length > 0
      ? card(
          "Reconstructions",
          `<ul class="pictures">${pairs.map((pair) => pairItem(pair, draw)).join("\n")}</ul>`,
          {
            note: "Left: input. Right: output. # is the row of the data, counted from 0.",
            wide: true,
          },
        )
      : "",
    pictured.length > 0
      ? card(title, `<ul class="pictures">${pictured.map((sample) => item(sample, draw)).join("\n")}</ul>`, {
          note: `${count ? `${escape(count)} ` : ""}Predicted class, actual class, and confidence. # is the row of the data.`,
          wide: true,
        })
      : "",
    told.length > 0 ? card(title, sampleTable(told, title), { note: escape(count ?? ""), wide: true }) : "",
  ]);
}

const isNumber = ({ predicted }: SampleFigures) => typeof predicted === "number";
const isMistake = ({ actual, predicted }: SampleFigures) =>
  typeof predicted !== "number" && actual !== predicted;

function titleOf(samples: readonly SampleFigures[]): string {
  if (samples.every(isNumber)) return "Largest errors";
  return samples.every(isMistake) ? "Wrong predictions" : "Worst predictions";
}

/** `24 of 57 wrong held-out samples, the highest loss first.` Null where the matrix has other samples. */
function countOf({ matrix, of = "samples" }: ClassFigures, shown: number): string | null {
  const wrong = matrix.flatMap((row, actual) => row.filter((_, predicted) => predicted !== actual));
  const total = wrong.reduce((sum, count) => sum + count, 0);
  if (total < shown) return null;
  const part = total === shown ? (total === 1 ? "The only one" : `All ${total}`) : `${shown} of ${total}`;
  return `${part} of the ${of} with a wrong prediction, the highest loss first.`;
}

function picture(pixels: Pixels, image: NonNullable<ReportData["image"]>, alternative: string): string {
  const { height, width, channels = 1, isLight = false } = image;
  const times = Math.max(1, Math.round(wanted / width));
  const size = `width="${width * times}" height="${height * times}"`;
  const kind = channels === 1 && !isLight ? ' class="ink"' : "";
  return `<img${kind} ${size} alt="${escape(alternative)}" src="${imageUri(pixels, height, width, channels)}">`;
}

type Draw = (pixels: Pixels, alternative: string) => string;

function item(sample: SampleFigures, draw: Draw): string {
  const { index, actual, predicted, pixels } = sample;
  const isRight = typeof predicted === "number" || actual === predicted;
  const verdict = `<b class="${isRight ? "" : "mistaken"}">${escape(predicted)}</b>${isRight ? "" : ` is ${escape(actual)}`}`;
  const details = [confidenceText(sample), `#${index}`].filter((text) => text !== "").join(" · ");
  return `<li>${draw(pixels!, `row ${index}: ${actual}`)}<span>${verdict}</span><small>${escape(details)}</small></li>`;
}

function pairItem(pair: NonNullable<ReportData["reconstructions"]>[number], draw: Draw): string {
  const { index, input, output, loss } = pair;
  const details = [`#${index}`, ...(isFigure(loss) ? [`loss ${lossText(loss)}`] : [])].join(" · ");
  return `<li><span class="pair">${draw(input, `row ${index}, input`)}${draw(output, `row ${index}, output`)}</span><small>${escape(details)}</small></li>`;
}

function confidenceText({ confidence, loss }: SampleFigures): string {
  if (isFigure(confidence)) return formatPercent(confidence, 1);
  return isFigure(loss) ? `loss ${lossText(loss)}` : "";
}

function sampleTable(samples: readonly SampleFigures[], caption: string): string {
  const names = [...new Set(samples.flatMap(({ columns }) => Object.keys(columns ?? {})))].slice(
    0,
    mostColumns,
  );
  const hasConfidence = samples.some(({ confidence }) => isFigure(confidence));
  const hasLoss = samples.some(({ loss }) => isFigure(loss));
  const cell = (value: string | number | undefined) =>
    typeof value === "number" ? valueText(value) : (value ?? "–");
  const numbers = samples.flatMap(({ actual, predicted }) => [actual, predicted]);
  const answer = columnFormat(numbers.filter((value) => typeof value === "number"));
  const figure = (value: string | number) => (typeof value === "number" ? answer(value) : value);
  const rows = samples.map(({ index, actual, predicted, confidence, loss, columns }) => [
    index,
    cell(actual),
    {
      html: `<b class="${typeof predicted === "number" || actual === predicted ? "" : "mistaken"}">${escape(figure(predicted))}</b>`,
    },
    ...(hasConfidence ? [isFigure(confidence) ? formatPercent(confidence, 1) : "–"] : []),
    ...(hasLoss ? [lossText(loss)] : []),
    ...names.map((name) => cell(columns?.[name])),
  ]);
  const heads = [
    "row",
    "actual",
    "predicted",
    ...(hasConfidence ? ["confidence"] : []),
    ...(hasLoss ? ["loss"] : []),
  ];
  return table(caption, [...heads, ...names], rows, { words: 3 });
}
