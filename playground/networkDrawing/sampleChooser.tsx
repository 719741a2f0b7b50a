/** Chooses the training sample that panels explain: previous, next, random, or by number. */
import { count, decimal } from "../drawing/numbers.js";
import type { Samples, Session } from "../sessionTypes.js";
import { words } from "../panels/inspector.words.js";
import { sampleRow } from "./shape.js";

/** Greatest number of inputs that are listed. */
const mostListed = 6;

export function SampleChooser({ session }: { session: Session }) {
  const own = words[session.language.value];
  const samples = session.samples.value;
  const { rows } = samples.train;
  const row = sampleRow(samples, session.sample.value);
  const go = (to: number) => (session.sample.value = (to + rows) % rows);
  const onNumber = (event: Event) => {
    const wanted = (event.currentTarget as HTMLInputElement).valueAsNumber;
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= rows) go(wanted - 1);
  };
  return (
    <div class="sample-chooser">
      <label>
        {own.sample} <input type="number" min={1} max={rows} step={1} value={row + 1} onInput={onNumber} />
      </label>
      <span>{own.of(count(rows))}</span>
      <span class="sample-buttons">
        <button type="button" onClick={() => go(row - 1)} aria-label={own.before} title={own.before}>
          ‹
        </button>
        <button type="button" onClick={() => go(row + 1)} aria-label={own.next} title={own.next}>
          ›
        </button>
        <button
          type="button"
          onClick={() => go(row + 1 + Math.floor(Math.random() * Math.max(1, rows - 1)))}
          aria-label={own.another}
          title={own.another}
        >
          ⤨
        </button>
      </span>
      <span class="sample-said">{sampleText(samples, row, own)}</span>
    </div>
  );
}

/** A sample in a line: x 0.31, y −0.42 → class 1. */
export function sampleText(
  { train, inputNames, kind, classNames }: Samples,
  row: number,
  own: { classOf: (name: string) => string; target: (values: string) => string },
): string {
  const { inputs, columns, targets, labels, outputs } = train;
  const listed =
    kind === "images"
      ? []
      : Array.from(inputs.subarray(row * columns, row * columns + Math.min(columns, mostListed)));
  const names = listed.map((value, j) => `${inputNames[j] ?? `i${j + 1}`} ${decimal(value, 2)}`);
  if (kind !== "images" && columns > mostListed) names.push("…");
  const label = labels?.[row];
  const values = targets?.subarray(row * outputs, (row + 1) * outputs) ?? [];
  const answer =
    label === undefined
      ? own.target(Array.from(values.slice(0, mostListed), (value) => decimal(value, 2)).join(", "))
      : own.classOf((train.classNames ?? classNames)?.[label] ?? String(label));
  return [names.join(", "), answer].filter(Boolean).join(" → ");
}
