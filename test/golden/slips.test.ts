/** The golden checks reject thirteen wrong implementations, each of which has the recorded figures. */
import { expect, test } from "vitest";
import { type SlipRule, slipIds } from "../../src/reference/slips.js";
import { ComparisonError, expectClose } from "../compare.js";
import {
  checkCourse,
  checkOneRound,
  fingerprintOf,
  fingerprints,
  headline,
  mazur,
  mazurCourses,
} from "./golden.js";
import { initialOf } from "./subject.js";
import { slippedSubject } from "./slipped.js";

const right = fingerprints.find(({ id }) => id === "correct")!;
const base = mazurCourses.find(({ id }) => id === "base")!;

test("every recorded fingerprint but the right one belongs to a slip", () => {
  expect(fingerprints.map(({ id }) => id)).toEqual(["correct", ...slipIds]);
});

test("the rule without a slip passes every check of the 2-2-2 example", async () => {
  const subject = slippedSubject("correct");
  expect(await checkOneRound(subject, mazur)).toEqual(["net_h1", "net_h2", "net_o1", "net_o2"]);
  await checkCourse(subject, mazur, base);
});

test.each(fingerprints)(
  "$id: has the recorded fingerprint, relative 1e-12",
  async ({ id, meaning, ...figures }) => {
    const seen = await fingerprintOf(slippedSubject(id as SlipRule));
    for (const [key, value] of Object.entries(figures)) {
      expectClose(seen[key as keyof typeof seen], value, { relative: 1e-12 }, `${meaning}: ${key}`);
    }
  },
);

test.each(slipIds)("%s: is rejected by the check of the 58 figures", async (slip) => {
  await expect(checkOneRound(slippedSubject(slip), mazur)).rejects.toThrow(ComparisonError);
});

test.each(slipIds)("%s: is rejected by the check of 10,000 rounds", async (slip) => {
  await expect(checkCourse(slippedSubject(slip), mazur, base)).rejects.toThrow(ComparisonError);
});

test("trained biases show in the error after one round, not in w1, w5 or w7", () => {
  const trained = fingerprints.filter(({ id }) => id.startsWith("bias-"));
  expect(trained).toHaveLength(3);
  for (const { w1, w5, w7, errorAfter1 } of trained) {
    expect([w1, w5, w7]).toEqual([right.w1, right.w5, right.w7]);
    expect(Math.abs(errorAfter1 - right.errorAfter1)).toBeGreaterThan(0.002);
  }
});

test.each([
  ["correct", headline.weightsBeforeTheUpdate],
  ["updated-weights", headline.weightsAfterTheUpdate],
] as const)("%s: the headline figures, relative 1e-11", async (id, figures) => {
  const trainee = await slippedSubject(id).create(
    mazur.config,
    initialOf(mazur.config, mazur.weights, mazur.biases),
  );
  const { inputs, targets } = mazur;
  await trainee.train([inputs], [targets], 1);
  expectClose(await trainee.loss(inputs, targets), figures.errorAfter1, { relative: 1e-12 }, "error after 1");
  await trainee.train([inputs], [targets], 9999);
  expectClose(
    await trainee.loss(inputs, targets),
    figures.errorAfter10000,
    { relative: 1e-11 },
    "error after 10,000",
  );
  expectClose(
    await trainee.outputs(inputs),
    figures.outputsAfter10000,
    { absolute: 1e-13 },
    "outputs after 10,000",
  );
});
