/** Which rows of a source are held out, where they come one after the other and their number is not known: a random choice for each. */
import { philox, streams } from "../../network/random.js";

/**
 * Whether a row is held out. It depends on the seed and on the number of the row only, so a part has about `fraction` of the rows.
 *
 * @param row from 0
 */
export function isHeldOut(row: number, fraction: number, seed: number): boolean {
  if (fraction === 0) return false;
  counter[0] = row;
  counter[1] = Math.floor(row / 2 ** 32);
  counter[2] = streams.heldRows;
  counter[3] = 0;
  philox(counter, seed >>> 0, Math.floor(seed / 2 ** 32));
  return counter[0]! < fraction * 2 ** 32;
}

const counter = new Uint32Array(4);
