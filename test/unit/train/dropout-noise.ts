/** Masks and noise as the kernels draw them, drawn again from Philox by the counter that dropout.ts states. */
import { Stream } from "../../../assembly/codes.js";
import { philox } from "../../../src/network/random.js";

/** Where in a training a row stands. */
export interface Place {
  seed: number;
  epoch: number;
  /** Of the batch's first row, in the epoch. */
  from: number;
}

/** Four words of (column >> 2, place in the epoch, stream, epoch) under the seed. */
function words({ seed, epoch }: Place, place: number, column: number, stream: number): Uint32Array {
  const counter = Uint32Array.of(column >> 2, place, stream, epoch);
  philox(counter, seed >>> 0, Math.floor(seed / 2 ** 32));
  return counter;
}

/**
 * The factors of a layer's outputs: 0 for the words below `part` · 2³², else 1 / (1 − part).
 *
 * @param layer   0 is the inputs, 1 the first hidden layer
 * @param members how many masks each sample has, at places one after the other; rows of the first member come first
 * @returns [rows × columns]
 */
export function maskOf(
  part: number,
  layer: number,
  rows: number,
  columns: number,
  place: Place,
  members = 1,
): Float64Array {
  const samples = rows / members;
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const column = at % columns;
    const row = Math.floor(at / columns);
    const own = (place.from + (row % samples)) * members + Math.floor(row / samples);
    const drawn = words(place, own, column, Stream.dropout + 256 * layer);
    return drawn[column % 4]! < Math.floor(part * 2 ** 32) ? 0 : 1 / (1 - part);
  });
}

/**
 * Gaussian noise: columns 4i and 4i + 1 are the cosine and the sine of one pair of words, the next two of the
 * other.
 *
 * @returns [rows × columns]
 */
export function noiseOf(deviation: number, rows: number, columns: number, place: Place): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const column = at % columns;
    const drawn = words(place, place.from + Math.floor(at / columns), column, Stream.noise);
    const radius = deviation * Math.sqrt(-2 * Math.log((drawn[column & 2]! + 1) / 2 ** 32));
    const angle = (2 * Math.PI * drawn[(column & 2) + 1]!) / 2 ** 32;
    return radius * (column % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
}
