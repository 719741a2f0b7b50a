import { afterEach, describe, expect, it } from "vitest";
import { defaultsOf } from "../../../playground/choices.js";
import { hasNumber, numberAt, withEdits } from "../../../playground/edits.js";
import { fitHistoryOf } from "../../../playground/fitHistory.js";
import { numberOf } from "../../../playground/networkDrawing/numberEditor.js";
import { createSession, type PlaygroundSession } from "../../../playground/session.js";
import { Network } from "../../../src/train/network.js";

describe("numbers set by hand", () => {
  it("are put where the place is, in a copy; the last one of a place counts", () => {
    const network = Network.create({ layers: [2, 3, 1], seed: 4 });
    const before = network.parameters().map(({ weights, biases }) => [[...weights], [...biases]]);
    const place = { layer: 1, unit: 2, from: 1 };
    const set = withEdits(network, [
      { place, value: 7 },
      { place, value: 8 },
      { place: { layer: 2, unit: 0 }, value: -0.5 },
      { place: { layer: 0, unit: 0 }, value: 9 }, // an input has no bias
    ]);
    const expected = structuredClone(before);
    expected[0]![0]![1 * 3 + 2] = 8;
    expected[1]![1]![0] = -0.5;
    expect(set.map(({ weights, biases }) => [[...weights], [...biases]])).toEqual(expected);
    expect(network.parameters().map(({ weights, biases }) => [[...weights], [...biases]])).toEqual(before);
    expect(numberAt(network, place)).toBe(before[0]![0]![5]);
    network.dispose();
  });

  it("of a bias that a layer shares is one number for all its units", () => {
    const network = Network.create({ layers: [2, 3, 1], biases: "shared", seed: 4 });
    const [first] = withEdits(network, [{ place: { layer: 1, unit: 2 }, value: 3 }]);
    expect([...first!.biases]).toEqual([3]);
    network.dispose();
  });

  it("exist for weights and biases of the network alone", () => {
    const network = Network.create({ layers: [2, 3, 1], seed: 4 });
    const places = [
      { layer: 1, unit: 0 },
      { layer: 1, unit: 3 },
      { layer: 0, unit: 0 },
      { layer: 3, unit: 0 },
      { layer: 2, unit: 0, from: 2 },
      { layer: 2, unit: 0, from: 3 },
    ];
    expect(places.map((place) => hasNumber(network, place))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
    ]);
    network.dispose();
  });

  it("are read from text, if they are finite in the network's precision", () => {
    const texts = ["0.5", " -2 ", "\u22123", "1e-3", "", "x", "1e39", "Infinity"];
    expect(texts.map((text) => numberOf(text, "float32"))).toEqual([
      0.5,
      -2,
      -3,
      0.001,
      ...Array(4).fill(null),
    ]);
    expect(numberOf("1e39", "float64")).toBe(1e39);
  });
});

describe("a session", () => {
  let session: PlaygroundSession;
  afterEach(() => session.dispose());
  const place = { layer: 1, unit: 0, from: 1 };
  const weight = () => numberAt(session.network.value, place);
  const edited = (count: number) =>
    new Promise<void>((resolve) => {
      const stop = session.edits.subscribe((now) => {
        if (now === count) queueMicrotask(() => (stop(), resolve()));
      });
    });

  it("trains on from a weight that is set by hand, and a reset takes it back", async () => {
    session = await createSession({ ...defaultsOf("xor"), rows: 40 });
    const first = weight();
    fitHistoryOf(session);
    await session.trainEpoch();
    session.setNumber(place, 2.5);
    await edited(1);
    expect(weight()).toBe(2.5);
    expect(session.frame.value).toMatchObject({ epoch: 1, state: "idle" });
    expect(fitHistoryOf(session).isComplete).toBe(false);
    await session.trainEpoch();
    expect(session.frame.value.epoch).toBe(2);
    expect(weight()).not.toBe(2.5);
    expect(Math.abs(weight()! - 2.5)).toBeLessThan(0.5);
    session.reset();
    expect([weight(), session.edits.value, fitHistoryOf(session).isComplete]).toEqual([first, 0, true]);
  });

  it("takes one number in the middle of a run, and ignores places that have none", async () => {
    session = await createSession({ ...defaultsOf("xor"), rows: 40, learningRate: 1e-9 });
    session.run();
    session.setNumber({ layer: 9, unit: 0 }, 1);
    session.setNumber(place, 4);
    await edited(1);
    expect(weight()).toBeCloseTo(4, 3);
    expect(session.edits.value).toBe(1);
    session.pause();
  });
});
