/** A worked example round by round: the error and the weights as charts, and every round as a row of a table. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { keyOf, textOf } from "../../src/explain/symbol.js";
import { thinned } from "../../src/report/page/lines.js";
import { curve, plot } from "../../src/report/page/plot.js";
import { linearScale, logScale } from "../../src/report/page/scale.js";
import { count } from "../drawing/numbers.js";
import { words } from "../panels/example.words.js";
import { labelOf } from "../../src/report/trace/drawingState.js";
import type { Choices } from "../sessionTypes.js";
import type { PlaygroundSession } from "../session.js";
import { Segments } from "../settingsPanels/fields.js";
import { type Course, courseOf, columnOf } from "./course.js";
import { numberOf } from "./numberField.js";
import { type Study, symbolMarkup, writtenText } from "./study.js";

const roundCounts = [10, 100, 1000, 10_000];
const pageRows = 12;
/** Points of a line in a chart. */
const mostPoints = 300;

export function RoundsView({ session, study }: { session: PlaygroundSession; study: Study }) {
  const say = words[session.language.value];
  // four samples that take turns need more rounds
  const wanted = useSignal(study.traces.length > 1 ? 10_000 : 100);
  const course = useSignal<Course | null>(null);
  const isWorking = useSignal(false);
  const failure = useSignal<string | null>(null);
  const first = useSignal(0);
  const current = useSignal(study);
  current.value = study;
  const asked = useRef(0);
  useSignalEffect(() => {
    const [of, rounds] = [current.value, wanted.value];
    const own = ++asked.current;
    isWorking.value = true;
    courseOf(of, rounds, () => own === asked.current).then(
      (made) => {
        if (!made || own !== asked.current) return;
        course.value = made;
        failure.value = null;
        isWorking.value = false;
      },
      (error: unknown) => {
        if (own !== asked.current) return;
        course.value = null;
        failure.value = (error as Error).message;
        isWorking.value = false;
      },
    );
  });
  const shown = course.value;
  return (
    <section class="example-rounds" aria-label={say.rounds} aria-busy={isWorking.value}>
      <div class="example-bar">
        <h3>{say.rounds}</h3>
        <Segments
          label={say.count}
          value={String(wanted.value)}
          options={roundCounts.map((one) => ({ value: String(one), label: count(one) }))}
          onChoose={(value) => {
            wanted.value = Number(value);
            first.value = 0;
          }}
        />
        <span class="note">{isWorking.value ? say.working : ""}</span>
      </div>
      <p class="note">{say.roundsText(study.traces.length)}</p>
      {failure.value && (
        <p class="steps-wrong" role="alert">
          {failure.value}
        </p>
      )}
      {shown && (
        <>
          <Charts session={session} course={shown} samples={study.traces.length} />
          <CourseTable session={session} course={shown} first={first} />
        </>
      )}
    </section>
  );
}

function Charts({
  session,
  course,
  samples,
}: {
  session: PlaygroundSession;
  course: Course;
  samples: number;
}) {
  const say = words[session.language.value];
  const { errors, rounds, columns } = course;
  const x = linearScale(0, rounds, { whole: true, ticks: 5 });
  const positive = errors.filter((error) => error > 0);
  const [low, high] = [
    positive.reduce((a, b) => Math.min(a, b), Infinity),
    positive.reduce((a, b) => Math.max(a, b), 0),
  ];
  const isLog = high > 10 * low;
  const y = isLog ? logScale(low, high, { ticks: 4 }) : linearScale(0, high, { ticks: 4, round: true });
  const line = (values: Float64Array, scale: typeof y, kind: string, name: string) =>
    curve(
      thinned(
        Array.from(values, (value, round) => [x.place(round), scale.place(value)] as const),
        mostPoints,
      ),
      kind,
      name,
    );
  const parameters = columns.map((column, at) => ({ ...column, at })).filter(({ kind }) => kind !== "output");
  const all = parameters.map(({ at }) => columnOf(course, at));
  const [least, most] = all.reduce(
    ([a, b], values) => [
      Math.min(
        a,
        values.reduce((p, q) => Math.min(p, q)),
      ),
      Math.max(
        b,
        values.reduce((p, q) => Math.max(p, q)),
      ),
    ],
    [Infinity, -Infinity],
  );
  const weights = linearScale(least, most, { ticks: 4, round: true });
  const written = (value: number) => writtenText(value, 6);
  const error = plot([line(errors, y, "main", "")], {
    title: say.errorOf(samples),
    description: say.between(written(errors[0]!), written(errors.at(-1)!)),
    x,
    y,
    xName: say.round,
    yName: say.errorOf(samples),
    height: 180,
  });
  const lines = parameters.map(({ symbol }, index) => {
    const values = all[index]!;
    const kind = `weight ${values.at(-1)! < 0 ? "negative" : "positive"}`;
    return line(
      values,
      weights,
      kind,
      `${textOf(symbol)}: ${written(values[0]!)} → ${written(values.at(-1)!)}`,
    );
  });
  const chart = plot([...lines, endNames(parameters, all, weights)], {
    title: say.weights,
    description: parameters
      .map(
        ({ symbol }, index) =>
          `${textOf(symbol)} ${say.between(written(all[index]![0]!), written(all[index]!.at(-1)!))}.`,
      )
      .join(" "),
    x,
    y: weights,
    xName: say.round,
    yName: say.weights,
    height: 180,
  });
  // markup of the library, which escapes every name
  return <div class="example-charts" dangerouslySetInnerHTML={{ __html: error + chart }} />;
}

