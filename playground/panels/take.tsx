/** "Take away": the training as files, as code, as a command and as a link. What they hold is made in `../take/`. */
import { useComputed, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { ChainruleError } from "../../src/errors.js";
import { writeLink } from "../link.js";
import type { Session } from "../model.js";
import { commandLine } from "../take/configuration.js";
import { originOf } from "../take/data.js";
import { copy, download } from "../take/download.js";
import { courseOf } from "../take/fits.js";
import { type Format, formats, make } from "../take/formats.js";
import { snippetOf } from "../take/snippet.js";
import { type Taken, takenOf } from "../take/training.js";
import "./take.css";
import { words } from "./take.words.js";

export function TakePanel({ session }: { session: Session }) {
  const say = words[session.language.value];
  courseOf(session);
  // read, so that another of them brings other files; updates only where the training stands still
  const about = [session.network, session.samples, session.choices, session.sample].map(({ value }) => value);
  const standsAt = useComputed(() => {
    const { state, updates } = session.frame.value;
    return state === "running" ? null : updates;
  });
  const taken = useMemo(() => takenOf(session), [...about, standsAt.value]);
  const still = standsAt.value === null ? null : taken;
  return (
    <section class="take-panel" aria-label={say.title}>
      <Files session={session} taken={taken} />
      <Code session={session} taken={still} />
      <Command session={session} taken={still} />
      <Link session={session} />
    </section>
  );
}

interface PartProps {
  session: Session;
  taken: Taken;
}

function Files({ session, taken }: PartProps) {
  const say = words[session.language.value];
  const problem = useSignal<string | null>(null);
  const busy = useSignal<Format | null>(null);
  const save = async (format: Format) => {
    problem.value = null;
    busy.value = format;
    try {
      for (const file of await make(format, session)) download(file);
    } catch (error) {
      if (!(error instanceof ChainruleError)) console.error(error);
      problem.value = (error as Error).message;
    } finally {
      busy.value = null;
    }
  };
  const origin = originOf(taken);
  const wordsOf = (format: Format) => {
    if (format.name === "data" && origin.kind === "idx") return say.images;
    if (format.name === "config" && ["preset", "inline"].includes(origin.kind)) return say.round;
    return say.formats[format.name];
  };
  return (
    <article>
      <h3>{say.files}</h3>
      <ul class="take-files">
        {formats
          .filter(({ isThere }) => isThere?.(taken) ?? true)
          .map((format) => {
            const [name, about] = wordsOf(format);
            const ending = format.name === "data" && origin.kind === "idx" ? "idx" : format.ending;
            const told = busy.value === format ? say.making : `.${ending}`;
            return (
              <li key={format.name}>
                <div>
                  <b>{name}</b> <small>{about}</small>
                </div>
                <button
                  type="button"
                  aria-label={`${say.download}: ${name}, ${told}`}
                  disabled={busy.value !== null}
                  onClick={() => void save(format)}
                >
                  {told} <span aria-hidden="true">↓</span>
                </button>
              </li>
            );
          })}
      </ul>
      {problem.value !== null && (
        <p class="take-wrong" role="alert">
          {say.failed} {problem.value}
        </p>
      )}
    </article>
  );
}

interface StillProps {
  session: Session;
  /** null while the training goes on. */
  taken: Taken | null;
}

function Code({ session, taken }: StillProps) {
  const say = words[session.language.value];
  return (
    <article>
      <h3>{say.code}</h3>
      {taken ? <Snippet session={session} taken={taken} /> : <p>{say.running}</p>}
    </article>
  );
}

function Snippet({ session, taken }: PartProps) {
  const say = words[session.language.value];
  const { course, updates, network, samples } = taken;
  // all training samples at once, as the snippet does it
  const loss = useMemo(() => (isSmall(taken) ? network.evaluate(samples.train).loss : null), [taken]);
  const origin = originOf(taken);
  const isSame = course.isWhole || updates === 0;
  const files =
    origin.kind === "csv" ? origin.file : origin.kind === "idx" ? `${origin.images}, ${origin.labels}` : "";
  return (
    <>
      <p>
        {isSame ? say.codeAbout : say.notExact} {updates === 0 && say.notTrained} {files && say.needs(files)}
      </p>
      <Copied text={snippetOf(taken, loss)} session={session} isCode />
    </>
  );
}

/** Multiplications of an evaluation that nobody notices. */
const fewProducts = 1e8;

function isSmall({ network, samples }: Taken): boolean {
  const products = network.config.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  return products * samples.train.rows < fewProducts;
}

function Command({ session, taken }: StillProps) {
  const say = words[session.language.value];
  if (!taken) return null;
  const { command, config, does, isExact } = commandLine(taken);
  const origin = originOf(taken);
  const files = [
    config.name,
    ...(origin.kind === "csv" ? [origin.file] : []),
    ...(origin.kind === "idx" ? [origin.images, origin.labels] : []),
  ].join(", ");
  return (
    <article>
      <h3>{say.command}</h3>
      <p>
        {does === "trace" ? say.commandTrace(config.name) : say.commandAbout(files)}{" "}
        {!isExact && taken.updates > 0 && say.notExact}
      </p>
      <Copied text={command} session={session} isCode />
    </article>
  );
}

/** The address of this very page, with all choices in it. */
function Link({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { data } = session.choices.value;
  const address = new URL(location.href);
  address.hash = writeLink(session.choices.value, session.language.value);
  return (
    <article>
      <h3>{say.link}</h3>
      <p>{data === "file" ? say.linkFile : say.linkAbout}</p>
      {data !== "file" && <Copied text={address.href} session={session} />}
    </article>
  );
}

/** Text with a button that copies it. */
function Copied({ text, session, isCode = false }: { text: string; session: Session; isCode?: boolean }) {
  const say = words[session.language.value];
  const box = useRef<HTMLPreElement>(null);
  const state = useSignal<"none" | "copied" | "selected">("none");
  const onCopy = async () => {
    const isThere = await copy(text);
    if (!isThere) getSelection()?.selectAllChildren(box.current!);
    state.value = isThere ? "copied" : "selected";
    setTimeout(() => (state.value = "none"), 3000);
  };
  const told = { none: say.copy, copied: say.copied, selected: say.selected }[state.value];
  return (
    <div class="take-copied">
      <pre ref={box} tabIndex={0} class={isCode ? "code" : "link"}>
        {text}
      </pre>
      <button type="button" onClick={() => void onCopy()}>
        <span aria-live="polite">{told}</span>
      </button>
    </div>
  );
}
