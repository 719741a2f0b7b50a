import { describe, expect, it } from "vitest";
import { cases } from "../../../bench/cases.js";
import { DisagreementError, requireAgreement, worstError } from "../../../bench/measure.js";
import { runsThreads } from "../../../bench/engines.js";
import { kernelBuilds, type Orientation, referenceProduct, wasmProduct } from "../../../bench/products.js";
import {
  elementary,
  type ElementaryName,
  referenceElementary,
  wasmElementary,
} from "../../../bench/elementary.js";
import type { Subject } from "../../../bench/subject.js";
import { subjectsOf } from "../../../bench/subjects.js";
import { buildNames } from "../../../src/wasm/builds.js";
import { expectClose } from "../../compare.js";

const xor = cases.find(({ name }) => name === "xor")!;

/** A subject that trains nothing and has this loss. */
function subject(build: string, loss: number, answers?: number[]): Subject {
  const words = { implementation: "wasm", build, threads: 1 };
  const idle = { reset: () => {}, train: () => {}, dispose: () => {} };
  return { ...words, ...idle, loss: () => loss, ...(answers && { answers: () => answers }) };
}

describe("before anything is timed", () => {
  it("our own subjects of a case agree to 1e-4", async () => {
    const subjects = subjectsOf(xor, { naive: true });
    expect(subjects.slice(0, 3).map(({ build }) => build)).toEqual(["blocked", "naive", "scalar"]);
    await expect(requireAgreement(xor, subjects)).resolves.toBeUndefined();
    for (const one of subjects) one.dispose();
  });

  it("a loss that is off by more than 1e-4 is refused, with both losses", async () => {
    const wrong = [subject("right", 2), subject("close", 2.0001), subject("wrong", 2.0003)];
    const message =
      "xor: wasm wrong has loss 2.0003, wasm right 2: expected equal to 0.0001. Nothing was timed.";
    await expect(requireAgreement(xor, wrong)).rejects.toThrow(new DisagreementError(message));
  });

  it("a loss that is not a number is refused", async () => {
    const wrong = [subject("right", 2), subject("wrong", Number.NaN)];
    await expect(requireAgreement(xor, wrong)).rejects.toThrow(DisagreementError);
  });

  it("a real subject that trains at another rate is refused", async () => {
    const [right, other] = subjectsOf(xor, { naive: true }) as [Subject, Subject];
    const wrong = { ...other, train: (epochs: number) => other.train(2 * epochs) };
    await expect(requireAgreement(xor, [right, wrong])).rejects.toThrow(
      /^xor: typescript naive has loss 0\./,
    );
  });

  it("answers that are off are refused even where the loss is right", async () => {
    const wrong = [subject("right", 2, [1, 2, 4]), subject("wrong", 2, [2, 1, 4])];
    const message =
      "xor: wasm wrong is off by 0.25 of the largest answer, against wasm right: expected equal to 0.0001. " +
      "Nothing was timed.";
    await expect(requireAgreement(xor, wrong)).rejects.toThrow(new DisagreementError(message));
  });
});

it("the worst error is of the largest element; NaN and missing elements are never right", () => {
  expect(worstError([1, 2.5], [1, 2])).toBe(0.25);
  expect(worstError([], [])).toBe(0);
  expect(worstError([0, Number.NaN], [0, 1])).toBeNaN();
  expect(worstError([Number.NaN, 1], [0, 1])).toBeNaN();
  expect(worstError([1], [1, 2])).toBeNaN();
});

describe.each(kernelBuilds())("%s kernels as the suite calls them", (build) => {
  const shape = { rows: 5, inputs: 7, units: 9 };
  const orientations: Orientation[] = ["forward", "backward", "gradient"];
  const variants = orientations.flatMap((orientation) =>
    [false, true].map((updates) => ({ orientation, updates })),
  );

  it.each(variants)("product %j, run three times, within 1e-5", ({ orientation, updates }) => {
    const kernels = [
      wasmProduct(build, "float32", orientation, shape, updates),
      referenceProduct("float32", orientation, shape, updates),
    ];
    for (const kernel of kernels) {
      kernel.reset?.();
      kernel.run(3);
    }
    expectClose(kernels[0]!.result(), kernels[1]!.result(), { absolute: 1e-5 }, "product");
  });

  it("elementary functions within 1e-6", () => {
    for (const name of Object.keys(elementary) as ElementaryName[]) {
      const kernels = [wasmElementary(build, name, "float32", 37), referenceElementary(name, "float32", 37)];
      for (const kernel of kernels) kernel.run(2);
      expectClose(kernels[0]!.result(), kernels[1]!.result(), { absolute: 1e-6 }, name);
    }
  });
});

it("an update starts from the same weights after a reset", () => {
  const kernel = wasmProduct("scalar", "float32", "gradient", { rows: 2, inputs: 2, units: 2 }, true);
  kernel.reset!();
  kernel.run(1);
  const once = kernel.result().slice();
  kernel.run(1000);
  kernel.reset!();
  kernel.run(1);
  expect([...kernel.result()]).toEqual([...once]);
});

it("builds without shared memory are not asked for several threads", () => {
  const plain = buildNames.filter((name) => !name.endsWith("-threads") && name !== "javascript");
  expect(plain.map((name) => runsThreads(name, 2))).toEqual(plain.map(() => false));
});
