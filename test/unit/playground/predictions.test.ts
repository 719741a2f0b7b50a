import { afterEach, expect, it, vi } from "vitest";
import { defaultsOf } from "../../../playground/choices.js";
import { createSession } from "../../../playground/session.js";
import { confusionOf } from "../../../playground/views/mistakes.js";
import { predictorOf } from "../../../playground/views/predictions.js";
import { accuracyOf } from "../../../src/train/evaluation/metrics.js";

const ends: (() => void)[] = [];
afterEach(() => {
  ends.splice(0).forEach((end) => end());
  vi.unstubAllGlobals();
});

const frame = (call: () => void) => setTimeout(call, 1);

async function begin(rows: number) {
  vi.stubGlobal("requestAnimationFrame", frame);
  const choices = { ...defaultsOf("circles"), rows, test: 0.5 };
  const session = await createSession(choices, { nextFrame: frame });
  const predictor = predictorOf(session);
  ends.push(() => session.dispose());
  return { session, predictor };
}

it("predictions are of all test samples: their accuracy is the one of the figures", async () => {
  const { session, predictor } = await begin(3000);
  for (let epoch = 0; epoch < 3; epoch++) await session.trainEpoch();
  ends.push(predictor.watch());
  await vi.waitFor(() => expect(predictor.predictions.value).not.toBe(null));
  const predictions = predictor.predictions.value!;
  expect(predictions).toMatchObject({ isTest: true, dataset: { rows: 1500 } });
  const accuracy = session.frame.value.testAccuracy!;
  expect(accuracy).toBeGreaterThan(0.5);
  expect(accuracyOf(confusionOf(predictions))).toBe(accuracy);
});

it("predictions of other samples are not shown, even where no panel was visible when they changed", async () => {
  const { session, predictor } = await begin(100);
  const stop = predictor.watch();
  await vi.waitFor(() => expect(predictor.predictions.value).not.toBe(null));
  stop();
  session.choose({ data: "clouds" });
  expect(predictor.predictions.value).toBe(null);
  ends.push(predictor.watch());
  await vi.waitFor(() => expect(predictor.predictions.value?.dataset).toBe(session.samples.value.test));
});