/** Names at the ends of the lines, where they do not overlap. */
function endNames(
  parameters: readonly { symbol: Course["columns"][number]["symbol"] }[],
  all: readonly Float64Array[],
  scale: ReturnType<typeof linearScale>,
): string {
  const used: number[] = [];
  return parameters
    .map(({ symbol }, index) => {
      const place = scale.place(all[index]!.at(-1)!);
      if (used.some((other) => Math.abs(other - place) < 0.065)) return "";
      used.push(place);
      return `<text class="end-name" x="100%" y="${(100 * (1 - place)).toFixed(2)}%" dx="6" dy=".35em">${labelOf(keyOf(symbol))}</text>`;
    })
    .join("");
}

/** The weights and biases after a round, as the user's own numbers. Biases that do not train stay as they are. */
function startAt({ columns, values }: Course, round: number): Partial<Choices> {
  const of = (kind: "weight" | "bias") =>
    columns.flatMap((column, at) => (column.kind === kind ? [values[round * columns.length + at]!] : []));
  const [weights, biases] = [of("weight"), of("bias")];
  return { weights, ...(biases.length > 0 && { biases }) };
}

interface TableProps {
  session: PlaygroundSession;
  course: Course;
  /** The first row that is shown. */
  first: { value: number };
}

function CourseTable({ session, course, first }: TableProps) {
  const say = words[session.language.value];
  const { columns, rounds, errors, values } = course;
  const last = Math.max(0, rounds + 1 - pageRows);
  const from = Math.min(first.value, last);
  const go = (to: number) => (first.value = Math.max(0, Math.min(last, to)));
  const text = useComputed(() => String(first.value));
  const shown = Array.from({ length: Math.min(pageRows, rounds + 1) }, (_, at) => from + at);
  return (
    <>
      <div class="sideways">
        <table class="numbers course">
          <thead>
            <tr>
              <th scope="col">{say.round}</th>
              <th scope="col">
                <i>E</i>
              </th>
              {columns.map(({ symbol }) => (
                <th
                  key={keyOf(symbol)}
                  scope="col"
                  dangerouslySetInnerHTML={{ __html: symbolMarkup(symbol) }}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((round) => (
              <tr key={round}>
                <th scope="row">
                  <button
                    type="button"
                    title={say.take(count(round))}
                    aria-label={say.take(count(round))}
                    onClick={() => session.choose(startAt(course, round))}
                  >
                    {count(round)}
                  </button>
                </th>
                <td class="figure">
                  <b>{writtenText(errors[round]!, 9)}</b>
                </td>
                {columns.map(({ symbol }, column) => (
                  <td key={keyOf(symbol)} class="figure">
                    {writtenText(values[round * columns.length + column]!, 6)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {last > 0 && (
        <div class="example-pages">
          <button type="button" aria-label={say.first} disabled={from === 0} onClick={() => go(0)}>
            ⇤
          </button>
          <button
            type="button"
            aria-label={say.previous}
            disabled={from === 0}
            onClick={() => go(from - pageRows)}
          >
            ←
          </button>
          <label>
            {say.goTo}{" "}
            <input
              class="typed"
              type="text"
              inputMode="numeric"
              value={text}
              onChange={({ currentTarget }) => {
                const round = numberOf(currentTarget.value, false);
                if (round !== null) go(Math.round(round));
                currentTarget.value = String(first.value);
              }}
            />
          </label>
          <button
            type="button"
            aria-label={say.next}
            disabled={from === last}
            onClick={() => go(from + pageRows)}
          >
            →
          </button>
          <button type="button" aria-label={say.last} disabled={from === last} onClick={() => go(last)}>
            ⇥
          </button>
        </div>
      )}
    </>
  );
}
