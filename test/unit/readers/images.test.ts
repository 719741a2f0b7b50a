import { decode as decodeFast, encode } from "fast-png";
import * as jpeg from "jpeg-js";
import { describe, expect, it } from "vitest";
import { imageDataset, type ImageFile } from "../../../src/readers/images/imageDataset.js";
import { sizeOf } from "../../../src/readers/images/readPictures.js";
import { decodePng } from "../../../src/readers/images/png.js";
import { adam7Of, pngOf, type PngKind } from "../../fuzz/pngFile.js";
import { failure } from "./failure.js";

/** Numbers that differ, 0 to 255. */
const noise = (count: number, seed = 1) =>
  Uint8Array.from({ length: count }, (_, at) => (at * 73 + seed * 31 + ((at * at) >> 3)) & 255);

const grey = (data: Uint8Array | number[], width = 2, height = data.length / width) =>
  encode({ width, height, data: Uint8Array.from(data), channels: 1 });
const image = (bytes: Uint8Array, label?: string, name = "a.png"): ImageFile => ({
  name,
  bytes,
  ...(label && { label }),
});
const jpegOf = (rgba: Uint8Array, width: number, height: number) =>
  jpeg.encode({ data: rgba, width, height }, 100).data;

describe("decodePng gives the pixels that another encoder wrote", () => {
  it.each([
    [1, 8],
    [3, 8],
    [1, 16],
    [3, 16],
  ] as const)("%i channels of %i bits", (channels, depth) => {
    const own = noise(7 * 5 * channels);
    const data = depth === 8 ? own : Uint16Array.from(own, (value) => value * 257);
    const picture = decodePng(encode({ width: 7, height: 5, channels, depth, data }));
    expect(picture).toEqual({ width: 7, height: 5, channels, data: own });
  });

  it("16 bits are rounded to the nearest byte", () => {
    const data = Uint16Array.of(0, 128, 129, 65407, 65535, 385, 386, 387);
    const { data: bytes } = decodePng(encode({ width: 8, height: 1, channels: 1, depth: 16, data }));
    expect([...bytes]).toEqual([...data].map((value) => Math.round((value * 255) / 65535)));
  });

  it("alpha is laid on white", () => {
    const data = Uint8Array.of(0, 255, 0, 0, 0, 51, 100, 128);
    expect([...decodePng(encode({ width: 4, height: 1, channels: 2, data })).data]).toEqual([
      0, 255, 204, 177,
    ]);
    const rgba = Uint8Array.of(10, 20, 30, 255, 10, 20, 30, 0, 200, 100, 0, 51);
    const { channels, data: bytes } = decodePng(encode({ width: 3, height: 1, channels: 4, data: rgba }));
    expect([channels, ...bytes]).toEqual([3, 10, 20, 30, 255, 255, 255, 244, 224, 204]);
  });

  it.each([1, 2, 4, 8] as const)(
    "a palette of %i bits, of colours, greys, and with transparent ones",
    (depth) => {
      const colours = 2 ** depth;
      const indices = noise(9 * 4).map((value) => value % colours);
      const colour = (index: number) =>
        [index * 3, 255 - index, (index * 7) & 255].map((value) => value & 255);
      const palette = Array.from({ length: colours }, (_, index) => colour(index)).flat();
      const kind = { width: 9, height: 4, depth, colour: 3 } as const;
      expect(decodePng(pngOf({ ...kind, palette }, indices))).toEqual({
        width: 9,
        height: 4,
        channels: 3,
        data: Uint8Array.from([...indices].flatMap(colour)),
      });
      const greys = palette.map((_, at) => (5 * Math.floor(at / 3)) & 255);
      expect(decodePng(pngOf({ ...kind, palette: greys, transparency: [0] }, indices))).toEqual({
        width: 9,
        height: 4,
        channels: 1,
        data: Uint8Array.from(indices, (index) => (index === 0 ? 255 : greys[3 * index]!)),
      });
    },
  );

  it.each<[string, Omit<PngKind, "width" | "height">]>([
    ["grey, 1 bit", { depth: 1, colour: 0 }],
    ["grey, 2 bits", { depth: 2, colour: 0 }],
    ["grey, 4 bits", { depth: 4, colour: 0 }],
    ["grey, 8 bits", { depth: 8, colour: 0 }],
    ["RGB, 8 bits", { depth: 8, colour: 2 }],
    ["RGB with alpha, 16 bits", { depth: 16, colour: 6 }],
  ])("interlaced or not, with every filter: %s", (_, kind) => {
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [9, 11],
      [16, 5],
    ] as const) {
      const samples = kind.colour === 0 ? 1 : kind.colour === 2 ? 3 : 4;
      const data = Uint16Array.from(
        { length: width * height * samples },
        (_, at) => (at * 40503 + 7) & (2 ** kind.depth - 1),
      );
      const plain = decodePng(pngOf({ ...kind, width, height }, data));
      for (let filter = 0; filter <= 4; filter++) {
        expect(decodePng(pngOf({ ...kind, width, height, filter }, data))).toEqual(plain);
        expect(decodePng(adam7Of({ ...kind, width, height, filter }, data))).toEqual(plain);
      }
      if (kind.depth === 8) expect([...plain.data]).toEqual([...data]);
    }
  });

  it("the colour that is transparent in files without alpha", () => {
    const { data } = decodePng(
      pngOf({ width: 3, height: 1, depth: 8, colour: 0, transparency: [0, 7] }, [6, 7, 8]),
    );
    expect([...data]).toEqual([6, 255, 8]);
  });

  it("as fast-png reads its own filters", () => {
    const bytes = encode({ width: 20, height: 20, channels: 3, data: noise(1200, 3) });
    expect(decodePng(bytes).data).toEqual(Uint8Array.from(decodeFast(bytes).data));
  });
});

