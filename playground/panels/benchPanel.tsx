/**
 * Runs the suite of `chainrule bench` in a worker and shows its progress and its results: as rows with bars, as text and
 * as the JSON of the command line. `bench/` decides what is measured and how.
 */
import "./bench.css";
import { signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { cases } from "../../bench/cases.js";
import { headlineOf, timesText } from "../../bench/headline.js";
import type { Results, Row } from "../../bench/results.js";
import { gflopsText, ratioText, resultText } from "../../bench/text.js";
import { formatRate } from "../../src/report/figures.js";
import { type Mode, modes } from "../bench/benchMessages.js";
import { missing } from "../bench/missing.js";
import { BenchRun, partOf } from "../bench/benchRun.js";
import { copyToClipboard } from "../export/download.js";
import type { Session } from "../sessionTypes.js";
import { words as allWords } from "./bench.words.js";

type Words = (typeof allWords)["en" | "zh"];

/** Outside of the component, so that a run continues while another tab is shown. */
const bench = new BenchRun();
const chosenCase = signal("");
const mode = signal<Mode>("short");
const copy = signal<{ outcome: "copied" | "refused"; text: string } | null>(null);

export function BenchPanel({ session }: { session: Session }) {
  const words = allWords[session.language.value];
  const id = useId();
  const results = bench.results.value;
  const unavailable = missing().map(({ build, reason }) => words.because(build ?? words.noThreads, reason));
  return (
    <section class="bench" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>{words.title}</h2>
      <p class="bench-note">{words.what}</p>
      <Settings session={session} words={words} />
      <p class="bench-note">
        {mode.value === "short" ? words.aboutShort : words.aboutFull} {words.pauses}
        {unavailable.length > 0 && ` ${words.missing(unavailable)}`}
      </p>
      <Progress words={words} />
      {results && <ResultRows results={results} words={words} />}
    </section>
  );
}

function Settings({ session, words }: { session: Session; words: Words }) {
  const id = useId();
  const isRunning = bench.state.value === "running";
  const run = () => {
    session.pause();
    copy.value = null;
    bench.run({ case: chosenCase.peek() || null, mode: mode.peek() });
  };
  return (
    <div class="bench-settings">
      <label for={`${id}case`}>{words.case}</label>
      <select
        id={`${id}case`}
        value={chosenCase.value}
        disabled={isRunning}
        onChange={({ currentTarget }) => (chosenCase.value = currentTarget.value)}
      >
        <option value="">{words.all}</option>
        {cases.map(({ name, layers, kind }) => (
          <option key={name} value={name}>
            {name} · {kind === "product" ? words.product : shortShape(layers)}
          </option>
        ))}
      </select>
      <fieldset disabled={isRunning}>
        <legend>{words.length}</legend>
        {modes.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name={`${id}mode`}
              checked={mode.value === name}
              onChange={() => (mode.value = name)}
            />
            {words[name]}
          </label>
        ))}
      </fieldset>
      <button type="button" class="main" onClick={isRunning ? () => bench.stop() : run}>
        {isRunning ? words.stop : bench.results.value ? words.again : words.run}
      </button>
    </div>
  );
}

/** Writes 256-256-256-256-10 as 256×4-10, so that it fits on one line. */
function shortShape(layers: readonly number[]): string {
  const parts: { units: number; count: number }[] = [];
  for (const units of layers) {
    if (parts.at(-1)?.units === units) parts.at(-1)!.count++;
    else parts.push({ units, count: 1 });
  }
  const write = ({ units, count }: { units: number; count: number }) =>
    count < 4 ? Array.from({ length: count }, () => units).join("-") : `${units}×${count}`;
  return parts.map(write).join("-");
}

function Progress({ words }: { words: Words }) {
  const state = bench.state.value;
  const progress = bench.progress.value;
  const text = () => {
    if (state === "done") return words.done;
    if (state === "stopped") return bench.results.value ? words.stopped : words.nothing;
    if (state === "failed") return words.failed(bench.message.value ?? "");
    if (!progress) return words.starting;
    const { case: name, index, count, phase, turn, turns } = progress;
    if (phase === "checking") return words.checking(name, index + 1, count);
    return words.timing(name, index + 1, count, Math.min(turn + 1, turns), turns);
  };
  return (
    <div class={`bench-progress ${state}`}>
      {state === "running" && (
        <progress aria-label={words.title} max={1} value={progress ? partOf(progress) : 0} />
      )}
      <p role="status">{state !== "idle" && text()}</p>
    </div>
  );
}

