/** The worked examples in a page: the same checks, to the same digits, as in Node. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkCourse, checkOneRound, mazur, mazurCourses, three } from "../golden/golden.js";
import { prepare } from "../../src/wasm/prepare.js";
import { wasmSubject } from "../golden/wasm.js";
import { checkXorCyclic, checkXorSeeds, xor } from "../golden/xor.js";

describe.each(["javascript", "simd", "simd-threads"] as const)("in a page, %s", (build) => {
  const subject = wasmSubject(build);
  beforeAll(() => prepare({ builds: [build] }));

  test("2-2-2: the figures of one round, relative 1e-12", async () => {
    const missing = await checkOneRound(subject, mazur);
    expect(missing.filter((key) => !key.startsWith("net_"))).toEqual([]);
  });

  test.each(mazurCourses)(
    "2-2-2, $id: 1 to 10,000 rounds, error relative 1e-11, outputs absolute 1e-13",
    async (course) => {
      expect(course.rounds.at(-1)!.round).toBe(10_000);
      await checkCourse(subject, mazur, course);
    },
  );

  test.each(three)("3-3-2, $id: one round relative 1e-12, 10,000 relative 1e-11", async (example) => {
    await checkOneRound(subject, example);
    await checkCourse(subject, example, { ...example, lossPerError: 1 });
  });

  test.each(xor.modes)(
    "XOR, $id: 20,000 updates, relative 1e-11; 5 seeds, each as recorded",
    async (mode) => {
      await checkXorCyclic(subject, mode);
      await checkXorSeeds(subject, mode, 5);
    },
  );
});