describe("decodePng refuses", () => {
  const whole = grey(noise(64), 8);
  const changed = (at: number, value: number) =>
    Uint8Array.from(whole, (byte, index) => (index === at ? value : byte));
  const bomb = pngOf({ width: 8, height: 8, depth: 8, colour: 0 }, new Uint8Array(4096), 64);
  it.each<[string, Uint8Array, string]>([
    ["a file that is cut short", whole.subarray(0, 50), "it is cut short"],
    ["a size of 0", changed(19, 0), "it has 0 × 8 pixels"],
    ["a huge size", changed(16, 255), "it has 4278190088 × 8 pixels, and 67,108,864 are allowed"],
    ["other depths", changed(24, 3), "it has colours of type 0 in 3 bits"],
    ["RGB without as many pixels", changed(25, 2), "it has fewer pixels than its header says"],
    ["a palette that is not there", changed(25, 3), "its palette has 0 bytes"],
    ["more pixels than the size says", bomb, "it has more pixels than its header says"],
    ["another way of packing", changed(26, 1), "it is packed in an unknown way"],
    ["a size that so few bytes cannot have", changed(18, 255), "it has fewer pixels than its header says"],
    ["damaged pixels", damagedPixels(whole), "its pixels are damaged"],
  ])("%s", async (_, bytes, message) => {
    expect(await failure(() => decodePng(bytes))).toBe(`Error: ${message}`);
  });

  function damagedPixels(bytes: Uint8Array): Uint8Array {
    const own = bytes.slice();
    // the checksum of the packed pixels stands before the checksum of the part, and the last part of 12 bytes
    own[own.length - 12 - 4 - 1]! ^= 1;
    return own;
  }
});

describe("a JPEG file is refused before it is decoded", () => {
  const whole = new Uint8Array(jpegOf(noise(4 * 16 * 16), 16, 16));
  const frame = whole.findIndex((byte, at) => byte === 0xff && whole[at + 1] === 0xc0);
  const scan = whole.findIndex((byte, at) => byte === 0xff && whole[at + 1] === 0xda);
  const changed = (at: number, ...values: number[]) => {
    const own = whole.slice();
    own.set(values, at);
    return own;
  };
  const never = () => {
    throw new Error("decoded");
  };
  it.each<[string, Uint8Array, string]>([
    ["cut short", whole.subarray(0, 300), "it is cut short"],
    ["without an end", whole.subarray(0, -2), "it is cut short"],
    ["of no pixels", changed(frame + 5, 0, 0), "it has 16 × 0 pixels"],
    [
      "of too many pixels",
      changed(frame + 5, 255, 255, 255, 255),
      "it has 65535 × 65535 pixels, and 67,108,864 are allowed",
    ],
    [
      "of more pixels than its bytes can have",
      changed(frame + 5, 16, 0, 16, 0),
      `it has 4096 × 4096 pixels in ${whole.length} bytes`,
    ],
    ["of 12 bits", changed(frame + 4, 12), "it has 12 bits for a sample"],
    ["of two components", changed(frame + 9, 2), "it has 2 components"],
    ["with wrong sampling", changed(frame + 11, 0x51), "it has wrong sampling factors"],
    [
      "arithmetically coded",
      changed(frame + 1, 0xc9),
      "it is lossless, hierarchical or arithmetically coded JPEG",
    ],
    ["with pixels of more components", changed(scan + 4, 4), "it has a scan of 4 components, and 3 in all"],
    [
      "of two frames",
      Uint8Array.from([...whole.subarray(0, scan), ...whole.subarray(frame)]),
      "it has two frames",
    ],
  ])("%s", async (_, bytes, message) => {
    expect(await failure(() => imageDataset([image(bytes)], { jpeg: never }))).toContain(
      `but ${message}. Replace`,
    );
  });
});

