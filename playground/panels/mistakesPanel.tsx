/** Misclassified images, the worst first, and all outputs of the selected one. */
import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { count } from "../drawing/numbers.js";
import { useVisible } from "../drawing/visible.js";
import type { Session } from "../sessionTypes.js";
import { usePredictions } from "../views/predictions.js";
import { fullInk, Ink, pixelsOf } from "../views/ink.js";
import { type Predictions, type Mistake, mistakesOf } from "../views/mistakes.js";
import { OutputBars, outputText } from "../views/outputBars.js";
import { actualClass, areParts, hasClasses, readingOf } from "../views/reading.js";
import { words } from "./mistakes.words.js";
import "./mistakes.css";

/** Images that are shown. */
const most = 24;

export function MistakesPanel({ session }: { session: Session }) {
  const applies = useComputed(() => {
    const samples = session.samples.value;
    if (samples.kind !== "images" || !samples.train.image) return false;
    return hasClasses(readingOf(samples, session.network.value.config.loss));
  });
  return applies.value ? <Mistakes session={session} /> : null;
}

function Mistakes({ session }: { session: Session }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const answers = usePredictions(session, useVisible(section));
  const all = useComputed(() => answers.value && mistakesOf(answers.value));
  /** The row of the selected image, and the data set it belongs to. */
  const chosen = useSignal<{ dataset: Predictions["dataset"]; row: number } | null>(null);
  const now = answers.value;
  const mistakes = all.value ?? [];
  const row = chosen.value && chosen.value.dataset === now?.dataset ? chosen.value.row : null;
  return (
    <section class="card mistakes" aria-labelledby="mistakes-title" ref={section}>
      <h2 id="mistakes-title">{text.title}</h2>
      <p class="mistakes-count">{now ? sentence(now, mistakes.length, text) : text.waiting}</p>
      {now && (
        <ul class="mistakes-pictures">
          {mistakes.slice(0, most).map((mistake) => (
            <li key={mistake.row}>
              <One
                session={session}
                answers={now}
                mistake={mistake}
                isChosen={mistake.row === row}
                onChoose={() => {
                  chosen.value = mistake.row === row ? null : { dataset: now.dataset, row: mistake.row };
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {now && row !== null ? (
        <Chosen session={session} answers={now} row={row} />
      ) : (
        mistakes.length > 0 && <p class="mistakes-hint">{text.hint}</p>
      )}
    </section>
  );
}

interface OneProps {
  session: Session;
  answers: Predictions;
  mistake: Mistake;
  isChosen: boolean;
  onChoose: () => void;
}

/** An image with its actual and its predicted class. */
function One({ session, answers, mistake, isChosen, onChoose }: OneProps) {
  const text = words[session.language.value];
  const { dataset, reading } = answers;
  const { row, actual, said, output } = mistake;
  const percent = outputText(output, areParts(reading, session.network.value.config));
  const [is, prediction] = [reading.names[actual]!, reading.names[said]!];
  return (
    <button
      type="button"
      aria-pressed={isChosen}

      onClick={onChoose}
    >
      <Ink pixels={pixelsOf(dataset, row)} full={fullInk(dataset)} image={dataset.image!} />
      <span>
        {text.actual} <b>{is}</b>
      </span>
      <span class="wrong">
        {text.predicted} <b>{prediction}</b>
      </span>
      <span>{percent}</span>
    </button>
  );
}

/** The selected image, larger, with all outputs. It stays when the network gets it right. */
function Chosen({ session, answers, row }: { session: Session; answers: Predictions; row: number }) {
  const text = words[session.language.value];
  const { dataset, reading, outputs } = answers;
  const actual = actualClass(reading, dataset, row);
  return (
    <div class="mistakes-chosen">
      <Ink
        pixels={pixelsOf(dataset, row)}
        full={fullInk(dataset)}
        image={dataset.image!}
        label={`${text.actual} ${reading.names[actual]}`}
      />
      <OutputBars
        reading={reading}
        outputs={outputs.subarray(row * dataset.outputs, (row + 1) * dataset.outputs)}
        areParts={areParts(reading, session.network.value.config)}
        actual={actual}
        label={text.outputs}
        rightLabel={text.right}
      />
    </div>
  );
}

function sentence({ dataset, isTest }: Predictions, wrong: number, text: (typeof words)["en"]): string {
  const rows = count(dataset.rows);
  if (wrong === 0) return text.none(rows);
  return (isTest ? text.test : text.trained)(count(wrong), rows);
}
