/** All settings of the library, once: what the checks, types and documents are made from. */
import { descentRecords } from "./descentRecords.js";
import { durationRecords } from "./durationRecords.js";
import type { Group, Setting, Trait } from "./kinds.js";
import { lossRecords } from "./lossRecords.js";
import { machineRecords } from "./machineRecords.js";
import { networkRecords } from "./networkRecords.js";
import { regularisationRecords } from "./regularisationRecords.js";

const records = {
  ...networkRecords.settings,
  ...lossRecords.settings,
  ...descentRecords.settings,
  ...durationRecords.settings,
  ...regularisationRecords.settings,
  ...machineRecords.settings,
};

export type SettingName = keyof typeof records;

/** The record of each setting of the library, in the order of the help. */
export const settings: Readonly<Record<SettingName, Setting>> = records;

export const libraryGroups: readonly Group[] = [
  networkRecords,
  lossRecords,
  descentRecords,
  durationRecords,
  regularisationRecords,
  machineRecords,
];

export type NameWith<Wanted extends Trait> = {
  [Name in SettingName]: (typeof records)[Name] extends { traits: readonly (infer Own)[] }
    ? Wanted extends Own
      ? Name
      : never
    : never;
}[SettingName];

/** Names of the settings that have a trait, in the order of the help. */
export function withTrait<Wanted extends Trait>(trait: Wanted): NameWith<Wanted>[] {
  const names = Object.keys(settings) as SettingName[];
  return names.filter((name) => settings[name].traits?.includes(trait)) as NameWith<Wanted>[];
}

export function hasTrait(name: string, trait: Trait): boolean {
  return Object.hasOwn(settings, name) && Boolean(settings[name as SettingName].traits?.includes(trait));
}

/**
 * Names of the settings with a trait that are on in a configuration: not 0, false or undefined.
 *
 * @param config with at least the settings that have the trait
 */
export function activeWith<Wanted extends Trait>(
  trait: Wanted,
  config: { readonly [Name in NameWith<Wanted>]?: unknown },
): NameWith<Wanted>[] {
  return withTrait(trait).filter((name) => Boolean(config[name]));
}

/** How to turn a setting off, as a sentence. */
export function offAdvice(name: SettingName): string {
  const { type, default: usual, completed } = settings[name];
  return type === "number" && (usual === 0 || completed) ? "Set it to 0." : "Drop it.";
}