describe("imageDataset", () => {
  it("makes rows of bytes with classes in the order of their names", () => {
    const dataset = imageDataset([image(grey([0, 1, 2, 3]), "dog"), image(grey([4, 5, 6, 7]), "cat")]);
    expect(dataset.inputs).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    expect(dataset).toMatchObject({ rows: 2, columns: 4, image: [2, 2, 1], classNames: ["cat", "dog"] });
    expect(dataset.labels).toEqual(Uint32Array.of(1, 0));
  });

  it("takes the most frequent size, and resizes the others by area", () => {
    const large = grey([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150], 4);
    const small = grey([200], 1);
    const { inputs, image: shape } = imageDataset([
      image(large),
      image(grey([1, 2, 3, 4])),
      image(grey([5, 6, 7, 8])),
      image(small),
    ]);
    expect(shape).toEqual([2, 2, 1]);
    expect([...inputs]).toEqual([25, 45, 105, 125, 1, 2, 3, 4, 5, 6, 7, 8, 200, 200, 200, 200]);
  });

  it("counts pixels that are covered in part, in part", () => {
    // three pixels to two: each new one is two thirds of one and one third of the middle
    const { inputs } = imageDataset([image(grey([0, 90, 210], 3))], { size: [1, 2] });
    expect([...inputs]).toEqual([30, 170]);
    // halves are rounded up
    expect([...imageDataset([image(grey([0, 1], 2))], { size: [1, 1] }).inputs]).toEqual([1]);
  });

  it("brings large images to 64 pixels, and keeps their proportions", () => {
    expect(imageDataset([image(grey(new Uint8Array(128 * 96), 128))]).image).toEqual([48, 64, 1]);
    expect(imageDataset([image(grey(new Uint8Array(64 * 3), 64))]).image).toEqual([3, 64, 1]);
  });

  it("is grey if all files are, and RGB if one is not", () => {
    const red = encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) });
    const white = grey([255], 1);
    expect(imageDataset([image(white), image(white)]).image).toEqual([1, 1, 1]);
    expect([...imageDataset([image(white), image(red)]).inputs]).toEqual([255, 255, 255, 255, 0, 0]);
    // 0.299 of 255, as Pillow's "L"
    expect([...imageDataset([image(white), image(red)], { color: "grey" }).inputs]).toEqual([255, 76]);
    expect(imageDataset([image(white)], { color: "rgb", size: [1, 2] }).columns).toBe(6);
  });

  it("reads JPEG with a decoder that is given", async () => {
    const rgba = Uint8Array.from({ length: 16 * 16 * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : at % 4 === 0 ? 200 : 60,
    );
    const file = image(jpegOf(rgba, 16, 16), undefined, "a.jpg");
    const { inputs, image: shape } = imageDataset([file], { jpeg: jpeg.decode });
    expect(shape).toEqual([16, 16, 3]);
    expect(
      Math.max(...inputs.map((value, at) => Math.abs(value - rgba[4 * Math.floor(at / 3) + (at % 3)]!))),
    ).toBeLessThan(4);
    expect(await failure(() => imageDataset([file]))).toBe(
      "DataError: a.jpg: expected a PNG or JPEG image that can be read, but this host has no decoder of JPEG: give one (jpeg-js). " +
        "Replace or remove the file, or skip such files (--on-error skip).",
    );
  });

  it.each<[string, readonly ImageFile[], object, string]>([
    ["no images", [], {}, "DataError: expected at least 1 image, got none."],
    [
      "other data",
      [image(Uint8Array.of(1, 2, 3), "x", "d/x.png")],
      {},
      "DataError: d/x.png: expected a PNG or JPEG image that can be read, but it holds other data. " +
        "Replace or remove the file, or skip such files (--on-error skip).",
    ],
    [
      "an image without a class",
      [image(grey([1, 2]), "x"), image(grey([1, 2]), undefined, "b.png")],
      {},
      "DataError: b.png: expected a class, got none. Give all images one.",
    ],
    [
      "a class that is not known",
      [image(grey([1, 2]), "x")],
      { classes: ["cat", "dog"] },
      'DataError: a.png: expected a class that the model knows (cat, dog), got "x". Leave out such images.',
    ],
    [
      "a size out of range",
      [image(grey([1, 2]))],
      { size: [0, 1] },
      "ConfigError: size: expected [height, width] in pixels, got [0,1].",
    ],
    [
      "another colour",
      [image(grey([1, 2]))],
      { color: "red" },
      'ConfigError: color: expected "grey" or "rgb", got "red".',
    ],
    [
      "no bytes",
      [{ name: "c.png", bytes: "x" as never }],
      {},
      'DataError: c.png: expected bytes, as a Uint8Array or ArrayBuffer, got "x".',
    ],
  ])("refuses %s", async (_, files, options, message) => {
    expect(await failure(() => imageDataset(files, options))).toBe(message);
  });
});

it("sizeOf reads width x height", () => {
  expect(["28x20", "28X20", "28×20"].map(sizeOf)).toEqual([
    [20, 28],
    [20, 28],
    [20, 28],
  ]);
  expect(["28", "x", "0x1", "1x", "-1x2", "99999x99999"].map(sizeOf)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
