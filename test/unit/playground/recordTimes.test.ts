import { describe, expect, it } from "vitest";
import { candidateFrom, type Position, updatesToRecord, workOf } from "../../../playground/recordTimes.js";

/** The updates that are recorded up to one of them. */
function recorded(perEpoch: number, upTo: number, work = { update: 1e6, record: 0 }): number[] {
  const at: Position = { updates: 0, epoch: 0, inEpoch: 0, perEpoch };
  const updates: number[] = [];
  for (;;) {
    const next = at.updates + updatesToRecord(at, updates.at(-1) ?? -1, updates.length, work);
    if (next > upTo) return updates;
    updates.push(next);
    Object.assign(at, { updates: next, epoch: Math.floor(next / perEpoch), inEpoch: next % perEpoch });
  }
}

describe("the updates that are recorded", () => {
  it("are all numbers up to 64, then 32 for each doubling, where they cost nothing", () => {
    expect([0, 1, 63, 64, 65, 127, 129, 1000].map((number) => candidateFrom(number, 32))).toEqual([
      0, 1, 63, 64, 66, 128, 132, 1008,
    ]);
    expect([0, 1, 2, 3, 4, 5, 9].map((number) => candidateFrom(number, 1))).toEqual([0, 1, 2, 4, 4, 8, 16]);
    const all = recorded(1, 2 ** 20);
    expect(all.slice(0, 66)).toEqual([...Array(65).keys(), 66]);
    for (let power = 6; power < 20; power++) {
      const between = all.filter((update) => update > 2 ** power && update <= 2 ** (power + 1));
      expect(between.length).toBe(32);
    }
  });

  it("are single updates in the first epoch, and whole epochs from then on", () => {
    expect(recorded(10, 50)).toEqual([...Array(10).keys(), 10, 20, 30, 40, 50]);
    expect(recorded(100, 1000).filter((update) => update > 100)).toEqual(
      Array.from({ length: 9 }, (_, epoch) => 100 * (epoch + 2)),
    );
  });

  it("are the same wherever the training was stopped in between", () => {
    const work = workOf(96, 32, 400);
    const expected = recorded(10, 5000, work);
    for (const stride of [1, 3, 7, 64]) {
      const got: number[] = [];
      for (let at = 0; at <= 5000;) {
        const position = { updates: at, epoch: Math.floor(at / 10), inEpoch: at % 10, perEpoch: 10 };
        const left = updatesToRecord(position, got.at(-1) ?? -1, got.length, work);
        if (left === 0) got.push(at);
        else at += Math.min(left, stride);
      }
      expect(got).toEqual(expected);
    }
  });

  it.each([
    ["a worked example", workOf(8, 1, 1), 1],
    ["spirals", workOf(96, 32, 400), 10],
    ["digits", workOf(50_816, 32, 2000), 50],
    ["60,000 images", workOf(50_816, 32, 70_000), 1875],
  ] as const)(
    "cost at most a sixteenth of the work of the updates, and a constant: %s",
    (_, work, perEpoch) => {
      const updates = recorded(perEpoch, 200_000, work);
      updates.forEach((update, index) => {
        const spent = (index + 1) * work.record;
        expect(spent).toBeLessThanOrEqual(1e9 + (update * work.update) / 16);
      });
      expect(updates.length).toBeGreaterThan(10);
    },
  );

  it("are early ones too where evaluations are long, at powers of two", () => {
    const updates = recorded(50, 10_000, workOf(50_816, 32, 2000));
    expect(updates.slice(0, 7)).toEqual([0, 1, 2, 4, 8, 16, 32]);
  });
});
