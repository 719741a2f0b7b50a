/** A picture in memory, and what brings pictures to one size and colour. Decoders are in `png.ts` and `jpeg.ts`. */

/** Larger pictures are refused before anything is decoded: 67 million pixels. */
export const mostPixels = 2 ** 26;

/** What the beginning of a file says of its picture. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the file has grey values alone. */
  readonly isGrey: boolean;
}

/** Pixels, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** [height × width × channels] bytes, 0 black to 255 white. */
  readonly data: Uint8Array;
}

/** Height, width and channels of all rows of a data set. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/** @throws Error for a picture without pixels, or with too many */
export function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new Error(`it has ${width} × ${height} pixels`);
  if (width * height > mostPixels)
    throw new Error(`it has ${width} × ${height} pixels, and ${mostPixels.toLocaleString("en")} are allowed`);
}

/**
 * Writes a picture in another size and colour.
 *
 * @param to [height × width × channels] bytes, written
 */
export function writePicture(picture: Picture, shape: PictureShape, to: Uint8Array): void {
  const own = inColour(picture, shape.channels);
  if (own.width === shape.width && own.height === shape.height) to.set(own.data);
  else resize(own, shape, to);
}

/** Grey by the weights of Rec. 601 in 16 bits, as Pillow does it; a grey picture in RGB has three equal channels. */
function inColour(picture: Picture, channels: 1 | 3): Picture {
  const { data } = picture;
  if (picture.channels === channels) return picture;
  const pixels = picture.width * picture.height;
  const own = new Uint8Array(pixels * channels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (channels === 3) own.fill(data[pixel]!, 3 * pixel, 3 * pixel + 3);
    else {
      const at = 3 * pixel;
      own[pixel] = (19595 * data[at]! + 38470 * data[at + 1]! + 7471 * data[at + 2]! + 0x8000) >>> 16;
    }
  }
  return { ...picture, channels, data: own };
}

/**
 * Each new pixel is the mean of the area that it covers. A pixel that is covered in part counts in part. All sums are of whole
 * numbers, so every host gives the same bytes.
 */
function resize(picture: Picture, { width, height }: PictureShape, to: Uint8Array): void {
  const rowBytes = width * picture.channels;
  const narrow = new Float64Array(rowBytes);
  const sum = new Float64Array(rowBytes);
  const area = picture.width * picture.height;
  for (let row = 0; row < height; row++) {
    sum.fill(0);
    for (let at = firstOf(row, picture.height, height); at * height < (row + 1) * picture.height; at++) {
      const parts = partsOf(at, row, picture.height, height);
      narrowRow(picture, at, width, narrow);
      for (let index = 0; index < rowBytes; index++) sum[index]! += parts * narrow[index]!;
    }
    for (let index = 0; index < rowBytes; index++)
      to[row * rowBytes + index] = Math.floor((2 * sum[index]! + area) / (2 * area));
  }
}

/** Brings a row to another width: sums of `picture.width` parts for each new pixel. */
function narrowRow(picture: Picture, row: number, width: number, to: Float64Array): void {
  const { channels, data } = picture;
  to.fill(0);
  for (let column = 0; column < width; column++) {
    for (let at = firstOf(column, picture.width, width); at * width < (column + 1) * picture.width; at++) {
      const parts = partsOf(at, column, picture.width, width);
      const from = (row * picture.width + at) * channels;
      for (let channel = 0; channel < channels; channel++)
        to[column * channels + channel]! += parts * data[from + channel]!;
    }
  }
}

/** The first of `from` old pixels that a new one of `to` covers. */
function firstOf(index: number, from: number, to: number): number {
  return Math.floor((index * from) / to);
}

/** How much of an old pixel a new one covers: `to` parts are all of it, and `from` parts make a new one. */
function partsOf(at: number, index: number, from: number, to: number): number {
  return Math.min((index + 1) * from, (at + 1) * to) - Math.max(index * from, at * to);
}
