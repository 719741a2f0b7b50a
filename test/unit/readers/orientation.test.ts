/** JPEG images are turned as the camera notes. What each orientation means is in a table of its own here, by the words of the standard. */
import * as jpeg from "jpeg-js";
import { describe, expect, it } from "vitest";
import { decodeJpeg, jpegHeader } from "../../../src/readers/images/jpeg.js";
import { orientationIn } from "../../../src/readers/images/orientation.js";

const [width, height] = [24, 16];
const rgba = Uint8Array.from({ length: width * height * 4 }, (_, at) => {
  const [column, row] = [(at >> 2) % width, Math.floor((at >> 2) / width)];
  return at % 4 === 3 ? 255 : at % 4 === 0 ? 10 * column : at % 4 === 1 ? 15 * row : 128;
});
const plain = Uint8Array.from(jpeg.encode({ data: rgba, width, height }, 100).data);

/** The content of an Exif segment: one tag before the orientation. */
function exif(orientation: number, isLittle: boolean, type = 3): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(6 + 8 + 2 + 24);
  bytes.set([...(isLittle ? "Exif\0\0II" : "Exif\0\0MM")].map((sign) => sign.charCodeAt(0)));
  const view = new DataView(bytes.buffer, 6);
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, 2, isLittle);
  view.setUint16(10, 0x10f, isLittle);
  view.setUint16(22, 0x112, isLittle);
  view.setUint16(24, type, isLittle);
  view.setUint32(26, 1, isLittle);
  view.setUint16(30, orientation, isLittle);
  return bytes;
}

function withSegment(content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  return Uint8Array.from([
    ...plain.subarray(0, 2),
    0xff,
    0xe1,
    length >> 8,
    length & 255,
    ...content,
    ...plain.subarray(2),
  ]);
}

/** On which side of the seen picture the first row and the first column of the file are. */
const sides = [
  ["top", "left"],
  ["top", "right"],
  ["bottom", "right"],
  ["bottom", "left"],
  ["left", "top"],
  ["right", "top"],
  ["right", "bottom"],
  ["left", "bottom"],
] as const;

describe("the orientation of a JPEG file", () => {
  it.each(sides.map((side, at) => [at + 1, ...side] as const))(
    "%i: the first row is at the %s, the first column at the %s",
    (orientation, rowSide, columnSide) => {
      const picture = decodeJpeg(plain, jpeg.decode);
      for (const isLittle of [true, false]) {
        const bytes = withSegment(exif(orientation, isLittle));
        const seen = decodeJpeg(bytes, jpeg.decode);
        expect(jpegHeader(bytes)).toMatchObject({ width: seen.width, height: seen.height });
        expect([seen.width, seen.height]).toEqual(orientation < 5 ? [width, height] : [height, width]);
        for (const [row, column] of [
          [0, 0],
          [0, width - 1],
          [3, 5],
          [height - 1, 7],
        ] as const) {
          const place = { top: row, left: row, bottom: height - 1 - row, right: height - 1 - row }[rowSide];
          const other = { top: column, left: column, bottom: width - 1 - column, right: width - 1 - column };
          const [x, y] =
            rowSide === "top" || rowSide === "bottom"
              ? [other[columnSide], place]
              : [place, other[columnSide]];
          const from = 3 * (row * width + column);
          const to = 3 * (y * seen.width + x);
          expect([...seen.data.subarray(to, to + 3)]).toEqual([...picture.data.subarray(from, from + 3)]);
        }
      }
    },
  );

  it("damaged or other segments change nothing", () => {
    for (const content of [
      exif(0, true),
      exif(9, false),
      exif(6, true, 4),
      exif(6, true).subarray(0, 30),
      exif(6, true).subarray(0, 9),
      new Uint8Array(0),
    ]) {
      expect(orientationIn(content)).toBe(null);
      expect(decodeJpeg(withSegment(content), jpeg.decode)).toEqual(decodeJpeg(plain, jpeg.decode));
    }
    const beyond = exif(6, true);
    beyond.fill(255, 10, 14);
    expect(orientationIn(beyond)).toBe(null);
  });
});
