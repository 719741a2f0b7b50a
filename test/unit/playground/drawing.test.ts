import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import {
  type Colours,
  cssOf,
  pixelOf,
  rampIndex,
  rgbOf,
  signedRamp,
} from "../../../playground/drawing/colours.js";
import { aligned, count, decimal, percent, short } from "../../../playground/drawing/numbers.js";
import { pin, isPinned, unpin, pointAt, pointAway } from "../../../playground/drawing/pointing.js";
import type { Place, Session } from "../../../playground/sessionTypes.js";

describe("numbers of the playground", () => {
  it("have the wanted decimals and a real minus, and no minus before zero", () => {
    expect([0.5, -0.12345, 0, -0, 12].map((value) => decimal(value))).toEqual([
      "0.500",
      "−0.123",
      "0.000",
      "0.000",
      "12.000",
    ]);
    expect(decimal(0.0005)).toBe("0.001");
  });

  it("too small or too large for the decimals have a power of ten", () => {
    expect(decimal(1.23e-7)).toBe("1.2·10⁻⁷");
    expect(decimal(-4.56e-4)).toBe("−4.6·10⁻⁴");
    expect(decimal(3.4e8)).toBe("3.4·10⁸");
    expect(decimal(-Infinity)).toBe("−∞");
  });

  it("of any size have about three digits", () => {
    expect([0, 0.0581, -3.14159, 46_014.24].map(short)).toEqual(["0", "0.0581", "−3.14", "46014"]);
  });

  it("that are missing are a dash", () => {
    expect([decimal(null), decimal(NaN), percent(undefined)]).toEqual(["–", "–", "–"]);
  });

  it("in columns have a space as wide as a digit instead of the minus", () => {
    expect([aligned(1), aligned(-1)]).toEqual(["\u20071.000", "−1.000"]);
  });

  it("counts have separated thousands, fractions are percent", () => {
    expect([count(60_000), count(999)]).toEqual(["60\u2009000", "999"]);
    expect(percent(0.975)).toBe("97.5\u2009%");
  });
});

describe("colours of signs", () => {
  const theme = { card: "#fff", positive: "#1f78b4", negative: "#d9822b" } as Colours;

  it("are read from hexadecimal digits, and nothing else", () => {
    expect(rgbOf(" #1f78b4")).toEqual([31, 120, 180]);
    expect(rgbOf("#fa0")).toEqual([255, 170, 0]);
    expect(() => rgbOf("red")).toThrow('colour: expected #rgb or #rrggbb, got "red".');
  });

  it("run from negative over the card's to positive", () => {
    const ramp = signedRamp(theme);
    const at = (value: number) => cssOf(ramp[rampIndex(value)]!);
    expect([-1, 0, 1].map(at)).toEqual(["rgb(217 130 43)", "rgb(255 255 255)", "rgb(31 120 180)"]);
    expect([-9, 9].map(at)).toEqual([-1, 1].map(at));
    expect(at(NaN)).toBe(at(0));
    expect(at(0.5)).toBe("rgb(143 188 218)");
  });

  it("are opaque pixels in the order red, green, blue", () => {
    const bytes = new Uint8Array(Uint32Array.of(pixelOf([1, 2, 3])).buffer);
    expect([...bytes]).toEqual([1, 2, 3, 255]);
  });
});

describe("pointing", () => {
  const make = () => ({ place: signal<Place | null>(null) }) as unknown as Session;
  const [unit, weight]: Place[] = [
    { layer: 1, unit: 0 },
    { layer: 1, unit: 0, from: 1 },
  ];

  it("away returns to the pinned place, and to none after unpinning", () => {
    const session = make();
    pointAt(session, unit!);
    pointAway(session);
    expect(session.place.value).toBeNull();
    pin(session, unit!);
    pointAt(session, weight!);
    expect(session.place.value).toBe(weight);
    pointAway(session);
    expect(session.place.value).toBe(unit);
    expect([isPinned(session, { ...unit! }), isPinned(session, weight!)]).toEqual([true, false]);
    unpin(session);
    expect([session.place.value, isPinned(session, unit!)]).toEqual([null, false]);
  });

  it("forgets the pinned place when something else clears the place, as a reset does", () => {
    const session = make();
    pin(session, unit!);
    session.place.value = null;
    pointAt(session, weight!);
    pointAway(session);
    expect(session.place.value).toBeNull();
  });
});
