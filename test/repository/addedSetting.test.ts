/** Adds a setting to a copy of the records, and checks that everything written from them has it. */
import { Command } from "commander";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { configFileSchema } from "../../scripts/describe/jsonSchema.js";
import { withSettingsTables } from "../../scripts/describe/settingsTables.js";
import { typesSource } from "../../scripts/describe/typesSource.js";
import { addSettingFlags } from "../../src/cli/flags.js";
import { check } from "../../src/settings/check.js";
import { allGroups } from "../../src/settings/fileRecords.js";
import type { DetailSetting, Group, Setting } from "../../src/settings/kinds.js";
import { inputLayerKind, layerKind } from "../../src/settings/networkRecords.js";
import { libraryGroups, settings } from "../../src/settings/records.js";

const damping = {
  scope: "training",
  type: "number",
  above: 0,
  most: 8,
  default: 0.75,
  flag: "--damping <factor>",
  meaning: "factor that slows every step",
} as const satisfies Setting;

/** The groups with one setting more, beside weightDecay. */
const withDamping = (groups: readonly Group[]): Group[] => {
  const at = groups.findIndex(({ settings: own }) => "weightDecay" in own);
  return groups.map((group, index) =>
    index === at ? { ...group, settings: { ...group.settings, damping } } : group,
  );
};

const helpOf = (groups: readonly Group[]) =>
  addSettingFlags(new Command("train"), undefined, groups).helpInformation();

describe("a setting that is added to the records", () => {
  it("is in the JSON Schema", () => {
    const { properties } = configFileSchema(withDamping(allGroups)) as {
      properties: Record<string, unknown>;
    };
    expect(properties.damping).toEqual({
      description: damping.meaning,
      type: "number",
      exclusiveMinimum: 0,
      maximum: 8,
      default: 0.75,
    });
  });

  it("is in the help, under the heading of its group", () => {
    const help = helpOf(withDamping(allGroups));
    const line = help.split("\n").find((one) => one.includes("--damping <factor>"));
    expect(line).toMatch(/factor that slows every step.*0\.75/);
    expect(helpOf(allGroups)).not.toContain("damping");
  });

  it("is in the table of docs/settings.md", () => {
    const page = withSettingsTables(readFileSync("docs/settings.md", "utf8"), withDamping(allGroups));
    const row = page.split("\n").find((line) => line.startsWith("| `damping`"))!;
    const cells = row.split("|").map((cell) => cell.trim());
    expect(cells.slice(1, 3)).toEqual(["`damping`", "`--damping`"]);
    expect(cells.slice(4, 6)).toEqual(["`0.75`", damping.meaning]);
    expect(cells[3]).toMatch(/0.*8/);
  });

  it("is in the generated types, optional in the input and required in the complete configuration", () => {
    const text = typesSource(withDamping(libraryGroups));
    const [, input] = /interface TrainingInput \{(.*?)\n\}/s.exec(text)!;
    const [, complete] = /interface TrainingConfig \{(.*?)\n\}/s.exec(text)!;
    expect(input).toMatch(
      /\/\*\* Factor that slows every step; 0 < x ≤ 8 \(default: 0\.75\)\. \*\/\n {2}readonly damping\?: number \| undefined;/,
    );
    expect(complete).toContain("readonly damping: number;");
  });

  it("is checked by its record", () => {
    expect(check(damping, 0.5, ["damping"])).toBe(0.5);
    expect(() => check(damping, 9, ["damping"])).toThrow("damping: expected a number 0 < x ≤ 8, got 9.");
  });
});

describe("docstrings of the generated types", () => {
  const text = readFileSync("src/settings/generated/types.ts", "utf8");
  const declared = (type: string) => {
    const [, body] = new RegExp(`export (?:interface|type) ${type}\\b(.*?)\\n(?:\\}|  +\\};)\\n`, "s").exec(
      text,
    )!;
    return [...body!.matchAll(/\/\*\* (.*) \*\/\n\s+readonly (\w+)/g)].map(
      ([, doc, name]) => [name!, doc!] as const,
    );
  };
  /** Holds the defaults of one type to its records. @returns how many had one as a value */
  function compare(type: string, records: Readonly<Record<string, DetailSetting>>): number {
    let compared = 0;
    for (const [name, doc] of declared(type)) {
      const record = records[name];
      if (record === undefined || record.usual !== undefined || record.default === undefined) continue;
      const said = /\(default: (.*)\)\.$/.exec(doc)?.[1];
      expect([type, name, said]).toEqual([type, name, JSON.stringify(record.default)]);
      compared++;
    }
    return compared;
  }

  it("give the defaults of the records", () => {
    expect(compare("NetworkInput", settings)).toBeGreaterThanOrEqual(11);
    expect(compare("TrainingInput", settings)).toBeGreaterThanOrEqual(15);
    expect(compare("InputLayer", inputLayerKind.details)).toBe(1);
    expect(compare("LayerInput", layerKind.details)).toBe(1);
    const { earlyStopping } = settings;
    if (earlyStopping.type !== "object") throw new Error("earlyStopping is no object");
    expect(compare("EarlyStoppingInput", earlyStopping.details)).toBe(4);
  });
});
