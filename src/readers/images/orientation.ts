/** How a camera was held: the orientation that an Exif segment of a JPEG notes, and pictures turned by it. [CIPA DC-008, 4.6.4.A, tag 274] */
import type { Picture } from "./picture.js";

const mark = "Exif\0\0";
const [tag, typeShort] = [0x112, 3];

/**
 * The orientation that a segment APP1 notes.
 *
 * @param content of the segment
 * @returns 1 to 8; null for a segment that has none, or a damaged one: the pixels are whole without it
 */
export function orientationIn(content: Uint8Array): number | null {
  if (String.fromCharCode(...content.subarray(0, mark.length)) !== mark) return null;
  const { buffer, byteOffset, length } = content.subarray(mark.length);
  const view = new DataView(buffer, byteOffset, length);
  if (length < 8) return null;
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if ((!isLittle && order !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return null;
  const start = view.getUint32(4, isLittle);
  if (start + 2 > length) return null;
  const entries = view.getUint16(start, isLittle);
  for (let at = start + 2, index = 0; index < entries && at + 12 <= length; index++, at += 12) {
    if (view.getUint16(at, isLittle) !== tag) continue;
    const value = view.getUint16(at + 8, isLittle);
    return view.getUint16(at + 2, isLittle) === typeShort && value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** Whether an orientation exchanges width and height. */
export function isTransposed(orientation: number): boolean {
  return orientation >= 5;
}

/** The picture as it was seen. @param orientation 1 to 8; 1 is as it is */
export function turned(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const transposes = isTransposed(orientation);
  const { channels, data } = picture;
  const [width, height] = transposes ? [picture.height, picture.width] : [picture.width, picture.height];
  const isFromRight = [2, 3, 7, 8].includes(orientation);
  const isFromBottom = [3, 4, 6, 7].includes(orientation);
  const turnedData = new Uint8Array(data.length);
  for (let row = 0, to = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = transposes ? [row, column] : [column, row];
      const fromColumn = isFromRight ? picture.width - 1 - x : x;
      const fromRow = isFromBottom ? picture.height - 1 - y : y;
      const from = (fromRow * picture.width + fromColumn) * channels;
      for (let channel = 0; channel < channels; channel++) turnedData[to++] = data[from + channel]!;
    }
  }
  return { width, height, channels, data: turnedData };
}
