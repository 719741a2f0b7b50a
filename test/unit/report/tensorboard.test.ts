import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { histogramOf } from "../../../src/report/page/histogram.js";
import { checksum } from "../../../src/report/page/checksums.js";
import { eventFileStart, eventRecord, maskedChecksum, scalarTags } from "../../../src/report/tensorboard.js";

/** The data of each record of a file; a frame that is wrong is an error. */
function recordsOf(file: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== slowMasked(file.subarray(at, at + 8))) throw new Error("length");
    const data = file.subarray(at + 12, at + 12 + length);
    if (view.getUint32(at + 12 + length, true) !== slowMasked(data)) throw new Error("data");
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** The masked check by its definition, bit after bit, with no table. */
function slowMasked(bytes: Uint8Array): number {
  let register = 0xffffffffn;
  for (const byte of bytes) {
    register ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) register = (register >> 1n) ^ (register & 1n ? 0x82f63b78n : 0n);
  }
  const check = register ^ 0xffffffffn;
  return Number(((check >> 15n) + ((check & 0x7fffn) << 17n) + 0xa282ead8n) & 0xffffffffn);
}

type Fields = Record<string, unknown>;

/** An event by field numbers of the published schema. */
function eventOf(data: Uint8Array): Fields {
  const event = (tag: number, result: Fields, pbf: PbfReader) => {
    if (tag === 1) result.wallTime = pbf.readDouble();
    else if (tag === 2) result.step = pbf.readVarint();
    else if (tag === 3) result.fileVersion = pbf.readString();
    else if (tag === 5) result.summary = pbf.readMessage(summary, [] as Fields[]);
    else throw new Error(`field ${tag} of Event`);
  };
  const summary = (tag: number, result: Fields[], pbf: PbfReader) => {
    expect(tag).toBe(1);
    result.push(pbf.readMessage(value, {} as Fields));
  };
  const value = (tag: number, result: Fields, pbf: PbfReader) => {
    if (tag === 1) result.tag = pbf.readString();
    else if (tag === 2) result.simpleValue = pbf.readFloat();
    else if (tag === 5) result.histogram = pbf.readMessage(histogram, {} as Fields);
    else throw new Error(`field ${tag} of Summary.Value`);
  };
  const names = ["", "min", "max", "num", "sum", "sumSquares"];
  const histogram = (tag: number, result: Fields, pbf: PbfReader) => {
    if (tag <= 5) result[names[tag]!] = pbf.readDouble();
    else result[tag === 6 ? "limits" : "buckets"] = pbf.readPackedDouble();
  };
  return new PbfReader(data).readFields(event, {});
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("checksum", () => {
  it("gives the published values of crc32c", () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);
    // RFC 3720, B.4
    expect(checksum("crc32c", new Uint8Array(32))).toBe(0x8a9136aa);
    expect(checksum("crc32c", new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(checksum("crc32c", ascending)).toBe(0x46dd794e);
    expect(checksum("crc32c", ascending.toReversed())).toBe(0x113fdb5c);
    expect(checksum("crc32c", bytesOf("123456789"))).toBe(0xe3069283);
  });

  it("gives the published value of crc32, and 0 for nothing", () => {
    expect(checksum("crc32", bytesOf("123456789"))).toBe(0xcbf43926);
    expect(checksum("crc32", new Uint8Array(0))).toBe(0);
  });

  it("is masked as records have it, whatever the bits", () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 151 + length * 37) & 255);
      expect(maskedChecksum(bytes)).toBe(slowMasked(bytes));
    }
  });
});

describe("event files", () => {
  it("start with the version", () => {
    const [data, ...rest] = recordsOf(eventFileStart(1_700_000_000.25));
    expect(rest).toEqual([]);
    expect(eventOf(data!)).toEqual({ wallTime: 1_700_000_000.25, fileVersion: "brain.Event:2" });
  });

  it("hold scalars by tag, as float32, with step and time", () => {
    const scalars = {
      "loss/train": 0.1,
      "loss/validation": Number.NaN,
      "précision/验证": 0,
      learning_rate: 1e-5,
    };
    const file = [eventFileStart(1), eventRecord({ step: 300, wallTime: 2.5, scalars })];
    const [, event] = recordsOf(Uint8Array.from(file.flatMap((bytes) => [...bytes]))).map(eventOf);
    expect(event).toEqual({
      wallTime: 2.5,
      step: 300,
      summary: Object.entries(scalars).map(([tag, value]) => ({ tag, simpleValue: Math.fround(value) })),
    });
  });

  it("hold a step that needs more than 32 bits", () => {
    const step = 2 ** 40 + 3;
    const [data] = recordsOf(eventRecord({ step, wallTime: 1, scalars: {} }));
    expect(eventOf(data!).step).toBe(step);
  });

  it("hold histograms: an empty bin below, then one for each, limits rising", () => {
    const histogram = histogramOf([-1, -0.5, 0, 0.25, 1], 4);
    const [data] = recordsOf(
      eventRecord({ step: 1, wallTime: 1, scalars: {}, histograms: { "weights/layer 1": histogram } }),
    );
    expect(eventOf(data!).summary).toEqual([
      {
        tag: "weights/layer 1",
        histogram: {
          min: -1,
          max: 1,
          num: 5,
          sum: -0.25,
          sumSquares: 2.3125,
          limits: [-1, -0.5, 0, 0.5, 1],
          buckets: [0, 1, 1, 2, 1],
        },
      },
    ]);
  });

  it("hold histograms of equal numbers in one bin, and of none in no bin", () => {
    const histograms = { equal: histogramOf([3, 3]), none: histogramOf([]) };
    const [data] = recordsOf(eventRecord({ step: 1, wallTime: 1, scalars: {}, histograms }));
    const bins = (eventOf(data!).summary as Fields[]).map((value) => value.histogram as Fields);
    expect(bins[0]).toMatchObject({ min: 3, max: 3, num: 2, limits: [3], buckets: [2] });
    expect(bins[1]).toEqual({ min: 0, max: 0, num: 0, sum: 0, sumSquares: 0 });
  });
});

describe("scalarTags", () => {
  it("groups by figure, training and validation side by side", () => {
    expect(
      scalarTags({
        loss: 1,
        metrics: { accuracy: 0.5 },
        validation: { loss: 2, metrics: { accuracy: 0.25 } },
        learningRate: 0.1,
      }),
    ).toEqual({
      "loss/train": 1,
      "loss/validation": 2,
      "accuracy/train": 0.5,
      "accuracy/validation": 0.25,
      learning_rate: 0.1,
    });
    expect(scalarTags({ loss: 1, validation: null })).toEqual({ "loss/train": 1 });
  });
});
