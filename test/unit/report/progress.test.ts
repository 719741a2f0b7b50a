import { describe, expect, it } from "vitest";
import { epochLine, progressLine, type Progress } from "../../../src/report/progressText.js";
import { displayWidth } from "../../../src/report/terminal.js";

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
  it("shows what fits, and leaves out speed first, then time, bar, validation and loss", () => {
    expect(draw(200)).toBe(
      "epoch  3/20 ━━━━━━━━━━━━━━━━──────── loss 0.0432   val 0.951  41.2k samples/s  0:12 left",
    );
    expect(draw(75)).toBe("epoch  3/20 ━━━━━━━──── loss 0.0432   val 0.951  41.2k samples/s  0:12 left");
    expect(draw(70)).toBe("epoch  3/20 ━━━━── loss 0.0432   val 0.951  41.2k samples/s  0:12 left");
    expect(draw(69)).toBe("epoch  3/20 ━━━━━━━━━━━━━━──────── loss 0.0432   val 0.951  0:12 left");
    expect(draw(50)).toBe("epoch  3/20 ━━━━━━━━━───── loss 0.0432   val 0.951");
    expect(draw(40)).toBe("epoch  3/20 loss 0.0432   val 0.951");
    expect(draw(30)).toBe("epoch  3/20 loss 0.0432");
    expect(draw(15)).toBe("epoch  3/20");
    expect(draw(6)).toBe("epoch…");
  });

  it("shows a learning rate that changes, and leaves it out first where the line is narrow", () => {
    expect(draw(200, { learningRate: 0.00123 })).toBe(
      "epoch  3/20 ━━━━━━━━━━━━━━━━──────── loss 0.0432   val 0.951  rate 0.00123  41.2k samples/s  0:12 left",
    );
    expect(draw(80, { learningRate: 0.00123 })).toBe(draw(80));
    const rates = [1, 0.05, 0.00123, 3.51e-5];
    const places = rates.map((learningRate) => draw(200, { learningRate }).indexOf("samples/s"));
    expect(new Set(places).size).toBe(1);
    expect(draw(200, { learningRate: null })).toBe(draw(200));
  });

  it("shows the bar in a terminal of 50 columns, up to 500 epochs, as the command line draws it", () => {
    const late = { epoch: 123, epochs: 500, loss: 0.00351, validationName: "held out" };
    expect(draw(49, late)).toBe("epoch 123/500 ━━━━── loss 0.00351  held out 0.951");
  });

  it("keeps the bar as wide and the figures in their places, whatever digits they have", () => {
    const losses = [0, 3.51e-5, 0.00123, 0.0432, 0.951, 1, 12.345, 345.67, 12_345.6, 1.2e7];
    const rates = [950, 12_345, 41_234, 999_700, 3_100_000];
    for (const width of [40, 50, 80, 100]) {
      const shapes = losses.flatMap((loss) =>
        rates.flatMap((samplesPerSecond) =>
          [0.0967, 0.951, 1].map(
            (validation) =>
              draw(width, { loss, samplesPerSecond, validation }).match(/^.*(loss|val|left)/)![0].length,
          ),
        ),
      );
      expect(new Set(shapes).size).toBe(1);
    }
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
      "epoch  3/20 ━━━━━━━━━━───── loss 0.0432   val accuracy 0.951",
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
    expect(coloured).toContain("\u001b[32m━━━━━━━\u001b[0m\u001b[2m────\u001b[0m");
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(draw(75));
  });
});

describe("epochLine", () => {
  it("tells the learning rate where it is given", () => {
    const summary = { ...progress, seconds: 12.3, learningRate: 0.05 };
    expect(epochLine(summary)).toBe(
      "epoch  3/20  loss 0.0432  val 0.951  rate 0.0500  41.2k samples/s  0:12",
    );
  });

  it("is plain text", () => {
    expect(epochLine({ ...progress, seconds: 31 })).toBe(
      "epoch  3/20  loss 0.0432  val 0.951  41.2k samples/s  0:31",
    );
    expect(
      epochLine({ epoch: 1, epochs: 5, loss: null, validation: null, samplesPerSecond: null, seconds: 3.2 }),
    ).toBe("epoch 1/5  3.2 s");
  });
});
