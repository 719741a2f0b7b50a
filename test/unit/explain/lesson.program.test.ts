import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Lesson, lessonOf, type LessonSource } from "../../../src/explain/lesson.js";
import { jsLesson } from "../../../src/explain/lesson/js.js";
import { pythonLesson } from "../../../src/explain/lesson/python.js";
import { agreementCases, dataOf, type VerifyCase } from "../../../src/explain/verify/verifyCases.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";

const directory = mkdtempSync(join(tmpdir(), "chainrule-lesson-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Run all scripts in one process, each by itself, with a line before what it prints. */
const drivers = {
  js:
    'import { readFileSync } from "node:fs";\n' +
    'for (const file of process.argv.slice(2)) { console.log("##"); new Function(readFileSync(file, "utf8"))(); }\n',
  python: 'import sys\nfor file in sys.argv[1:]:\n    print("##")\n    exec(open(file).read(), {})\n',
};

/** The errors that scripts print: before, after the first round, after all. */
function errorsPrinted(language: "js" | "python", scripts: readonly string[]): number[][] {
  const files = scripts.map((script, index) => {
    const file = join(directory, `${index}.${language}.txt`);
    writeFileSync(file, script);
    return file;
  });
  const driver = join(directory, `driver.${language === "js" ? "mjs" : "py"}`);
  writeFileSync(driver, drivers[language]);
  const command = language === "js" ? process.execPath : "python3";
  const output = execFileSync(command, [driver, ...files], { encoding: "utf8" });
  return output
    .split("##\n")
    .slice(1)
    .map((text) =>
      [...text.matchAll(/^total error (?:before|after round \d+): (.*)$/gm)].map((match) => Number(match[1])),
    );
}

function sourceOf(one: VerifyCase, rounds = 20): LessonSource {
  const { config, dataset, targets, parameters } = dataOf(one);
  const inputs = Float64Array.from(dataset.inputs);
  return { config, parameters, inputs, targets, rows: one.rows, isScaled: false, rounds };
}

const pairs = agreementCases().filter(({ name }) => name.startsWith("pair"));
const special: VerifyCase[] = [
  [
    "two alphas",
    {
      layers: [3, { units: 4, activation: "elu", alpha: 0.5 }, { units: 3, activation: "elu", alpha: 2 }, 2],
    },
  ],
  ["a frozen layer", { layers: [3, 4, { units: 4, trainable: false }, 2] }],
  ["biases not trained", { layers: [3, 4, 2], trainBiases: false }],
  ["one layer", { layers: [3, { units: 2, activation: "softmax" }] }],
  ["all samples at once", { layers: [3, 4, 2], batchSize: "full" }],
].map(([name, config], index) => {
  const given = { batchSize: 2, optimizer: { kind: "sgd", learningRate: 0.3 }, ...(config as object) };
  return { name: name as string, config: given as ConfigInput, rows: 5, seed: 50 + index };
});

describe.each(["js", "python"] as const)("a lesson in %s", (language) => {
  const write = language === "js" ? jsLesson : pythonLesson;

  it.skipIf(language === "python" && !hasPython)(
    "prints our errors for every activation and loss, bias mode and reduction, to 9 digits (without python3: skipped)",
    async () => {
      const all = [...pairs, ...special];
      const lessons: Lesson[] = [];
      for (const one of all) lessons.push(await lessonOf(sourceOf(one)));
      const printed = errorsPrinted(language, lessons.map(write));
      lessons.forEach(({ errors: { before, afterFirst, after } }, at) => {
        const bounds = { relative: 5.1e-9, absolute: 1e-15 };
        expectClose(printed[at]!, [before, afterFirst, after], bounds, all[at]!.name);
        expect(after).not.toBe(afterFirst);
      });
      expect(lessons.length).toBeGreaterThan(100);
    },
  );

  it("has lines of at most 110 columns, none that import, and each function once", async () => {
    for (const one of special) {
      const text = write(await lessonOf(sourceOf(one)));
      expect(text.split("\n").filter((line) => line.length > 110)).toEqual([]);
      expect(text.match(/\b(import|require)\b.*/g) ?? []).toEqual(language === "js" ? [] : ["import math"]);
      const names = [...text.matchAll(/^(?:def|function|const) (\w+)/gm)].map((match) => match[1]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("lessonOf", () => {
  const [one] = special;
  const refusal = (settings: Partial<ConfigInput>, rows = 5) =>
    lessonOf(sourceOf({ ...one!, config: { ...one!.config, ...settings }, rows }));

  it.each<[Partial<ConfigInput>, string]>([
    [{ optimizer: "adam" }, 'optimizer: a lesson uses plain gradient descent, got adam. Set it to "sgd".'],
    [
      { optimizer: { kind: "sgd", momentum: 0.9 } },
      'optimizer: a lesson uses plain gradient descent, got sgd with momentum. Set it to "sgd".',
    ],
    [{ dropout: 0.2 }, "dropout: a lesson uses plain gradient descent without it. Set it to 0."],
    [{ clipNorm: 1 }, "clipNorm: a lesson uses plain gradient descent without it. Set it to 0."],
    [{ schedule: "cosine" as never }, "schedule: a lesson uses plain gradient descent without it. Drop it."],
    [{ targetLoss: 0.1 }, "targetLoss: a lesson uses plain gradient descent without it. Drop it."],
    [
      { layers: [3, 500, 2] },
      "export: a lesson has at most 2000 parameters, this network has 3002. Use smaller layers.",
    ],
  ])("refuses %j", async (settings, message) => {
    await expect(refusal(settings)).rejects.toThrow(
      expect.objectContaining({ name: "ConfigError", message }),
    );
  });

  it("refuses more than 200 samples", async () => {
    await expect(refusal({}, 201)).rejects.toThrow(
      "export: a lesson has at most 200 samples, got 201. Limit them, for example with --rows 20.",
    );
  });
});
