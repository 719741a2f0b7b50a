import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeProgram } from "../../src/cli/program.js";
import { type ActivationName, activationNames, activations } from "../../src/functions/activations.js";
import { type LossName, lossNames } from "../../src/functions/losses.js";
import { type OptimizerKind, optimizerKinds, optimizers } from "../../src/functions/optimizers.js";
import { scheduleNames } from "../../src/functions/schedules.js";
import { checkConfig } from "../../src/settings/configuration.js";
import { withSettingsTables } from "../../scripts/describe/settingsTables.js";
import { fileSettings } from "../../src/settings/fileRecords.js";
import type { ConfigInput } from "../../src/settings/generated/types.js";
import { initializerNames, layerKind } from "../../src/settings/networkRecords.js";

const page = readFileSync("docs/settings.md", "utf8");
const train = makeProgram().commands.find((one) => one.name() === "train")!;

/** Rows of the table under a heading; cells without their quotes. */
function rowsOf(heading: string): string[][] {
  const [, section] = page.split(new RegExp(`^#+ ${heading}$`, "m"));
  const lines = section!
    .split(/^#/m)[0]!
    .split("\n")
    .filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .replaceAll("\\|", "¦")
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const namesOf = (heading: string) => rowsOf(heading).flatMap(([cell]) => cell!.match(/(?<=`)\w+(?=`)/g));
const settings = [
  ...page.split("## Activations")[0]!.matchAll(/^\| `([^`]+)` \| ([^|]*) \| (?:[^|\\]|\\.)* \| ([^|]*) \|/gm),
].map(([, path, flags, usual]) => ({
  path: path!,
  flags: flags!.match(/--[\w-]+/g) ?? [],
  usual: usual!.trim(),
}));
const configOf = (given: Partial<ConfigInput> = {}) =>
  checkConfig({ layers: [2, 3, 1], ...given }) as unknown as Record<string, unknown>;
const rate = (kind: OptimizerKind, activation: ActivationName, loss: LossName) =>
  checkConfig({ layers: [2, { units: 1, activation }], optimizer: kind, loss }).optimizer.learningRate;

/** A detail that is in effect where none is given; the details of sgd are as 0 then. */
const detailOf = (kind: OptimizerKind, name: string) =>
  (checkConfig({ layers: [2, 1], optimizer: kind }).optimizer as unknown as Record<string, number>)[name] ??
  0;

describe("docs/settings.md", () => {
  it("has the tables that npm run settings makes", () => {
    expect(page).toBe(withSettingsTables(page));
  });

  it("has every setting, each once, and nothing else", () => {
    const layer = Object.keys(layerKind.details).map((name) => `layers[i].${name}`);
    const ofOptimizers = new Set(Object.values(optimizers).flatMap(({ details }) => Object.keys(details)));
    const known = ["$schema", ...Object.keys(fileSettings), ...layer];
    const paths = settings.map(({ path }) => path);
    expect(
      paths
        .filter(
          (path) => !/^(optimizer|schedule|initializer|biasInitializer|earlyStopping|search)\./.test(path),
        )
        .sort(),
    ).toEqual(known.sort());
    const inOptimizer = paths
      .filter((path) => path.startsWith("optimizer."))
      .map((path) => path.split(".")[1]);
    expect(inOptimizer.sort()).toEqual(["learningRate", ...ofOptimizers].sort());
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("has every flag of train, and no others", () => {
    const named = new Set(page.match(/(?<=[`\s])--[a-z][\w-]*/g));
    const flags = train.options.map(({ long }) => long!);
    expect([...named].sort()).toEqual([...flags, "--help"].sort());
  });

  it("gives defaults that are in effect", () => {
    const config = configOf() as { earlyStopping: unknown };
    // those of the library; help.test.ts compares those of the command line
    const own = settings.map(({ path, usual }) => ({
      path,
      usual: usual.split("; on the command line ")[0]!,
    }));
    const plain = own.filter(({ path, usual }) => path in config && /^`[^`]*`$/.test(usual));
    for (const { path, usual } of plain) {
      const value = configOf()[path] as { kind?: string };
      const said = typeof value === "object" ? value.kind : value;
      expect([path, usual]).toEqual([path, `\`${String(said)}\``]);
    }
    expect(plain.length).toBeGreaterThan(20);
    const words = Object.fromEntries(own.map(({ path, usual }) => [path, usual]));
    expect(words["layers[i].alpha"]).toBe(
      `leakyRelu \`${activations.leakyRelu.alpha!.usual}\`, elu \`${activations.elu.alpha!.usual}\``,
    );
    expect(words.loss).toBe(`\`${configOf().loss}\`; \`crossEntropy\` for softmax outputs`);
    expect(configOf({ layers: [2, { units: 2, activation: "softmax" }] }).loss).toBe("crossEntropy");
    expect(words.batchSize).toContain(`\`${configOf().batchSize}\`; \`full\` for irpropMinus and lbfgs`);
    expect(words.weightDecay).toBe(`\`0\`; adamw \`${configOf({ optimizer: "adamw" }).weightDecay}\``);
    expect([configOf().weightDecay, configOf().epochs, configOf().validation]).toEqual([0, 10, 0]);
    expect([words.epochs, words.validation].map((text) => text!.split(";")[0])).toEqual(["`10`", "`0`"]);
  });

  it("gives the optimisers' details and learning rates that are in effect", () => {
    for (const { path, usual } of settings.filter((one) => /^optimizer\.(?!learningRate)/.test(one.path))) {
      const said = usual.split("; ").flatMap((part) => {
        const [, kinds, value] = /^([\w, ]+) `(.*)`$/.exec(part)!;
        return kinds!.split(", ").map((kind) => [kind, Number(value)]);
      });
      const name = path.split(".")[1]!;
      const own = optimizerKinds.filter((kind) => name in optimizers[kind].details);
      const real = own.map((kind) => [kind, detailOf(kind, name)]);
      expect([path, Object.fromEntries(said)]).toEqual([path, Object.fromEntries(real)]);
    }
    for (const [kind, , said] of rowsOf("Optimisers")) {
      const name = kind!.replaceAll("`", "") as OptimizerKind;
      const rates = said!.match(/\d+(\.\d+)?/g)!.map(Number);
      const [flat, other] = [rates[0], rates[1] ?? rates[0]];
      expect([name, rate(name, "sigmoid", "halfSquaredError")]).toEqual([name, flat]);
      expect([name, rate(name, "identity", "halfSquaredError")]).toEqual([name, other]);
      expect([name, rate(name, "sigmoid", "binaryCrossEntropy")]).toEqual([name, other]);
    }
  });

  it.each([
    ["Activations", activationNames],
    ["Losses", lossNames],
    ["Optimisers", optimizerKinds],
    ["Schedules", scheduleNames],
    ["Initialisers", initializerNames],
  ])("has all %s in its table", (heading, names) => {
    expect(namesOf(heading).sort()).toEqual([...names].sort());
  });
});
