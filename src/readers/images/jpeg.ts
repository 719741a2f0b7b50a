/**
 * JPEG → a picture, by a decoder that the caller brings: `decode` of `jpeg-js`. The command line has it inside. Decoders believe what
 * a file says, so its structure is checked first: size, components, and how often the pixels are passed over.
 * [ITU-T T.81, annex B]
 */
import { isTransposed, orientationIn, turned } from "./orientation.js";
import { checkSize, mostPixels, type Picture, type PictureHeader } from "./picture.js";

/** What a decoder of JPEG does: the function `decode` of `jpeg-js`. */
export type JpegDecoder = (
  bytes: Uint8Array,
  options: {
    useTArray: true;
    formatAsRGBA: true;
    maxResolutionInMP: number;
    maxMemoryUsageInMB: number;
  },
) => {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** [height × width × 4] RGBA. */
  readonly data: Uint8Array;
};

/** Memory that a decoder may take for the largest picture. */
const mostMegabytes = 2048;
/** Passes over the pixels, for all of them together: a progressive file has some ten. */
const mostPassed = 2 ** 31;

/** Whether bytes begin as a JPEG file does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** What the beginning of a JPEG file says. Its size is that of the picture as it was seen. */
interface JpegHeader extends PictureHeader {
  /** 1 to 8: see `orientation.ts`. */
  readonly orientation: number;
}

/** Size and colour, from the structure of the whole file. @throws Error with what is wrong */
export function jpegHeader(bytes: Uint8Array): JpegHeader {
  let orientation: number | null = null;
  let frame: PictureHeader | null = null;
  let components = 0;
  let [scans, restart] = [0, 0];
  for (let at = 2; ;) {
    // fill bytes may stand before a marker
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    if (at + 2 > bytes.length) throw new Error("it is cut short");
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) throw new Error(`it has no marker at byte ${at}`);
    at += 2;
    if (marker === 0xd9) break;
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    if (!(length >= 2 && at + length <= bytes.length)) throw new Error("it is cut short");
    const content = bytes.subarray(at + 2, at + length);
    at += length;
    if (marker === 0xe1) orientation ??= orientationIn(content);
    if (marker === 0xdd) restart = (content[0]! << 8) | content[1]!;
    if (isFrame(marker)) {
      if (frame) throw new Error("it has two frames");
      frame = frameOf(marker, content);
      components = content[5]!;
    }
    if (marker !== 0xda) continue;
    if (!frame) throw new Error("it has pixels before its size");
    const own = content[0]!;
    if (own < 1 || own > components || content.length !== 4 + 2 * own)
      throw new Error(`it has a scan of ${own} components, and ${components} in all`);
    scans++;
    // a decoder goes on to the end of an interval, however small the picture is
    if (scans * components * Math.max(frame.width * frame.height, 64 * restart) > mostPassed)
      throw new Error(`it passes over its pixels more than ${scans} times`);
    at = endOfScan(bytes, at);
  }
  if (!frame || scans === 0) throw new Error("it has no pixels");
  // a block of 8 × 8 pixels takes at least one bit
  if (frame.width * frame.height > 512 * bytes.length)
    throw new Error(`it has ${frame.width} × ${frame.height} pixels in ${bytes.length} bytes`);
  const { width, height } = frame;
  const size = isTransposed(orientation ?? 1) ? { width: height, height: width } : { width, height };
  return { ...frame, ...size, orientation: orientation ?? 1 };
}

/** Whether a marker begins a frame: all of C0 to CF but the tables DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function frameOf(marker: number, content: Uint8Array): PictureHeader {
  if (marker > 0xc2) throw new Error("it is lossless, hierarchical or arithmetically coded JPEG");
  const [precision, highHeight, lowHeight, highWidth, lowWidth, components] = content as unknown as number[];
  if (precision !== 8) throw new Error(`it has ${precision} bits for a sample`);
  const [height, width] = [(highHeight! << 8) | lowHeight!, (highWidth! << 8) | lowWidth!];
  checkSize(width, height);
  if (![1, 3, 4].includes(components!) || content.length !== 6 + 3 * components!)
    throw new Error(`it has ${components} components`);
  for (let index = 0; index < components!; index++) {
    const factors = content[7 + 3 * index]!;
    if ([factors >> 4, factors & 15].some((factor) => factor < 1 || factor > 4))
      throw new Error("it has wrong sampling factors");
  }
  return { width, height, isGrey: components === 1 };
}

/** The place of the next marker after packed pixels, in which FF is followed by 00 or a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && !(next! >= 0xd0 && next! <= 0xd7)) return at;
  }
  throw new Error("it is cut short");
}

/** Decodes a file. @throws Error with what is wrong */
export function decodeJpeg(bytes: Uint8Array, decode: JpegDecoder): Picture {
  const { isGrey, orientation, ...seen } = jpegHeader(bytes);
  const [width, height] = isTransposed(orientation) ? [seen.height, seen.width] : [seen.width, seen.height];
  const decoded = decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    maxResolutionInMP: Math.ceil(mostPixels / 1e6),
    maxMemoryUsageInMB: mostMegabytes,
  });
  if (decoded.width !== width || decoded.height !== height || decoded.data.length !== 4 * width * height)
    throw new Error("it was decoded to another size");
  const channels = isGrey ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < channels; channel++)
      data[pixel * channels + channel] = decoded.data[4 * pixel + channel]!;
  }
  return turned({ width, height, channels, data }, orientation);
}
