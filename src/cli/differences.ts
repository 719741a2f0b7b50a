/**
 * What differs between the command of a checkpoint and the one that goes on from it. Traits of the settings say what may differ;
 * `docs/checkpoints.md` tells it to people.
 */
import { ConfigError } from "../errors.js";
import { isPlainObject } from "../settings/check.js";
import { configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import { hasTrait } from "../settings/records.js";
import { show } from "../wording.js";
import type { CommandRecord, DataMark } from "./resume.js";

interface Difference {
  text: string;
  /** Whether training cannot go on with it. */
  isFatal: boolean;
}

/**
 * Refuses data and settings that differ from those of the checkpoint. Settings that change no bit may differ.
 *
 * @param mayDiffer whether only those are refused that do not fit the checkpoint
 * @returns the differences that are allowed, as sentences
 * @throws ConfigError with a line for each difference
 */
export function refuseDifferences(
  path: string,
  record: CommandRecord,
  now: { config: Config; data: DataMark; nameOf: (setting: string) => string },
  mayDiffer: boolean,
): string[] {
  const found = [...settingDifferences(record, now), ...dataDifferences(record.data, now.data)];
  const fatal = found.filter(({ isFatal }) => isFatal);
  const lines = (some: readonly Difference[]) => some.map(({ text }) => `\n  ${text}`).join("");
  if (fatal.length > 0) {
    const advice = `Drop them, or start a new training with --warm-start ${path}.`;
    throw new ConfigError(`--resume: ${path} does not go with these:${lines(fatal)}\n${advice}`);
  }
  if (found.length > 0 && !mayDiffer) {
    const advice = "Drop them, or allow them with --resume-anyway.";
    throw new ConfigError(`--resume: these differ from ${path}:${lines(found)}\n${advice}`);
  }
  return found.map(({ text }) => text);
}

function settingDifferences(
  record: CommandRecord,
  { config, nameOf }: { config: Config; nameOf: (setting: string) => string },
): Difference[] {
  const [before, after] = [record.config, { ...configInput(config) } as Record<string, unknown>];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (hasTrait(name, "freeInResume")) return [];
    const [old, current] = [comparable(name, before[name]), comparable(name, after[name])];
    const isOtherKind = name === "optimizer" && kindOf(old) !== kindOf(current);
    const isFatal = isOtherKind || hasTrait(name, "fixedInResume");
    return changesOf(name, old, current).map(([path, was, is]) => ({
      text: `${nameOf(path)}: ${shown(was)} there, ${shown(is)} now`,
      isFatal,
    }));
  });
}

/** What differs between two values, by path; details of one kind are compared one by one. */
function changesOf(path: string, old: unknown, current: unknown): [string, unknown, unknown][] {
  if (JSON.stringify(old) === JSON.stringify(current)) return [];
  if (!isPlainObject(old) || !isPlainObject(current)) return [[path, old, current]];
  if (old.kind !== current.kind) return [[path, old.kind, current.kind]];
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])];
  return names.flatMap((name) => changesOf(`${path}.${name}`, old[name], current[name]));
}

function shown(value: unknown): string {
  return value === undefined ? "off" : show(value);
}

/** All builds but the fast ones give the same bits. */
function comparable(name: string, value: unknown): unknown {
  return name === "build" && !String(value).startsWith("fast") ? "auto" : value;
}

function kindOf(value: unknown): unknown {
  return isPlainObject(value) ? value.kind : value;
}

function dataDifferences(before: DataMark, after: DataMark): Difference[] {
  if (before.sha256 === after.sha256) return [];
  const said = ({ rows, name, sha256 }: DataMark) =>
    `${rows} rows of ${name} (SHA-256 ${sha256.slice(0, 8)}…)`;
  const isFatal = before.columns !== after.columns || before.outputs !== after.outputs;
  return [{ text: `the data: ${said(before)} there, ${said(after)} now`, isFatal }];
}
