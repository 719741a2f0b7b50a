/** Settings about how a text file of data is written. All are found from the file where they are not given. */
import type { Setting } from "./kinds.js";

const found = { scope: "file", usual: "found from the file" } as const;

export const textFileRecords = {
  separator: {
    ...found,
    type: "choice",
    names: [",", ";", "|", "tab", "blank"],
    spellings: { "\t": "tab", "\\t": "tab", " ": "blank" },
    flag: "--separator <mark>",
    meaning: "mark between cells; blank stands for any number of blanks and tabs",
  },
  decimal: {
    ...found,
    type: "choice",
    names: [".", ","],
    flag: "--decimal <sign>",
    meaning: "decimal sign of numbers",
  },
  quote: {
    ...found,
    type: "text",
    expected: "one character",
    flag: "--quote <mark>",
    meaning: "mark around cells that have separators inside",
  },
  encoding: {
    ...found,
    type: "text",
    expected: "the name of an encoding",
    flag: "--encoding <name>",
    meaning: "encoding of the text: utf-8, utf-16le, windows-1252, shift_jis, …",
  },
  header: {
    ...found,
    type: "flag",
    flag: "--no-header",
    meaning: "the first line names the columns; without names they are called 1, 2, …",
  },
  comment: {
    ...found,
    type: "text",
    expected: "the beginning of such lines",
    flag: "--comment <mark>",
    meaning: "lines that begin with this mark are skipped",
  },
  skipRows: {
    scope: "file",
    type: "integer",
    least: 0,
    usual: "lines of one cell before the table",
    flag: "--skip-rows <n>",
    meaning: "number of lines to skip at the beginning of the file",
  },
  onError: {
    scope: "file",
    type: "choice",
    names: ["stop", "skip"],
    usual: "stop",
    flag: "--on-error <what>",
    meaning:
      "what to do at a faulty row, one with another number of cells for example; skip counts and reports them",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Name of a setting about text files. */
export type TextFileSettingName = keyof typeof textFileRecords;

export const textFileSettingNames = Object.keys(textFileRecords) as TextFileSettingName[];
