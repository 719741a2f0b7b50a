/** Checks what a checkpoint says about its command: a file may hold anything, also with a right checksum. */
import { isPlainObject } from "../settings/check.js";
import { show } from "../wording.js";

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isNumber: Test = (value) => Number.isFinite(value) && (value as number) >= 0;
const isFlag: Test = (value) => typeof value === "boolean";
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || value === null || test(value);
const isRecordOf =
  (fields: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isPlainObject(value) && Object.entries(fields).every(([name, test]) => test(value[name]));

/** The fields of a `CommandRecord`, and what they must be. */
const fields: Readonly<Record<string, Test>> = {
  version: isText,
  cwd: isText,
  config: isPlainObject,
  own: isPlainObject,
  places: isRecordOf({
    output: isText,
    report: maybe(isText),
    log: maybe(isText),
    tensorboard: maybe(isText),
  }),
  data: isRecordOf({ name: isText, rows: isCount, columns: isCount, outputs: isCount, sha256: isText }),
  isLike: isFlag,
  begun: isRecordOf({ epochs: isCount, updates: isCount, seconds: isNumber }),
  every: isText,
  keep: isCount,
  stopped: maybe(isText),
};

/** What is wrong with a record: `data: got 5`. Null for nothing. */
export function recordProblem(record: Readonly<Record<string, unknown>>): string | null {
  const wrong = Object.keys(fields).find((name) => !fields[name]!(record[name]));
  return wrong === undefined ? null : `${wrong}: got ${show(record[wrong])}`;
}
