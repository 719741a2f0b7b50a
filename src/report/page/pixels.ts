/** Small images as PNG files in data URIs, pixel for pixel. Not compressed: a digit is 1.2 kB. */
import { ShapeError } from "../../errors.js";
import { adler32, checksum } from "./checksums.js";
import type { Pixels } from "./data.js";

/**
 * An image as `data:image/png;base64,…`.
 *
 * @param pixels [height × width × channels] bytes
 * @throws ShapeError where there are more or fewer
 */
export function imageUri(pixels: Pixels, height: number, width: number, channels: 1 | 3 = 1): string {
  return `data:image/png;base64,${base64(pngOf(pixels, height, width, channels))}`;
}

/**
 * A PNG file of 8 bits a channel, grey or RGB, its data in stored blocks [PNG, ISO/IEC 15948; RFC 1951, 3.2.4].
 *
 * @throws ShapeError as `imageUri`
 */
export function pngOf(pixels: Pixels, height: number, width: number, channels: 1 | 3 = 1): Uint8Array {
  const across = width * channels;
  if (pixels.length !== height * across) {
    throw new ShapeError(
      `image: expected ${height * across} bytes for ${height} × ${width} pixels of ${channels}, got ${pixels.length}.`,
    );
  }
  // each row begins with its filter: 0, none
  const rows = new Uint8Array(height * (across + 1));
  for (let row = 0; row < height; row++) {
    for (let at = 0; at < across; at++) {
      rows[row * (across + 1) + 1 + at] = Math.max(0, Math.min(255, Math.round(pixels[row * across + at]!)));
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", stored(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Length, name, data, check of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(
    Array.from(name, (character) => character.charCodeAt(0)),
    4,
  );
  bytes.set(data, 8);
  view.setUint32(8 + data.length, checksum("crc32", bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A zlib stream of blocks that are not compressed, of at most 65,535 bytes each. */
function stored(data: Uint8Array): Uint8Array {
  const most = 0xffff;
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let from = 0; from === 0 || from < data.length; from += most) {
    const part = data.subarray(from, from + most);
    const length = [part.length & 255, part.length >>> 8];
    parts.push(
      Uint8Array.of(from + most >= data.length ? 1 : 0, ...length, ...length.map((byte) => byte ^ 255)),
    );
    parts.push(part);
  }
  const end = new Uint8Array(4);
  new DataView(end.buffer).setUint32(0, adler32(data));
  return joined([...parts, end]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 4096) {
    text += String.fromCharCode(...bytes.subarray(from, from + 4096));
  }
  return btoa(text);
}
