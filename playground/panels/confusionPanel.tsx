/** The confusion matrix of the test samples, or of the training samples where there are no test samples. */
import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { accuracyOf } from "../../src/train/evaluation/metrics.js";
import { count, percent } from "../drawing/numbers.js";
import { useVisible } from "../drawing/visible.js";
import type { Session } from "../sessionTypes.js";
import { usePredictions } from "../views/predictions.js";
import { confusionOf, shade } from "../views/mistakes.js";
import { hasClasses, readingOf } from "../views/reading.js";
import { words } from "./confusion.words.js";
import "./confusion.css";

/** The matrix of this number of classes fits into a narrow card. */
const fewClasses = 4;
/** With more classes a list of mistakes replaces the matrix. */
const mostClasses = 20;
/** Lines of that list. */
const mostLines = 12;

export function ConfusionPanel({ session }: { session: Session }) {
  const classes = useComputed(() => {
    const reading = readingOf(session.samples.value, session.network.value.config.loss);
    return hasClasses(reading) ? reading.names.length : 0;
  });
  return classes.value > 0 ? <Confusion session={session} isWide={classes.value > fewClasses} /> : null;
}

function Confusion({ session, isWide }: { session: Session; isWide: boolean }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const answers = usePredictions(session, useVisible(section));
  const matrix = useComputed(() => answers.value && confusionOf(answers.value));
  const { dataset, isTest, reading } = answers.value ?? {};
  const accuracy = matrix.value && percent(accuracyOf(matrix.value));
  return (
    <section
      class={isWide ? "card confusion wide-matrix" : "card confusion"}
      aria-labelledby="confusion-title"
      ref={section}
    >
      <h2 id="confusion-title">{text.title}</h2>
      <p class="confusion-accuracy">
        {accuracy ? (isTest ? text.test : text.trained)(accuracy, count(dataset!.rows)) : text.waiting}
      </p>
      {matrix.value &&
        (reading!.names.length > mostClasses ? (
          <Confusions session={session} matrix={matrix.value} names={reading!.names} />
        ) : (
          <Matrix session={session} matrix={matrix.value} names={reading!.names} />
        ))}
    </section>
  );
}

interface MatrixProps {
  session: Session;
  matrix: number[][];
  names: readonly string[];
}

/** The matrix of counts. The count that is pointed at is written as a sentence below. */
function Matrix({ session, matrix, names }: MatrixProps) {
  const text = words[session.language.value];
  const cell = useSignal<readonly [actual: number, said: number] | null>(null);
  const point = (event: PointerEvent) => {
    const { row, column } = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset ?? {};
    cell.value = row === undefined ? null : [Number(row), Number(column)];
  };
  const sums = matrix.map(sum);
  return (
    <>
      <div class="confusion-scroll" tabIndex={names.length > fewClasses ? 0 : undefined}>
        <table
          class={names.length > fewClasses ? "many" : undefined}
          style={{ "--classes": names.length }}
          aria-label={text.caption}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => (cell.value = null)}
        >
          <thead>
            <tr>
              <td class="corner">
                <span>{text.predicted} →</span>
                <span>{text.actual} ↓</span>
              </td>
              {names.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, actual) => (
              <tr>
                <th scope="row">{names[actual]}</th>
                {row.map((value, said) => (
                  <td
                    data-row={actual}
                    data-column={said}
                    class={value === 0 ? "none" : actual === said ? "right" : "wrong"}
                    style={{ "--part": `${shade(value / sums[actual]!, actual === said)}%` }}
                  >
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="confusion-words">{cell.value ? sentence(text, matrix, names, cell.value) : text.hint}</p>
    </>
  );
}

/** For many classes: the most frequent mistakes as sentences. */
function Confusions({ session, matrix, names }: MatrixProps) {
  const text = words[session.language.value];
  const cells = matrix.flatMap((row, actual) =>
    row.flatMap((value, said) =>
      value > 0 && said !== actual ? [{ value, at: [actual, said] as const }] : [],
    ),
  );
  cells.sort((one, other) => other.value - one.value);
  return (
    <ul class="confusion-list">
      {cells.slice(0, mostLines).map(({ at }) => (
        <li key={at.join()}>{sentence(text, matrix, names, at)}</li>
      ))}
    </ul>
  );
}

function sentence(
  text: (typeof words)["en"],
  matrix: readonly number[][],
  names: readonly string[],
  [actual, said]: readonly [number, number],
): string {
  const [number, all] = [count(matrix[actual]?.[said] ?? 0), count(sum(matrix[actual] ?? []))];
  const [is, prediction] = [names[actual]!, names[said]!];
  return actual === said ? text.right(is, number, all) : text.wrong(is, prediction, number, all);
}

function sum(row: readonly number[]): number {
  return row.reduce((total, value) => total + value, 0);
}
