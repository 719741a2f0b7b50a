import { describe, expect, it } from "vitest";
import { epochLine, progressLine, type Progress } from "../../../src/report/progress.js";
import { displayWidth } from "../../../src/report/text.js";

const progress: Progress = {
  epoch: 3,
  epochs: 20,
  fraction: 2 / 3,
  loss: 0.0432,
  validation: 0.951,
  samplesPerSecond: 41_234,
  secondsLeft: 12,
};
const draw = (width: number, changes: Partial<Progress> = {}): string =>
  progressLine({ ...progress, ...changes }, { width, colour: false });

describe("progressLine", () => {
  it("shows all there is room for, speed first to go, then time, bar, validation and loss", () => {
    expect(draw(200)).toBe(
      "epoch  3/20 ━━━━━━━━━━━━━━━━──────── loss 0.0432  val 0.951  41.2k samples/s  0:12 left",
    );
    expect(draw(75)).toBe("epoch  3/20 ━━━━━━━━──── loss 0.0432  val 0.951  41.2k samples/s  0:12 left");
    expect(draw(69)).toBe("epoch  3/20 ━━━━── loss 0.0432  val 0.951  41.2k samples/s  0:12 left");
    expect(draw(68)).toBe("epoch  3/20 ━━━━━━━━━━━━━━──────── loss 0.0432  val 0.951  0:12 left");
    expect(draw(50)).toBe("epoch  3/20 ━━━━━━━━━━───── loss 0.0432  val 0.951");
    expect(draw(40)).toBe("epoch  3/20 loss 0.0432  val 0.951");
    expect(draw(30)).toBe("epoch  3/20 loss 0.0432");
    expect(draw(15)).toBe("epoch  3/20");
    expect(draw(6)).toBe("epoch…");
  });

  it("is never wider than told, whatever there is to tell", () => {
    const few = { validation: null, samplesPerSecond: null };
    for (let width = 0; width <= 120; width++) {
      for (const changes of [{}, few, { ...few, loss: null, secondsLeft: null }, { epochs: 100_000 }]) {
        expect(displayWidth(draw(width, changes))).toBeLessThanOrEqual(width);
      }
    }
  });

  it("leaves out what is not known, and names the metric as told", () => {
    expect(draw(40, { loss: null, validation: null, samplesPerSecond: null, secondsLeft: null })).toBe(
      "epoch  3/20 ━━━━━━━━━━━━━━━━────────",
    );
    expect(draw(60, { validationName: "val accuracy", samplesPerSecond: null, secondsLeft: null })).toBe(
      "epoch  3/20 ━━━━━━━━━━────── loss 0.0432  val accuracy 0.951",
    );
  });

  it("keeps the bar between empty and full", () => {
    const bare = { loss: null, validation: null, samplesPerSecond: null, secondsLeft: null };
    expect(draw(22, { ...bare, fraction: -1 })).toBe("epoch  3/20 ──────────");
    expect(draw(22, { ...bare, fraction: 0.9999 })).toBe("epoch  3/20 ━━━━━━━━━─");
    expect(draw(22, { ...bare, fraction: 2 })).toBe("epoch  3/20 ━━━━━━━━━━");
  });

  it("colours without moving anything", () => {
    const coloured = progressLine(progress, { width: 75, colour: true });
    expect(coloured).toContain("\u001b[32m━━━━━━━━\u001b[0m\u001b[2m────\u001b[0m");
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(draw(75));
  });
});

describe("epochLine", () => {
  it("is plain text", () => {
    expect(epochLine({ ...progress, seconds: 31 })).toBe(
      "epoch  3/20  loss 0.0432  val 0.951  41.2k samples/s  0:31",
    );
    expect(
      epochLine({ epoch: 1, epochs: 5, loss: null, validation: null, samplesPerSecond: null, seconds: 3.2 }),
    ).toBe("epoch 1/5  0:03");
  });
});
