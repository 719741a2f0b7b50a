import { describe, expect, it } from "vitest";
import { check } from "../../../src/settings/check.js";
import { settings } from "../../../src/settings/records.js";
import type { EarlyStoppingSettings } from "../../../src/settings/generated/types.js";
import { EarlyStopping, refuseMonitor } from "../../../src/train/loop/stopping.js";

const read = (given: unknown) => check(settings.earlyStopping, given, ["earlyStopping"]);
const complete = { patience: 10, minChange: 0, monitor: "validation", restoreBest: true } as const;

describe("the setting earlyStopping", () => {
  it.each([
    [5, { ...complete, patience: 5 }],
    [{}, complete],
    [
      { monitor: "loss", restoreBest: false },
      { ...complete, monitor: "loss", restoreBest: false },
    ],
    [false, false],
  ])("fills in the defaults of %j", (given, wanted) => {
    expect(read(given)).toEqual(wanted);
    expect(read(read(given))).toEqual(wanted);
  });

  it.each([
    [0, "earlyStopping.patience: expected an integer ≥ 1, got 0."],
    [2.5, "earlyStopping.patience: expected an integer ≥ 1, got 2.5."],
    [
      "5",
      'earlyStopping: expected a number of epochs, an object such as { "patience": 10 }, or false, got "5".',
    ],
    [
      true,
      'earlyStopping: expected a number of epochs, an object such as { "patience": 10 }, or false, got true.',
    ],
    [{ minChange: -1 }, "earlyStopping.minChange: expected a finite number ≥ 0, got -1."],
    [
      { monitor: "acuracy" },
      'earlyStopping.monitor: expected "validation", "loss", "accuracy", "precisionMacro", "recallMacro", "f1Macro", ' +
        '"rocAuc", "logLoss", "top5", "mse", "rmse", "mae" or "r2", got "acuracy".',
    ],
    [{ restoreBest: 1 }, "earlyStopping.restoreBest: expected true or false, got 1."],
    [{ patince: 1 }, 'earlyStopping.patince: there is no such setting. Did you mean "patience"?'],
  ])("refuses %j", (given, message) => {
    let said = "nothing";
    try {
      read(given);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toBe(message);
  });

  it("refuses to monitor samples that are not held out", () => {
    const measured = () => ["rmse", "mae"];
    expect(() => refuseMonitor(complete, 0, measured)).toThrow(
      'earlyStopping: "validation" is monitored, but no samples are held out. ' +
        'Set validation to a fraction such as 0.1, or monitor "loss".',
    );
    expect(() => refuseMonitor({ ...complete, monitor: "rmse" }, 0, measured)).toThrow(
      'earlyStopping: "rmse" is monitored, but no samples are held out. ' +
        'Set validation to a fraction such as 0.1, or monitor "loss".',
    );
    expect(() => refuseMonitor({ ...complete, monitor: "rmse" }, 1, measured)).not.toThrow();
    expect(() => refuseMonitor(complete, 1, measured)).not.toThrow();
    expect(() => refuseMonitor({ ...complete, monitor: "loss" }, 0, measured)).not.toThrow();
    expect(() => refuseMonitor(false, 0, measured)).not.toThrow();
  });
});

describe("EarlyStopping", () => {
  /** Tells of values until it should stop; epochs that were best, and the last epoch. */
  function follow(given: Partial<EarlyStoppingSettings>, values: number[]) {
    const stopping = new EarlyStopping({ ...complete, ...given });
    const best: number[] = [];
    let epoch = 0;
    while (epoch < values.length && !stopping.shouldStop) {
      stopping.next(++epoch, values[epoch - 1]!);
      if (stopping.isBest) best.push(epoch);
    }
    return { best, epoch, stopping };
  }

  it("stops at the end of the patience-th epoch in a row without an improvement", () => {
    const values = [5, 4, 4.5, 3, 3.1, 3.2, 3.3, 1];
    expect(follow({ patience: 3 }, values)).toMatchObject({ best: [1, 2, 4], epoch: 7 });
    expect(follow({ patience: 1 }, values)).toMatchObject({ best: [1, 2], epoch: 3 });
    const { stopping, epoch } = follow({ patience: 4 }, values);
    expect(epoch).toBe(8);
    expect(stopping).toMatchObject({ best: 1, bestEpoch: 8, isBest: true, shouldStop: false });
  });

  it("takes for an improvement only what is better by more than minChange", () => {
    const values = [2, 1.5, 1.25, 1, 0.75, 0.7];
    expect(follow({ minChange: 0.5 }, values)).toMatchObject({ best: [1, 3, 6] });
    expect(follow({ minChange: 0 }, [1, 1, 1])).toMatchObject({ best: [1] });
  });

  it("takes NaN and infinity for no improvement", () => {
    const { stopping, epoch } = follow({ patience: 2 }, [NaN, Infinity, 1]);
    expect(epoch).toBe(2);
    expect(stopping).toMatchObject({ best: Infinity, bestEpoch: 0, isBest: false, shouldStop: true });
    expect(follow({ patience: 2 }, [3, NaN, 2, NaN, NaN])).toMatchObject({ best: [1, 3], epoch: 5 });
  });
});
