import { describe, expect, it } from "vitest";
import { readLink } from "../../../playground/link.js";
import { inChinese } from "../../../playground/messages.js";
import { DivergenceError } from "../../../src/errors.js";

describe("messages in Chinese", () => {
  it.each([
    "seed=x",
    "noise=9",
    "batch=0",
    "layers=1&hidden=9999q",
    "data=spiral",
    "data=mazur&inputs=1,2,3",
    "data=spirals&weights=1",
    "data=mazur&weights=a,b",
    "loss=crossEntropy&output=sigmoid",
    "optimizer=none",
    "precision=half",
    "learningRat=1",
    "qqqqqqqq=1",
    "lang=fr",
    "features=a",
    "dataseed=-1",
    "data=file&columns=a:gone",
  ])("a link with mistakes: %s", (link) => {
    const { complaints } = readLink(link);
    expect(complaints.length).toBeGreaterThan(0);
    for (const complaint of complaints) {
      const chinese = inChinese(complaint);
      expect([complaint, chinese]).toEqual([complaint, expect.stringMatching(/\p{Script=Han}/u)]);
      expect(chinese).not.toMatch(/expected|integer|number|instead|separated|example|such setting|\bor\b/);
    }
  });

  it("a training that diverged", () => {
    const { message } = new DivergenceError({
      epoch: 3,
      batch: 2,
      layer: 1,
      what: "net input 4 is NaN",
      advice:
        "Scale the inputs, lower the learning rate (now 50), or set clipNorm. Weights were restored to their values before this batch.",
    });
    expect(inChinese(message)).toBe(
      "第 3 轮第 2 批，第 1 层：数值不再有限。请降低学习率（现为 50），或设置 clipNorm。权重已恢复到这一批之前的值。",
    );
  });

  it("never half: a message with an unknown part stays as it is", () => {
    expect(inChinese("x: expected a colour, got 1. Used red instead.")).toBe(null);
    expect(inChinese("iris.csv line 3: expected a number, got x.")).toBe(null);
  });
});
