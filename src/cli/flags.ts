/** The flags of settings, from their records: as commander takes them, their help, and the settings that they give. */
import type { Command } from "commander";
import { aliases } from "../settings/configuration.js";
import { allGroups, fileSettings } from "../settings/fileRecords.js";
import type { DetailSetting, Group, Kind, Setting, Trait } from "../settings/kinds.js";

/** A flag that gives a setting, or one detail of it. */
export interface SettingFlag {
  /** As commander takes it: `--huber-delta <error>`. */
  readonly flag: string;
  /** Path of the setting: `optimizer.learningRate`. */
  readonly path: string;
  readonly setting: DetailSetting;
}

/** The flags of a setting: its own, then those of its details. */
function flagsOf(name: string, setting: Setting): SettingFlag[] {
  const shared = Object.entries((setting.type === "kinds" && setting.shared) || {});
  const all: [string, DetailSetting][] = [
    [name, setting],
    ...shared.map(([key, one]): [string, DetailSetting] => [`${name}.${key}`, one]),
  ];
  return all.flatMap(([path, one]) =>
    one.flag === undefined ? [] : [{ flag: one.flag, path, setting: one }],
  );
}

export const settingFlags: readonly SettingFlag[] = Object.entries(fileSettings).flatMap(([name, one]) =>
  flagsOf(name, one),
);

/** `--huber-delta <error>` → `--huber-delta` */
export function longName({ flag }: Pick<SettingFlag, "flag">): string {
  return flag.split(" ")[0]!;
}

/** The name under which commander keeps a flag's value: `--no-shuffle` → `shuffle`. */
export function keyOf(flag: Pick<SettingFlag, "flag">): string {
  return longName(flag)
    .replace(/^--(no-)?/, "")
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The flag of a setting, or its path if it has no flag. */
export function flagNameOf(path: string): string {
  const found = settingFlags.find((one) => one.path === path);
  return found ? longName(found) : path;
}

/**
 * Adds the flags of all settings to a command, under the headings of their groups.
 *
 * @param without a trait whose settings the command does not take
 */
export function addSettingFlags(
  command: Command,
  without?: Trait,
  groups: readonly Group[] = allGroups,
): Command {
  for (const { heading, settings } of groups) {
    command.optionsGroup(`${heading}:`);
    for (const [name, setting] of Object.entries(settings)) {
      if (without !== undefined && setting.traits?.includes(without)) continue;
      for (const one of flagsOf(name, setting)) {
        if (one.setting.repeats) command.option(one.flag, helpOf(one.setting), collect);
        else command.option(one.flag, helpOf(one.setting));
      }
    }
  }
  return suggesting(command);
}

/** Collects the values of a flag that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Lets a command suggest our flag for one that other programs use: `--lr` for `--learning-rate`. */
function suggesting(command: Command): Command {
  const own = command as Command & { unknownOption: (flag: string) => void };
  const usual = own.unknownOption.bind(command);
  own.unknownOption = (flag) => {
    const name = keyOf({ flag });
    const path = aliases(fileSettings).get(name) ?? name;
    const meant = flagNameOf(path);
    if (meant === path) usual(flag);
    command.error(`error: unknown option '${flag}'\n(Did you mean ${meant}?)`, {
      code: "commander.unknownOption",
    });
  };
  return command;
}

/** The help of a flag: meaning, names to choose from, default. */
export function helpOf(setting: DetailSetting): string {
  const { meaning, flag = "", usual, default: value, commandLine } = setting;
  const text = flag.startsWith("--no-") ? `turn off: ${meaning}` : meaning;
  const choices = choicesOf(setting);
  const own =
    commandLine ?? usual ?? (value === undefined || typeof value === "boolean" ? undefined : String(value));
  const isOff = value === false && !flag.startsWith("--no-");
  const shown = own ?? (isOff ? "off" : undefined);
  return `${text}${choices ? `: ${choices}` : ""}${shown === undefined ? "" : ` (default: ${shown.replaceAll("`", "")})`}`;
}

/** `mean | sum`, or the names of kinds and how details are written. */
function choicesOf(kind: Kind): string {
  switch (kind.type) {
    case "choice":
      return kind.names.join(" | ");
    case "list":
      return kind.example === undefined ? "" : `as in ${kind.example}`;
    case "kinds":
      return `${Object.keys(kind.kinds).join(" | ")}; details as in ${kind.example}`;
    case "object":
    case "either":
      return kind.example === undefined ? "" : `as in ${kind.example}`;
    default:
      return "";
  }
}
