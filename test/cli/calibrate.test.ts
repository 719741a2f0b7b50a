import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Calibration, Reliability } from "../../src/train/evaluation/calibration.js";
import { chainrule, workspace } from "./run.js";

const cwd = workspace();
const random = (row: number) => ((row * 7919) % 1000) / 1000;
const rows = Array.from({ length: 240 }, (_, row) => {
  const [a, b] = [random(row), random(row + 500)];
  return `${a},${b},${a + b + 0.8 * (random(3 * row + 77) - 0.5) > 1 ? "yes" : "no"}`;
});
writeFileSync(join(cwd, "points.csv"), `a,b,inside\n${rows.join("\n")}\n`);
const train = ["train", "--data", "points.csv", "--target", "inside", "--epochs", "20", "--seed", "2"];

it("train --calibrate says what the temperature changes, keeps it, and draws the reliability on the page", async () => {
  const flags = [...train, "--calibrate", "--validation", "0.3", "-o", "a.st", "--report", "a.html"];
  const run = await chainrule(flags, { cwd });
  expect(run.stdout).toMatch(
    /calibrated by 72 rows: temperature \d+\.\d+, log loss \S+ → \S+, calibration error \S+ → \S+\n/,
  );
  const inspected = await chainrule(["inspect", "a.st", "--json"], { cwd });
  const { temperature } = JSON.parse(inspected.stdout) as { temperature: number };
  expect(temperature).toBeGreaterThan(0.1);
  const evaluated = await chainrule(["evaluate", "a.st", "points.csv", "--json"], { cwd });
  const document = JSON.parse(evaluated.stdout) as { reliability: Reliability; temperature: number };
  expect(document.temperature).toBe(temperature);
  expect(document.reliability.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(240);
  const page = readFileSync(join(cwd, "a.html"), "utf8");
  expect(page).toContain("<h3>Reliability diagram</h3>");
  expect(page).toContain(`Answers are at temperature ${temperature.toPrecision(3)}.`);
  expect(page).toContain("<h3>Importance</h3>");
  expect(page).toContain('aria-label="Dependence on a"');
});

it("evaluate --calibrate finds the temperature on other rows, and saves a model that has it", async () => {
  expect((await chainrule([...train, "-o", "b.st", "--quiet"], { cwd })).code).toBe(0);
  const calibrate = ["evaluate", "b.st", "points.csv", "--calibrate", "c.st", "--json"];
  const { calibration, temperature } = JSON.parse((await chainrule(calibrate, { cwd })).stdout) as {
    calibration: Calibration;
    temperature: number;
  };
  expect(calibration).toMatchObject({ temperature, rows: 240 });
  expect(calibration.after.logLoss).toBeLessThanOrEqual(calibration.before.logLoss);
  const read = async (model: string) => {
    const { stdout } = await chainrule(["evaluate", model, "points.csv", "--json"], { cwd });
    return JSON.parse(stdout) as { metrics: { logLoss: number; accuracy: number }; loss: number };
  };
  const [before, after] = [await read("b.st"), await read("c.st")];
  expect([after.metrics.accuracy, after.loss]).toEqual([before.metrics.accuracy, before.loss]);
  expect(after.metrics.logLoss).toBeCloseTo(calibration.after.logLoss, 9);
  const text = await chainrule(["evaluate", "c.st", "points.csv"], { cwd });
  expect(text.stdout).toMatch(/\nconfidence +answers +mean +right\n/);
});

it("calibrate is refused without held-out rows, by the name of the flag", async () => {
  const run = await chainrule([...train, "--calibrate", "--validation", "0"], { cwd });
  expect([run.code, run.stderr]).toEqual([
    2,
    expect.stringContaining("--calibrate: needs rows that do not train. Set"),
  ]);
});
