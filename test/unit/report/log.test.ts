import { describe, expect, it } from "vitest";
import { logLine } from "../../../src/report/log.js";

describe("logLine", () => {
  it("writes the start, an epoch and the end as they are", () => {
    expect(
      logLine({
        type: "start",
        version: "1.0.0",
        config: { layers: [4, 3], seed: 1 },
        dataset: { rows: 150, columns: 4 },
      }),
    ).toBe(
      '{"type":"start","version":"1.0.0","config":{"layers":[4,3],"seed":1},"dataset":{"rows":150,"columns":4}}',
    );
    expect(logLine({ type: "epoch", epoch: 3, loss: 0.25, validation: { loss: 0.5, accuracy: 1 } })).toBe(
      '{"type":"epoch","epoch":3,"loss":0.25,"validation":{"loss":0.5,"accuracy":1}}',
    );
    expect(logLine({ type: "end", epochs: 3, stopped: "epochs", bestEpoch: null })).toBe(
      '{"type":"end","epochs":3,"stopped":"epochs","bestEpoch":null}',
    );
  });

  it("writes what is no number as null, wherever it stands", () => {
    const line = logLine({
      type: "epoch",
      epoch: 1,
      loss: Number.NaN,
      metrics: { r2: -Infinity },
      learningRate: Infinity,
    });
    expect(JSON.parse(line)).toEqual({
      type: "epoch",
      epoch: 1,
      loss: null,
      metrics: { r2: null },
      learningRate: null,
    });
  });

  it("stays one line whatever text it holds, and reads back as it was", () => {
    const text = 'a\r\nb\u0085c\u2028d\u2029e\u000b\f"\\';
    const line = logLine({ type: "start", version: text, config: {}, dataset: { [text]: text } });
    for (const end of "\r\n\u000b\f\u0085\u2028\u2029") expect(line.includes(end)).toBe(false);
    expect(JSON.parse(line)).toEqual({ type: "start", version: text, config: {}, dataset: { [text]: text } });
  });

  it("writes typed arrays as lists", () => {
    const dataset = { shape: Uint32Array.of(28, 28), mean: Float32Array.of(0.5, Number.NaN) };
    expect(JSON.parse(logLine({ type: "start", version: "1", config: {}, dataset })).dataset).toEqual({
      shape: [28, 28],
      mean: [0.5, null],
    });
  });
});
