/** The user's files: how to open them, what is wrong with one, and the table that is open: its target, columns and first rows. */
import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { collectingOf } from "../collect/collecting.js";
import { type ColumnMeaning, columnMeanings, firstRows } from "../data/preview.js";
import type { OpenedTable, SaidColumns } from "../data/openFiles.js";
import { count } from "../drawing/numbers.js";
import { Message } from "../message.js";
import type { PlaygroundSession } from "../session.js";
import { type ColumnKind, columnKinds } from "../sessionTypes.js";
import { Select } from "./fields.js";
import { fileFailureOf, openInPage, orShow } from "./fileOpening.js";
import { dataWords } from "./dataFields.words.js";
import "./fileFields.css";

/** Rows of the preview. */
const mostRows = 5;

export function FileFields({ session }: { session: PlaygroundSession }) {
  const say = dataWords[session.language.value];
  const failure = fileFailureOf(session).value;
  const { isOpen } = collectingOf(session);
  const message = useRef<HTMLParagraphElement>(null);
  const table = session.choices.value.data === "file" ? session.opened.value?.table : null;
  useEffect(() => {
    // a file that was dropped elsewhere is explained here
    const fold = message.current?.closest("details");
    if (fold) fold.open = true;
    message.current?.scrollIntoView({ block: "nearest" });
  }, [failure]);
  return (
    <>
      <div class="drop-zone" title={say.dropHint}>
        <FileButton session={session} label={say.chooseFiles} />
        <span>{say.drop}</span>
      </div>
      <button
        type="button"
        class="plain"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {say.collect}
      </button>
      {failure && (
        <p class="failure" role="alert" ref={message}>
          <Message text={failure} language={session.language.value} />
        </p>
      )}
      {table && <TableFields session={session} table={table} />}
    </>
  );
}

/** A button that opens files. */
export function FileButton({ session, label }: { session: PlaygroundSession; label: string }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="plain" onClick={() => input.current!.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        onChange={(event) => {
          const { currentTarget } = event;
          void openInPage(session, [...(currentTarget.files ?? [])]).then(() => (currentTarget.value = ""));
        }}
      />
    </>
  );
}

/** The open table. */
function TableFields({ session, table }: { session: PlaygroundSession; table: OpenedTable }) {
  const say = dataWords[session.language.value];
  const { header, rows } = table.table;
  const { said } = table;
  const columns = columnMeanings(table);
  const learnt = columns.find(({ kind }) => kind === "target")?.name ?? header.at(-1)!;
  return (
    <div class="file-table">
      <Select
        label={say.target}
        value={learnt}
        options={header.map((name) => ({ value: name, label: name }))}
        onChoose={(target) => void orShow(session, () => session.chooseColumns({ ...said, target }))}
      />
      <p class="note">{say.table(count(rows), count(header.length))}</p>
      {table.remarks.map((remark) => (
        <p class="note" key={remark}>
          {remark}
        </p>
      ))}
      <div class="file-preview" tabIndex={0} role="group" aria-label={say.preview}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column.name} data-kind={column.kind} title={column.detail ?? undefined}>
                  {column.name}
                  {column.kind === "target" ? (
                    <small>{say.kinds.target}</small>
                  ) : (
                    <KindChoice session={session} said={said} column={column} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {firstRows(table, mostRows).map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} data-kind={columns[column]!.kind}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface KindChoiceProps {
  session: PlaygroundSession;
  said: SaidColumns;
  column: ColumnMeaning;
}

/** What a column is: as the reader finds it, or as the user says. */
function KindChoice({ session, said, column: { name, kind } }: KindChoiceProps) {
  const say = dataWords[session.language.value];
  const chosen = said.columns[name];
  const choose = (value: string) => {
    const { [name]: _before, ...others } = said.columns;
    const columns = value === "" ? others : { ...others, [name]: value as ColumnKind };
    void orShow(session, () => session.chooseColumns({ ...said, columns }));
  };
  return (
    <select
      value={chosen ?? ""}
      aria-label={say.kindOf(name)}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="" selected={chosen === undefined}>
        {chosen === undefined ? say.kinds[kind] : say.asFound}
      </option>
      {columnKinds
        .filter((one) => one === chosen || (one === "drop" ? "dropped" : one) !== kind)
        .map((one) => (
          <option key={one} value={one} selected={one === chosen}>
            {say.kinds[one === "drop" ? "dropped" : one]}
          </option>
        ))}
    </select>
  );
}

/** Says that the link of the page belongs to a file, and how to go on. */
export function LinkedFileNotice({ session }: { session: PlaygroundSession }) {
  const say = dataWords[session.language.value];
  const linked = useComputed(() => session.linkedFile.value).value;
  if (!linked) return null;
  return (
    <div class="notice" role="status">
      <p>
        {say.linkedFile(linked.name)} {say.linkedHint}
      </p>
      <FileButton session={session} label={say.chooseFiles} />
      <button type="button" class="plain" onClick={() => (session.linkedFile.value = null)}>
        {say.giveUp}
      </button>
    </div>
  );
}
