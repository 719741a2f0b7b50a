/** Settings for data that are larger than memory. */
import type { Setting } from "./kinds.js";

export const memoryRecords = {
  memory: {
    scope: "file",
    type: "text",
    expected: "a size such as 500MB or 2GB",
    usual: "no limit",
    flag: "--memory <size>",
    traits: ["trainOnly"],
    meaning:
      "size up to which data files are read into memory, such as 500MB or 2GB; larger ones are packed into `cache` once, and trained on window by window",
  },
  cache: {
    scope: "file",
    type: "text",
    expected: "the name of a folder",
    isPath: true,
    usual: "chainrule/rows in the user's folder of caches",
    flag: "--cache <folder>",
    traits: ["trainOnly"],
    meaning: "folder for the packed rows of data that are larger than `memory`",
  },
} as const satisfies Readonly<Record<string, Setting>>;
