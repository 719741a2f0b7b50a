import { describe, expect, it } from "vitest";
import { show, visible } from "../../src/wording.js";
import { Dataset } from "../../src/data/dataset.js";

describe("show", () => {
  it.each(
    [
      ["a\u001b[31mb", '"a\\u001b[31mb"'],
      ["\u009b2J\u202e", '"\\u009b2J\\u202e"'],
      [["\u0085"], '["\\u0085"]'],
      [1n, "1n"],
      [[1n], "an object that is no JSON"],
      [new Map(), "a Map"],
      [new ArrayBuffer(3), "an ArrayBuffer"],
      [new Date(0), "a Date"],
      [Object.create(null), "{}"],
      [Symbol("s"), "a symbol"],
      [() => 1, "a function"],
      [new Float32Array(2), "Float32Array of 8 bytes"],
      [Dataset.from([[1]], [1]), "a Dataset"],
      [{ inputs: new Uint8Array(3) }, '{"inputs":"Uint8Array of 3 bytes"}'],
    ].map(([value, text]) => ({ value, text })),
  )("writes $text", ({ value, text }) => {
    expect(show(value)).toBe(text);
  });

  it("of a large value looks only at its beginning", () => {
    let read = 0;
    const cell = {
      toJSON: () => {
        read++;
        return "x";
      },
    };
    const large = Array.from({ length: 1e6 }, () => cell);
    expect(show(large)).toHaveLength(58);
    expect(show({ large })).toHaveLength(58);
    expect(read).toBeLessThan(200);
  });
});

it("visible leaves text, line ends and tabs as they are", () => {
  const text = "äß 漢 😀\n\ta — “b”";
  expect(visible(text)).toBe(text);
  expect(visible("a\u0007\r\u001b]0;x\u0007")).toBe("a\\u0007\\u000d\\u001b]0;x\\u0007");
});
