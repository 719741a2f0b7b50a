/** Small images as PNG files in data URIs, pixel for pixel: a digit of 28 × 28 pixels takes about 400 bytes. */
import { zlibSync } from "fflate";
import { ShapeError } from "../../errors.js";
import { checksum } from "./checksums.js";
import type { Pixels } from "./pageData.js";

/**
 * An image as `data:image/png;base64,…`.
 *
 * @param pixels [height × width × channels] bytes
 * @throws ShapeError if their number is another
 */
export function imageUri(pixels: Pixels, height: number, width: number, channels: 1 | 3 = 1): string {
  return `data:image/png;base64,${base64(pngOf(pixels, height, width, channels))}`;
}

/**
 * A PNG file with 8 bits for each channel, grey or RGB [PNG, ISO/IEC 15948]. The same pixels give the same bytes.
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
  // each row begins with the number of its filter; 0 means no filter
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
    chunk("IDAT", zlibSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** A chunk: length, name, data, checksum of name and data. */
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
