import { expect, it } from "vitest";
import { Guard, type Watched } from "../../../src/train/loop/guard.js";

/** A guard over one byte of parameters. */
function guardOf() {
  const state = { epochs: 0, samples: 0, lossSum: 0, updates: 0, parameter: 0 };
  const parameters = {
    bytes: (into = new Uint8Array(1)) => into.fill(state.parameter),
    restore: (bytes: Uint8Array) => (state.parameter = bytes[0]!),
  };
  const plan = { optimizerMemory: () => ({ moments: new Map(), products: {} }), restoreOptimizer: () => {} };
  const guard = new Guard({ state, parameters, plan } as unknown as Watched);
  const copyAt = (epochs: number) => {
    Object.assign(state, { epochs, parameter: epochs });
    guard.watch();
  };
  return { guard, state, copyAt };
}

it("copies the state of each epoch, and goes back to the last copy", () => {
  const { guard, state, copyAt } = guardOf();
  copyAt(1);
  copyAt(2);
  Object.assign(state, { parameter: 9, samples: 7 });
  guard.rewind();
  expect(state).toEqual({ epochs: 2, samples: 0, lossSum: 0, updates: 0, parameter: 2 });
});

it("copies into the memory of the last copy, unless somebody has that one", () => {
  const { guard, copyAt } = guardOf();
  copyAt(1);
  const first = guard.snapshot!;
  copyAt(2);
  expect(first.parameters[0]).toBe(1);
  const second = guard.snapshot!;
  expect(second.parameters).not.toBe(first.parameters);
  copyAt(3);
  const third = guard.snapshot!;
  expect([first, second, third].map(({ parameters }) => parameters[0])).toEqual([1, 2, 3]);
});
