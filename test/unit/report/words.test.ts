import { describe, expect, it } from "vitest";
import { endingText, trainingText } from "../../../src/report/trainingWords.js";
import { checkConfig } from "../../../src/settings/configuration.js";

describe("trainingText", () => {
  it("leaves out what is off", () => {
    expect(trainingText(checkConfig({ layers: [4, 16, 3] }))).toBe(
      "4 → 16 sigmoid → 3 sigmoid · halfSquaredError, mean over the batch · sgd, learning rate 1, batch 16 · seed 1",
    );
  });

  it("names momentum, schedule, and every regulariser that is on", () => {
    const config = checkConfig({
      layers: [{ units: 4, dropout: 0.1 }, { units: 8, dropout: 0.5 }, { units: 8, dropout: 0.25 }, 2],
      optimizer: { kind: "nesterov", learningRate: 0.02 },
      schedule: "cosine",
      l1: 1e-5,
      l2: 0.001,
      weightDecay: 0.01,
      inputNoise: 0.3,
      clipValue: 5,
      clipNorm: 1,
      maxNorm: 3,
      batchSize: 32,
      reduction: "sum",
      seed: 7,
    });
    expect(trainingText(config)).toBe(
      "4 → 8 sigmoid → 8 sigmoid → 2 sigmoid · halfSquaredError, sum over the batch · " +
        "nesterov, momentum 0.9, learning rate 0.02, cosine, batch 32 · " +
        "l1 0.00001, l2 0.001, weight decay 0.01, input noise 0.3, " +
        "clip value 5, clip norm 1, max norm 3, dropout 0.5, dropout 0.25, input dropout 0.1 · seed 7",
    );
  });

  it("says that weights are tied", () => {
    const config = checkConfig({ layers: [4, 2, 4], tiedWeights: true });
    expect(trainingText(config)).toMatch(/^4 → 2 sigmoid → 4 sigmoid, tied weights · halfSquaredError/);
  });

  it("says that a full batch is one", () => {
    const config = checkConfig({ layers: [2, 1], optimizer: "irpropMinus" });
    expect(trainingText(config)).toContain(" · irpropMinus, learning rate 0.1, full batch · ");
  });
});

describe("endingText", () => {
  const patience = (epochs: number) => ({ earlyStopping: { patience: epochs } });

  it.each([
    ["epochs", {}, "all epochs done"],
    ["epochs", { bestEpoch: 7 }, "all epochs done; kept the weights of epoch 7"],
    ["aborted", { bestEpoch: null }, "interrupted"],
    [
      "earlyStopping",
      { ...patience(10), bestEpoch: 23 },
      "stopped early: no improvement for 10 epochs; kept the weights of epoch 23",
    ],
    ["earlyStopping", patience(1), "stopped early: no improvement for 1 epoch"],
    ["earlyStopping", {}, "stopped early: no improvement"],
    ["targetLoss", { targetLoss: 0.01 }, "stopped: target loss 0.0100 reached"],
    ["timeLimit", { timeLimit: 90 }, "stopped: time limit of 1:30 reached"],
    ["stepLimit", { stepLimit: 500 }, "stopped: limit of 500 updates reached"],
    ["stepLimit", { stepLimit: 1 }, "stopped: limit of 1 update reached"],
    ["converged", {}, "converged: no further step lowers the loss"],
    [
      "lineSearch",
      {},
      "stopped: the line search found no step that lowers the loss; if it is still high, scale inputs and targets",
    ],
    ["something", { bestEpoch: 2 }, "something; kept the weights of epoch 2"],
  ])("%s %j", (stopped, details, text) => {
    expect(endingText(stopped, details)).toBe(text);
  });
});
