import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/settings/check.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import { scheduleNames } from "../../../src/functions/schedules.js";
import type { Schedule, ScheduleInput } from "../../../src/settings/generated/types.js";
import { settings } from "../../../src/settings/records.js";
import {
  fillRates,
  isConstant,
  movesByEpoch,
  Plateau,
  rateAt,
  type TimedSchedule,
} from "../../../src/train/loop/schedule.js";
import { expectClose, expectSameBits } from "../../compare.js";

const read = (given: unknown) => check(settings.schedule, given, ["schedule"]) as Schedule;
const timed = (given: ScheduleInput) => read(given) as TimedSchedule;
const rates = (given: ScheduleInput, base: number, count: number, updatesPerEpoch: number, epochs: number) =>
  Array.from({ length: count }, (_, update) => rateAt(timed(given), base, update, updatesPerEpoch, epochs));

describe("the setting schedule", () => {
  it.each<[ScheduleInput, object]>([
    ["constant", { kind: "constant" }],
    ["step", { kind: "step", every: 10, factor: 0.1 }],
    [{ kind: "exponential" }, { kind: "exponential", factor: 0.95 }],
    ["inverseScaling", { kind: "inverseScaling", power: 0.5 }],
    [
      { kind: "cosine", period: 3 },
      { kind: "cosine", warmup: 0, period: 3, periodFactor: 1, minimum: 0 },
    ],
    ["oneCycle", { kind: "oneCycle", warmup: 0.3, divisor: 25, finalDivisor: 1e4 }],
    ["plateau", { kind: "plateau", factor: 0.1, patience: 10, minChange: 1e-4, minimum: 0 }],
  ])("fills in the defaults of %j", (given, wanted) => {
    expect(read(given)).toEqual(wanted);
    expect(read(read(given))).toEqual(wanted);
  });

  const names =
    '"constant", "step", "exponential", "inverseScaling", "cosine", "flatCosine", "oneCycle", "coslog4" or "plateau"';
  it.each([
    ["steps", `schedule: expected ${names}, got "steps".`],
    [{ kind: "toString" }, `schedule.kind: expected ${names}, got "toString".`],
    [{ factor: 1 }, `schedule.kind: expected ${names}, got nothing.`],
    [null, 'schedule: expected a name, or an object such as { "kind": "step", "every": 10 }, got null.'],
    [
      ["step"],
      'schedule: expected a name, or an object such as { "kind": "step", "every": 10 }, got ["step"].',
    ],
    [{ kind: "step", every: 0 }, "schedule.every: expected an integer ≥ 1, got 0."],
    [{ kind: "step", factor: 1 }, "schedule.factor: expected a number 0 < x < 1, got 1."],
    [{ kind: "step", evry: 3 }, 'schedule.evry: there is no such setting. Did you mean "every"?'],
    [{ kind: "exponential", every: 3 }, "schedule.every: exponential takes no every. It takes factor."],
    [{ kind: "inverseScaling", power: 0 }, "schedule.power: expected a finite number > 0, got 0."],
    [{ kind: "cosine", warmup: -1 }, "schedule.warmup: expected a finite number ≥ 0, got -1."],
    [{ kind: "cosine", period: 0 }, "schedule.period: expected a finite number > 0, got 0."],
    [{ kind: "cosine", periodFactor: 0.5 }, "schedule.periodFactor: expected a finite number ≥ 1, got 0.5."],
    [{ kind: "oneCycle", warmup: 1 }, "schedule.warmup: expected a number 0 ≤ x < 1, got 1."],
    [
      { kind: "oneCycle", divisor: Infinity },
      "schedule.divisor: expected a finite number ≥ 1, got Infinity.",
    ],
    [{ kind: "plateau", patience: 1.5 }, "schedule.patience: expected an integer ≥ 0, got 1.5."],
  ])("refuses %j", (given, message) => {
    expect(() => read(given)).toThrow(new RegExp(`^${escape(message)}$`));
  });

  it("accepts any JSON, or refuses it in words of our own", () => {
    const places = [
      (value: unknown) => value,
      ...scheduleNames.flatMap((kind) =>
        ["kind", "factor", "warmup", "x"].map((name) => (value: unknown) => ({ kind, [name]: value })),
      ),
    ];
    const refusal =
      /^schedule[^:]*: (expected .+, got .+\.|there is no such setting\. (Known|Did you).+|\w+ takes no \w+\. .+)$/s;
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ depthSize: "small" }), (place, value) => {
        try {
          read(place(value));
        } catch (error) {
          expect((error as Error).message).toMatch(refusal);
          expect((error as Error).message).not.toMatch(/Invalid|another value/);
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("refuses a minimum above the learning rate", () => {
    const of = (schedule: ScheduleInput) => () =>
      checkConfig({ layers: [2, 1], optimizer: { learningRate: 0.1 }, schedule });
    expect(of({ kind: "cosine", minimum: 0.2 })).toThrow(
      "schedule.minimum: expected at most the learning rate, 0.1, got 0.2.",
    );
    for (const schedule of [{ kind: "plateau", minimum: 0.1 }, "step"] as const) {
      expect(of(schedule)).not.toThrow();
    }
  });
});

/** Rates of torch 1.13.1, of torch.optim.lr_scheduler, over an SGD with the base as its lr. */
describe("rateAt agrees with torch to 1e-12", () => {
  const near = { relative: 1e-12 };

  it("step: StepLR(o, 3, gamma=0.1), lr 0.5, a step per epoch", () => {
    const wanted = [0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.005000000000000001, 0.005000000000000001];
    expectClose(rates({ kind: "step", every: 3 }, 0.5, 8, 1, 8), wanted, near, "step");
    const halves = rates({ kind: "step", every: 3 }, 0.5, 16, 2, 8);
    expectClose(
      halves,
      wanted.flatMap((rate) => [rate, rate]),
      near,
      "step, 2 updates per epoch",
    );
  });

  it("exponential: ExponentialLR(o, 0.95), lr 0.5, a step per epoch", () => {
    const wanted = [
      0.5, 0.475, 0.45125, 0.42868749999999994, 0.40725312499999994, 0.38689046874999994, 0.3675459453124999,
      0.34916864804687486,
    ];
    expectClose(rates("exponential", 0.5, 8, 1, 8), wanted, near, "exponential");
    const thirds = wanted.flatMap((rate) => [rate, rate, rate]);
    expectClose(rates("exponential", 0.5, 24, 3, 8), thirds, near, "exponential, 3 updates per epoch");
  });

  it("cosine: CosineAnnealingWarmRestarts(o, T_0=2, eta_min=0.01), lr 0.1, step(u / 4)", () => {
    const wanted = [
      0.1, 0.0965745789630079, 0.08681980515339464, 0.07222075445642905, 0.05500000000000001,
      0.03777924554357097, 0.023180194846605363, 0.013425421036992097, 0.1, 0.0965745789630079,
      0.08681980515339464, 0.07222075445642905,
    ];
    const got = rates({ kind: "cosine", period: 2, minimum: 0.01 }, 0.1, 12, 4, 3);
    expectClose(got, wanted, near, "cosine");
  });

  it("cosine: CosineAnnealingWarmRestarts(o, T_0=1, T_mult=2), lr 0.1, step(u / 3)", () => {
    const wanted = [
      0.1, 0.07500000000000001, 0.025000000000000012, 0.1, 0.09330127018922195, 0.07500000000000001, 0.05,
      0.02499999999999999, 0.006698729810778076, 0.1, 0.09829629131445342, 0.09330127018922195,
      0.08535533905932738, 0.07500000000000002, 0.06294095225512603, 0.05, 0.03705904774487398,
      0.02499999999999999, 0.014644660940672627, 0.006698729810778076, 0.0017037086855465845,
    ];
    expectClose(rates({ kind: "cosine", period: 1, periodFactor: 2 }, 0.1, 21, 3, 7), wanted, near, "cosine");
  });

  it("cosine over all epochs: CosineAnnealingLR(o, T_max=12, eta_min=0.001), lr 0.3", () => {
    const wanted = [
      0.3, 0.2949059110302157, 0.2799707978657736, 0.2562124637873888, 0.22524999999999998,
      0.18919344724282683, 0.15049999999999997, 0.11180655275717315, 0.07575000000000003,
      0.044787536212611154, 0.021029202134226415, 0.006094088969784304,
    ];
    expectClose(rates({ kind: "cosine", minimum: 0.001 }, 0.3, 12, 4, 3), wanted, near, "cosine");
  });

  it("oneCycle: OneCycleLR(o, max_lr=0.1, total_steps=20)", () => {
    const wanted = [
      0.0040000000000000036, 0.013167184270002533, 0.037167184270002526, 0.06683281572999747,
      0.09083281572999748, 0.1, 0.09874640062350874, 0.09504846320134738, 0.089091617757105,
      0.0811745653949763, 0.07169430017913009, 0.06112620219362893, 0.0500002, 0.03887419780637107,
      0.028306099820869922, 0.0188258346050237, 0.010908782242895003, 0.004951936798652629,
      0.0012539993764912555, 4e-7,
    ];
    expectClose(rates("oneCycle", 0.1, 20, 4, 5), wanted, near, "oneCycle");
  });

  it("oneCycle: OneCycleLR(o, max_lr=2, total_steps=9, pct_start=0.5, div_factor=10, final_div_factor=100)", () => {
    const wanted = [
      0.19999999999999996, 0.5388591783271397, 1.3002688405606828, 1.910871981112177, 1.9397529281651225,
      1.5005, 0.8275254705107367, 0.23572160132414108, 0.002,
    ];
    const given = { kind: "oneCycle", warmup: 0.5, divisor: 10, finalDivisor: 100 } as const;
    expectClose(rates(given, 2, 9, 9, 1), wanted, near, "oneCycle");
  });
});

describe("rateAt", () => {
  it("constant is the base, inverseScaling falls with the power of the updates", () => {
    expectSameBits(rates("constant", 0.3, 3, 2, 9), [0.3, 0.3, 0.3], "constant");
    const halves = [1, 1 / Math.sqrt(2), 1 / Math.sqrt(3), 0.5];
    expectSameBits(rates("inverseScaling", 1, 4, 2, 9), halves, "inverseScaling");
    const given = { kind: "inverseScaling", power: 0.25 } as const;
    expectClose(rateAt(timed(given), 1, 15, 2, 9), 0.5, { relative: 1e-15 }, "inverseScaling");
  });

  it("cosine warms up in a line that meets the base, and falls from there", () => {
    const got = rates({ kind: "cosine", warmup: 1.5, period: 2 }, 0.8, 8, 2, 10);
    expectClose(got.slice(0, 4), [0.8 / 3, 1.6 / 3, 0.8, 0.8], { relative: 1e-15 }, "warmup");
    expectClose(got[5]!, 0.4, { relative: 1e-15 }, "half-way");
    expect(got[7]).toBe(0.8);
  });

  it("cosine restarts at the base after every period, for any length of a period in updates", () => {
    const got = rates({ kind: "cosine", period: 1.7 }, 0.5, 100, 10, 10);
    expect(got.flatMap((rate, update) => (rate === 0.5 ? [update] : []))).toEqual([0, 17, 34, 51, 68, 85]);
    const longer = rates({ kind: "cosine", period: 0.5, periodFactor: 1.5 }, 0.5, 30, 10, 3);
    expect(longer.flatMap((rate, update) => (rate === 0.5 ? [update] : []))).toEqual([0, 5, 13, 25]);
    expectSameBits(rates({ kind: "cosine", period: 0.01 }, 0.5, 3, 2, 9), [0.5, 0.5, 0.5], "short periods");
  });

  it("is a number > 0 and ≤ the base for every kind, shape and update", () => {
    const shapes = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.nat());
    const names = scheduleNames.filter((name) => name !== "plateau");
    const given = fc.oneof(
      fc.constantFrom<ScheduleInput>(...names),
      fc.record({
        kind: fc.constant("cosine" as const),
        warmup: fc.constantFrom(0, 0.3, 2, 60),
        period: fc.constantFrom(0.01, 1, 1.7, 100),
        periodFactor: fc.constantFrom(1, 1.5, 2),
        minimum: fc.constantFrom(0, 0.1),
      }),
      fc.record({ kind: fc.constant("oneCycle" as const), warmup: fc.constantFrom(0, 0.02, 0.5, 0.99) }),
    );
    fc.assert(
      fc.property(given, shapes, (schedule, [perEpoch, epochs, pick]) => {
        const rate = rateAt(timed(schedule), 0.5, pick % (perEpoch * epochs), perEpoch, epochs);
        expect(rate > 0 && rate <= 0.5).toBe(true);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});

describe("schedules over all updates", () => {
  it("flatCosine stays, then falls along half a cosine", () => {
    const given = { kind: "flatCosine", flat: 0.5, minimum: 0.1 } as const;
    const expected = [1, 1, 1, 1, 1, 0.868198051533946, 0.55, 0.231801948466054];
    expectClose(rates(given, 1, 8, 4, 2), expected, { relative: 1e-14 }, "rates");
    expect(rates("flatCosine", 0.3, 75, 10, 10)).toEqual(Array(75).fill(0.3));
    expect(rates("flatCosine", 0.3, 100, 10, 10).at(-1)).toBeLessThan(0.002);
  });

  it("coslog4 has four waves, each twice as long as the one before; no update has the rate 0", () => {
    const all = rates("coslog4", 1, 15_000, 15, 1000);
    const minima = all.flatMap((rate, at) => (rate < all[at - 1]! && rate < (all[at + 1] ?? 0) ? [at] : []));
    expect(minima).toEqual([1000, 3000, 7000].map((at) => at - (all[at - 1]! < all[at]! ? 1 : 0)));
    expect(Math.max(...all)).toBeGreaterThan(0.9999999);
    expect(Math.min(...all)).toBeGreaterThan(0);
    // ½ (1 − cos(2π log₂(1 + 15 · ½ / 4))), in double precision by Python
    expectClose(
      rates("coslog4", 1, 4, 2, 2),
      [0.9945307335869031, 0.5691426524033205, 0.8536409741706632, 0.2866017707059414],
      { relative: 1e-14 },
      "rates",
    );
  });
});

describe("fillRates", () => {
  it.each(scheduleNames.filter((name) => name !== "plateau"))(
    "of %s gives the bits of rateAt, from any update on",
    (name) => {
      const wanted = rates(name, 0.3, 60, 7, 9);
      for (const first of [0, 1, 6, 7, 20]) {
        const into = new Float64Array(23).fill(NaN);
        fillRates(into, timed(name), 0.3, first, 7, 9);
        expectSameBits(into, wanted.slice(first, first + 23), `${name} from ${first}`);
      }
      fillRates(new Float64Array(0), timed(name), 0.3, 0, 7, 9);
    },
  );

  it("knows which schedules move, and when", () => {
    const all = scheduleNames.map((name) => read(name));
    expect(all.filter(isConstant).map(({ kind }) => kind)).toEqual(["constant"]);
    const byEpoch = ["constant", "step", "exponential", "plateau"];
    expect(all.filter(movesByEpoch).map(({ kind }) => kind)).toEqual(byEpoch);
  });
});

describe("Plateau", () => {
  const settingsOf = (given: ScheduleInput) => read(given) as Extract<Schedule, { kind: "plateau" }>;
  const follow = (given: ScheduleInput, base: number, values: number[]) => {
    const plateau = new Plateau(settingsOf(given), base);
    return values.map((value) => {
      plateau.next(value);
      return plateau.rate;
    });
  };

  // torch 1.13.1: ReduceLROnPlateau(o, factor=0.3, patience=1, threshold=1e-4, threshold_mode="abs",
  // min_lr=0.02, eps=0), lr 0.5
  it("agrees with torch to 1e-12", () => {
    const values = [
      1, 0.9, 0.95, 0.9, 0.91, 0.8, 0.79995, 0.85, 0.8, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.76, 0.77, 0.78,
    ];
    const wanted = [
      0.5, 0.5, 0.5, 0.15, 0.15, 0.15, 0.15, 0.045, 0.045, 0.045, 0.045, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02,
      0.02,
    ];
    const got = follow({ kind: "plateau", factor: 0.3, patience: 1, minimum: 0.02 }, 0.5, values);
    expectClose(got, wanted, { relative: 1e-12 }, "plateau");
  });

  it("takes NaN for no improvement", () => {
    expect(follow({ kind: "plateau", patience: 0 }, 1, [NaN, 3, NaN])).toEqual([0.1, 0.1, 0.1 * 0.1]);
  });

  it("does not raise a rate that begins below the minimum", () => {
    expect(follow({ kind: "plateau", patience: 0, minimum: 0.2 }, 0.1, [1, 1])).toEqual([0.1, 0.1]);
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
