/** Opens a table for the comparison, and splits it: a quarter of the rows is held out, by class where there are classes. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { encode, gunzipIfNeeded, inferSchema, readCsv } from "../../dist/node.js";

/** The part that is held out. */
const heldOut = 0.25;

/** A file as a data set with its targets. */
export async function openTable({ file, target, drop = [], targetKind }) {
  const name = basename(file).replace(/\.gz$/, "");
  const table = readCsv(await gunzipIfNeeded(readFileSync(file), name), name);
  const column = target === "last" ? table.header.at(-1) : target;
  const schema = inferSchema(table, column, { drop, ...(targetKind && { kind: targetKind }) });
  return { name, dataset: encode(table, schema, { target: true }) };
}

/** Row numbers of both parts, drawn from the seed. */
export function splitOf({ dataset }, seed) {
  const { rows, labels } = dataset;
  const groups = new Map();
  for (let row = 0; row < rows; row++) {
    const key = labels ? labels[row] : 0;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  const draw = generator(seed);
  const [train, test] = [[], []];
  for (const [, members] of [...groups].sort(([one], [other]) => one - other)) {
    for (let last = members.length - 1; last > 0; last--) {
      const other = Math.floor(draw() * (last + 1));
      [members[last], members[other]] = [members[other], members[last]];
    }
    const count = Math.round(members.length * heldOut);
    test.push(...members.slice(0, count));
    train.push(...members.slice(count));
  }
  const ascending = (one, other) => one - other;
  return { train: train.sort(ascending), test: test.sort(ascending) };
}

/** Numbers in [0, 1): mulberry32. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
