/**
 * Checks the values of a Parquet page, unpacked, before a decoder reads them. A decoder believes the lengths of runs, of blocks and of
 * prefixes: a damaged one fills all memory, or sends it round for ever. What is checked is what a decoder allocates or repeats by.
 * [https://parquet.apache.org/docs/file-format/data-pages/encodings]
 */

/** What is known of a page before it is read. */
export interface PageValues {
  /** Number of values, missing ones included. */
  readonly values: number;
  /** By `Encoding` of the format. */
  readonly encoding: number;
  /** Of the column: "INT32", "BYTE_ARRAY", … */
  readonly type: string;
}

const encodings = {
  plainDictionary: 2,
  rle: 3,
  deltaBinary: 5,
  deltaLength: 6,
  deltaBytes: 7,
  dictionary: 8,
} as const;

/** Bytes with a place. */
export interface Place {
  readonly bytes: Uint8Array;
  at: number;
}

/**
 * Checks a page of the first version: levels with their length, then values.
 *
 * @param isOptional whether values may be missing, so that there are levels
 * @throws Error with what is wrong
 */
export function checkPage(bytes: Uint8Array, page: PageValues, isOptional: boolean): void {
  const place = { bytes, at: 0 };
  let present = page.values;
  if (isOptional) {
    const length = word(place);
    const end = place.at + length;
    if (!(end <= bytes.length)) throw new Error("its levels are longer than their page");
    present = checkRuns(place, 1, page.values, end);
    place.at = end;
  }
  checkValues(place, page, present);
}

/**
 * Checks the levels of a page of the second version.
 *
 * @returns how many values are present
 */
export function checkLevels(bytes: Uint8Array, values: number): number {
  return checkRuns({ bytes, at: 0 }, 1, values, bytes.length);
}

/**
 * Checks the values of a page.
 *
 * @param present how many are there
 * @throws Error with what is wrong
 */
export function checkValues(place: Place, { encoding, type }: PageValues, present: number): void {
  if (present === 0) return;
  const { bytes } = place;
  switch (encoding) {
    case encodings.plainDictionary:
    case encodings.dictionary: {
      if (type === "BOOLEAN") throw new Error("it has booleans of a dictionary");
      const width = byte(place);
      if (width > 32) throw new Error(`its indices have ${width} bits`);
      return void checkRuns(place, width, present, bytes.length);
    }
    case encodings.rle: {
      if (type !== "BOOLEAN") throw new Error("it has runs of other values than booleans");
      const length = word(place);
      if (!(place.at + length <= bytes.length)) throw new Error("its runs are longer than their page");
      checkRuns(place, 1, present, bytes.length);
      return;
    }
    case encodings.deltaBinary:
      return void deltas(place, present);
    case encodings.deltaLength: {
      const lengths = deltas(place, present);
      return checkLengths(lengths, bytes.length - place.at);
    }
    case encodings.deltaBytes: {
      const prefixes = deltas(place, present);
      const suffixes = deltas(place, present);
      checkLengths(suffixes, bytes.length - place.at);
      let [before, all] = [0, 0];
      prefixes.forEach((prefix, index) => {
        if (!(prefix >= 0 && prefix <= before))
          throw new Error(`value ${index} begins with ${prefix} of ${before} bytes`);
        before = prefix + suffixes[index]!;
        all += before;
      });
      if (all > mostText) throw new Error("its texts have more than 2 GB");
    }
  }
}

/** Bytes that the texts of a page may have. */
const mostText = 2 ** 31;

function checkLengths(lengths: Int32Array, bytes: number): void {
  let all = 0;
  for (const length of lengths) {
    if (length < 0) throw new Error("a text has a negative length");
    all += length;
  }
  if (all > bytes) throw new Error(`its texts have ${all} bytes, its page ${bytes}`);
}

/**
 * Walks over runs: a number and how often it comes, or packed bits.
 *
 * @param width bits of a value
 * @param end   of the runs
 * @returns with a width of 1, how many values are 1
 */