function ResultRows({ results, words }: { results: Results; words: Words }) {
  const groups = cases.flatMap((one) => {
    const rows = results.rows.filter((row) => row.case === one.name);
    return rows.length > 0 ? [{ one, rows }] : [];
  });
  const isFast = results.rows.some(({ build }) => build.startsWith("fast"));
  return (
    <>
      <HeadlineText results={results} words={words} />
      <p class="bench-note">
        {words.machine(results.host, results.processors)}. {words.bar}. {isFast && words.fast}
      </p>
      {groups.map(({ one, rows }) => (
        <CaseRows key={one.name} one={one} rows={rows} words={words} />
      ))}
      <Copying results={results} words={words} />
    </>
  );
}

/** The result in one sentence, before all rows. */
function HeadlineText({ results, words }: { results: Results; words: Words }) {
  const found = headlineOf(results);
  if (!found) return null;
  const { layers, one, several } = found;
  const best = several ?? one;
  return (
    <p class="bench-headline">
      <strong>{words.times(timesText(one.ratio))}</strong> {words.against}
      {several && words.onThreads(timesText(several.ratio), several.threads)}
      {words.end}
      <small>{words.rate(shortShape(layers), formatRate(best.samplesPerSecond.median))}</small>
    </p>
  );
}

/** The rows of a case, with bars from 0 to the fastest. Roles are explicit, since narrow screens style rows as grids. */
function CaseRows({ one, rows, words }: { one: (typeof cases)[number]; rows: readonly Row[]; words: Words }) {
  const { name, layers, batch, precision } = one;
  const fastest = Math.max(...rows.map((row) => row.samplesPerSecond.median));
  const baseline = rows[0]!.samplesPerSecond.median / fastest;
  const heads = [
    words.implementation,
    words.threadsHead,
    "",
    words.median,
    words.best,
    words.gflops,
    words.ratio,
    words.loss,
  ];
  return (
    <table class="bench-case" role="table">
      <caption>
        <b>{name}</b> {words.shape(shortShape(layers), batch, precision)}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head, at) => (
            <th key={at} role="columnheader" scope="col" aria-hidden={head === "" ? "true" : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={`${row.implementation} ${row.build} ${row.threads}`} role="row" class={kindOf(row)}>
            <th role="rowheader" scope="row">
              {row.implementation} {row.build}
            </th>
            <td role="cell" class="threads" aria-label={words.threads(row.threads)}>
              {row.threads}
            </td>
            <td role="cell" class="track" aria-hidden="true">
              <i class="line" style={{ insetInlineStart: percent(baseline) }} />
              <i class="bar" style={{ inlineSize: percent(row.samplesPerSecond.median / fastest) }} />
            </td>
            <td role="cell" data-head={words.median}>
              {formatRate(row.samplesPerSecond.median)}
            </td>
            <td role="cell" data-head={words.best}>
              {formatRate(row.samplesPerSecond.best)}
            </td>
            <td role="cell" data-head={words.gflops}>
              {gflopsText(row.gflops)}
            </td>
            <td role="cell" class="ratio">
              {ratioText(row.ratio)}
            </td>
            <td role="cell" data-head={words.loss}>
              {row.lossAgrees ? words.yes : words.no}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const percent = (part: number) => `${(100 * part).toFixed(2)}%`;

/** The class that gives a bar its colour. */
function kindOf({ implementation, build, threads }: Row): string {
  if (implementation === "typescript") return "typescript";
  if (build.startsWith("fast")) return "fast";
  return threads > 1 ? "several" : "wasm";
}

function Copying({ results, words }: { results: Results; words: Words }) {
  const copyText = async (text: string) => {
    copy.value = { outcome: (await copyToClipboard(text)) ? "copied" : "refused", text };
  };
  return (
    <div class="bench-copy">
      <button type="button" onClick={() => void copyText(resultText(results))}>
        {words.copyText}
      </button>
      <button type="button" onClick={() => void copyText(JSON.stringify(results, null, 2))}>
        {words.copyJson}
      </button>
      <span role="status">{copy.value && words[copy.value.outcome]}</span>
      {copy.value?.outcome === "refused" && (
        <textarea readonly rows={8} aria-label={words.text} value={copy.value.text} />
      )}
    </div>
  );
}
