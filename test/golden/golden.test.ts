/** Every implementation, put through every worked example. A new implementation is one entry in `subjects`. */
import { describe, expect, test } from "vitest";
import {
  checkCourse,
  checkOneRound,
  fingerprintOf,
  fingerprints,
  mazur,
  mazurCourses,
  three,
} from "./golden.js";
import { expectClose } from "../compare.js";
import { referenceSubject } from "./reference.js";
import { wasmSubject } from "./wasm.js";
import { checkXorCyclic, checkXorSeeds, recordedSeeds, xor } from "./xor.js";

/** `xorSeeds`: how many random starts; `observesNetInputs`: false where the subject does not show them. */
const subjects = [
  { subject: wasmSubject("simd"), xorSeeds: recordedSeeds, observesNetInputs: false },
  { subject: wasmSubject("scalar"), xorSeeds: recordedSeeds, observesNetInputs: false },
  { subject: wasmSubject("simd-threads"), xorSeeds: 40, observesNetInputs: false },
  { subject: referenceSubject("blocked"), xorSeeds: 40, observesNetInputs: true },
  { subject: referenceSubject("naive"), xorSeeds: 5, observesNetInputs: true },
];

describe.each(subjects)("$subject.name", ({ subject, xorSeeds, observesNetInputs }) => {
  const netInputs = /^(net_|X_)/;

  test("2-2-2: the 58 figures of one round, relative 1e-12", async () => {
    expect(mazur.values).toHaveLength(58);
    const missing = await checkOneRound(subject, mazur);
    expect(missing.filter((key) => observesNetInputs || !netInputs.test(key))).toEqual([]);
  });

  test("2-2-2: the fingerprint of a right implementation, relative 1e-12", async () => {
    const right = fingerprints.find(({ id }) => id === "correct")!;
    for (const [key, value] of Object.entries(await fingerprintOf(subject))) {
      expectClose(value, right[key as keyof typeof right] as number, { relative: 1e-12 }, key);
    }
  });

  test.each(mazurCourses)(
    "2-2-2, $id: 1 to 10,000 rounds, error relative 1e-11, outputs absolute 1e-13",
    async (course) => {
      await checkCourse(subject, mazur, course);
    },
  );

  test.each(three)("3-3-2, $id: the 64 figures of one round, relative 1e-12", async (example) => {
    expect(example.values).toHaveLength(64);
    const missing = await checkOneRound(subject, example);
    expect(missing.filter((key) => observesNetInputs || !netInputs.test(key))).toEqual([]);
  });

  test.each(three)(
    "3-3-2, $id: 1 to 10,000 rounds, error relative 1e-11, outputs absolute 1e-13",
    async (example) => {
      await checkCourse(subject, example, { ...example, lossPerError: 1 });
    },
  );

  test.each(xor.modes)("XOR, $id: a recorded start, 20,000 updates, relative 1e-11", async (mode) => {
    await checkXorCyclic(subject, mode);
  });

  test.each(xor.modes)(
    `XOR, $id: ${xorSeeds} seeds to below 0.01 in 20,000 updates, each as recorded to 1e-9`,
    async (mode) => {
      await checkXorSeeds(subject, mode, xorSeeds);
    },
  );
});
