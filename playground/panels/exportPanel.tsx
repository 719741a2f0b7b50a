/** "Export": the training as files, as code, as a command and as a link. `../export/` makes their content. */
import { useComputed, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { ChainruleError } from "../../src/errors.js";
import { writeLink } from "../link.js";
import { multiplications } from "../networkSizes.js";
import type { Session } from "../sessionTypes.js";
import { commandLine } from "../export/commandLine.js";
import { originOf } from "../export/dataFiles.js";
import { copyToClipboard, download } from "../export/download.js";
import { fitHistoryOf } from "../fitHistory.js";
import { type Format, formats, make } from "../export/formats.js";
import { snippetOf } from "../export/snippet.js";
import { ClassLink } from "../export/classLink.js";
import { type Snapshot, snapshotOf } from "../export/snapshot.js";
import { firstView, type View } from "../view.js";
import "./export.css";
import { words } from "./export.words.js";
import { Message } from "../message.js";

export function ExportPanel({ session }: { session: Session }) {
  const say = words[session.language.value];
  fitHistoryOf(session);
  // read here, so that a change of them updates the panel; the count of updates only while paused
  const { network, samples, choices, sample, edits } = session;
  const about = [network, samples, choices, sample, edits].map(({ value }) => value);
  const pausedAt = useComputed(() => {
    const { state, updates } = session.frame.value;
    return state === "running" ? null : updates;
  });
  const snapshot = useMemo(() => snapshotOf(session), [...about, pausedAt.value]);
  const paused = pausedAt.value === null ? null : snapshot;
  return (
    <section class="export-panel" aria-label={say.title}>
      <Files session={session} snapshot={snapshot} />
      <Code session={session} snapshot={paused} />
      <Command session={session} snapshot={paused} />
      <Link session={session} />
    </section>
  );
}

interface PartProps {
  session: Session;
  snapshot: Snapshot;
}

function Files({ session, snapshot }: PartProps) {
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
  const origin = originOf(snapshot);
  const wordsOf = (format: Format) => {
    if (format.name === "data" && origin.kind === "idx") return say.images;
    if (format.name === "config" && ["preset", "inline"].includes(origin.kind)) return say.traceConfig;
    return say.formats[format.name];
  };
  return (
    <article>
      <h3>{say.files}</h3>
      <ul class="export-files">
        {formats
          .filter(({ isAvailable }) => isAvailable?.(snapshot) ?? true)
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
        <p class="export-wrong" role="alert">
          {say.failed} <Message text={problem.value} language={session.language.value} />
        </p>
      )}
    </article>
  );
}

interface PausedProps {
  session: Session;
  /** Null while the training runs. */
  snapshot: Snapshot | null;
}

function Code({ session, snapshot }: PausedProps) {
  const say = words[session.language.value];
  return (
    <article>
      <h3>{say.code}</h3>
      {snapshot ? <Snippet session={session} snapshot={snapshot} /> : <p>{say.running}</p>}
    </article>
  );
}

function Snippet({ session, snapshot }: PartProps) {
  const say = words[session.language.value];
  const { fitHistory, updates, network, samples } = snapshot;
  // over all training samples at once, like the snippet
  const loss = useMemo(() => (isSmall(snapshot) ? network.evaluate(samples.train).loss : null), [snapshot]);
  const origin = originOf(snapshot);
  const files =
    origin.kind === "csv" ? origin.file : origin.kind === "idx" ? `${origin.images}, ${origin.labels}` : "";
  return (
    <>
      <p>
        {fitHistory.isComplete ? say.codeAbout : say.notExact} {updates === 0 && say.notTrained}{" "}
        {files && say.needs(files)}
      </p>
      <Copied text={snippetOf(snapshot, loss)} session={session} isCode />
    </>
  );
}

/** Multiplications of an evaluation that takes no noticeable time. */
const fewMultiplications = 1e8;

function isSmall({ network, samples }: Snapshot): boolean {
  return multiplications(network) * samples.train.rows < fewMultiplications;
}

function Command({ session, snapshot }: PausedProps) {
  const say = words[session.language.value];
  if (!snapshot) return null;
  const { command, config, does, isExact } = commandLine(snapshot);
  const origin = originOf(snapshot);
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
        {!isExact && (snapshot.updates > 0 || !snapshot.fitHistory.isComplete) && say.notExact}
      </p>
      <Copied text={command} session={session} isCode />
    </article>
  );
}

/** The address of this page, with all choices in it. */
function Link({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { data } = session.choices.value;
  const linkOf = (shown: View) => {
    const address = new URL(location.href);
    address.hash = writeLink(
      session.choices.value,
      session.language.value,
      session.samples.value.file,
      shown,
    );
    return <Copied text={address.href} session={session} />;
  };
  return (
    <>
      <article>
        <h3>{say.link}</h3>
        <p>
          {data === "file" ? say.linkFile : say.linkAbout} {session.edits.value > 0 && say.linkEdited}
        </p>
        {data !== "file" && linkOf(firstView)}
      </article>
      {data !== "file" && <ClassLink session={session} show={linkOf} />}
    </>
  );
}

/** Text with a button that copies it. */
function Copied({ text, session, isCode = false }: { text: string; session: Session; isCode?: boolean }) {
  const say = words[session.language.value];
  const box = useRef<HTMLPreElement>(null);
  const state = useSignal<"none" | "copied" | "selected">("none");
  const onCopy = async () => {
    const isCopied = await copyToClipboard(text);
    if (!isCopied) getSelection()?.selectAllChildren(box.current!);
    state.value = isCopied ? "copied" : "selected";
    setTimeout(() => (state.value = "none"), 3000);
  };
  const told = { none: say.copy, copied: say.copied, selected: say.selected }[state.value];
  return (
    <div class="export-copied">
      <pre ref={box} tabIndex={0} class={isCode ? "code" : "link"}>
        {text}
      </pre>
      <button type="button" onClick={() => void onCopy()}>
        <span aria-live="polite">{told}</span>
      </button>
    </div>
  );
}
