/** How the data file of a command is written, from its flags or the config file, as `src/readers` takes it. */
import type { Command } from "commander";
import type { TextOptions } from "../readers/reader.js";
import type { Separator } from "../readers/table.js";
import { check } from "../settings/check.js";
import { readText } from "../settings/readText.js";
import { textFileRecords, textFileSettingNames } from "../settings/textFileRecords.js";
import { ConfigError } from "../errors.js";
import { helpOf, keyOf, longName } from "./flags.js";

/** Flags about text files, as commander gives them. */
export type TextFlags = Readonly<Partial<Record<(typeof textFileSettingNames)[number], unknown>>>;

/** Adds the flags about text files to a command. */
export function addTextFlags(command: Command): Command {
  for (const name of textFileSettingNames) {
    const record = textFileRecords[name];
    command.option(record.flag, helpOf(record));
  }
  return command;
}

/** The options that flags give. @throws ConfigError naming the flag */
export function textOptionsOfFlags(flags: TextFlags): TextOptions {
  const given: Record<string, unknown> = {};
  for (const name of textFileSettingNames) {
    const record = textFileRecords[name];
    const value = (flags as Record<string, unknown>)[keyOf(record)];
    // commander gives `true` for a --no-… flag that was not used
    if (value === undefined || (value === true && record.flag.startsWith("--no-"))) continue;
    try {
      given[name] = check(record, typeof value === "string" ? readText(record, value, name) : value, [name]);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw error.about({ setting: longName(record) });
    }
  }
  return textOptionsOf(given);
}

/** Separators by their names. */
const separators: Readonly<Record<string, Separator>> = { tab: "\t", blank: " " };

/** The options that checked settings give. */
export function textOptionsOf(settings: TextFlags): TextOptions {
  const { separator } = settings;
  const own = Object.fromEntries(textFileSettingNames.map((name) => [name, settings[name]])) as TextOptions;
  return {
    ...own,
    separator:
      separator === undefined ? undefined : (separators[separator as string] ?? (separator as Separator)),
  };
}