function checkRuns(place: Place, width: number, values: number, end: number): number {
  const wide = (width + 7) >> 3;
  let [seen, ones] = [0, 0];
  while (seen < values) {
    const header = varint(place);
    if (header % 2 === 1) {
      const groups = (header - 1) / 2;
      const length = groups * width;
      // the last run may be cut short at its end, and decoders read only what they need
      const needed = Math.ceil((Math.min(8 * groups, values - seen) * width) / 8);
      const isLast = 8 * groups >= values - seen;
      if (
        groups === 0 ||
        (width === 0 && !isLast) ||
        !(place.at + needed <= end) ||
        8 * groups - (values - seen) > mostPadding
      )
        throw new Error(`it has a run of ${8 * groups} packed values, and ${values - seen} are left`);
      if (width === 1) {
        for (let index = 0; index < Math.min(8 * groups, values - seen); index++)
          ones += (place.bytes[place.at + (index >> 3)]! >> (index & 7)) & 1;
      }
      place.at += length;
      seen += 8 * groups;
    } else {
      const count = header / 2;
      if (count > values - seen || !(place.at + wide <= end))
        throw new Error(`it has a run of ${count} values, and ${values - seen} are left`);
      if (width === 1 && (place.bytes[place.at]! & 1) === 1) ones += count;
      place.at += wide;
      seen += count;
    }
  }
  return ones;
}

/** Packed values that may stand behind the last one. Writers fill up groups of 8; some fill up more. */
const mostPadding = 1 << 16;

/**
 * Walks over differences in blocks.
 *
 * @returns the values, in 32 bits
 */
function deltas(place: Place, values: number): Int32Array {
  const size = varint(place);
  const miniblocks = varint(place);
  varint(place);
  let value = signed(place);
  const { bytes } = place;
  const each = size / miniblocks;
  if (!(miniblocks >= 1 && miniblocks <= bytes.length && each >= 8 && each % 8 === 0 && each <= mostInBlock))
    throw new Error(`it has blocks of ${size} values in ${miniblocks} parts`);
  const found = new Int32Array(values);
  let count = 0;
  if (values > 0) found[count++] = value;
  while (count < values) {
    const least = signed(place);
    const widths = place.at;
    place.at += miniblocks;
    for (let part = 0; part < miniblocks && count < values; part++) {
      const width = bytes[widths + part]!;
      if (!(width <= 64)) throw new Error(`it has differences of ${width} bits`);
      const bits = 8 * place.at;
      place.at += Math.ceil((each * width) / 8);
      const own = Math.min(each, values - count);
      if (!(bits + own * width <= 8 * bytes.length)) throw new Error("its differences are cut short");
      for (let index = 0; index < own; index++) {
        value = (value + least + low(bytes, bits + index * width, Math.min(width, 32))) | 0;
        found[count++] = value;
      }
    }
  }
  return found;
}

/** Values that one part of a block may have. */
const mostInBlock = 1 << 20;

/** Some bits as a number, modulo 2³². */
function low(bytes: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let got = 0; got < width;) {
    const shift = (from + got) & 7;
    const take = Math.min(8 - shift, width - got);
    value |= ((bytes[(from + got) >> 3]! >> shift) & ((1 << take) - 1)) << got;
    got += take;
  }
  return value;
}

function byte(place: Place): number {
  if (!(place.at < place.bytes.length)) throw new Error("it is cut short");
  return place.bytes[place.at++]!;
}

function word(place: Place): number {
  return byte(place) + 256 * byte(place) + 65536 * byte(place) + 16777216 * byte(place);
}

/** A number of at most 32 bits, as decoders read it. */
function varint(place: Place): number {
  let value = 0;
  for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
    const own = byte(place);
    value += (own & 127) * factor;
    if (own < 128 && value < 2 ** 31) return value;
  }
  throw new Error("it has a number that is too long");
}

/** A number of up to 64 bits with a sign, modulo 2³². */
function signed(place: Place): number {
  let [low, bits] = [0n, 0n];
  for (let count = 0; count < 10; count++) {
    const own = byte(place);
    low |= BigInt(own & 127) << bits;
    bits += 7n;
    if (own < 128) return Number(BigInt.asIntN(32, (low >> 1n) ^ -(low & 1n)));
  }
  throw new Error("it has a number that is too long");
}
