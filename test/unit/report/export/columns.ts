/** A schema with all kinds of columns, rows of its table, and what `encode` makes of them. For the tests of exports. */
import type { Schema } from "../../../../src/data/columns/columns.js";
import { readCsv } from "../../../../src/readers/csv.js";
import { encode } from "../../../../src/readers/encode.js";

export const allKinds: Schema = {
  version: 2,
  inputs: [
    { name: "age", kind: "number", missing: 2 },
    { name: "sex", kind: "yes/no", values: ["f", "m"], missing: 1 },
    { name: "flag", kind: "yes/no", values: ["0", "1"], missing: 1 },
    { name: "sure", kind: "yes/no", values: ["0", "1"] },
    { name: "city", kind: "category", values: ["Bonn", "Rome"], other: 3, missing: 1 },
    { name: "kind", kind: "category", values: ["a", "b", "c"], missing: 1 },
    { name: "when", kind: "date", format: "dmy", parts: ["days", "month"], first: 12418 },
  ],
  target: { name: "y", kind: "number" },
};

/** Encoded columns: 2 + 2 + 2 + 1 + 4 + 4 + 2. */
export const width = 17;

const csv = `age,sex,flag,sure,city,kind,when
31,m,1,0,Rome,a,02.02.2004
18,,NA,1,NA,,01.01.2004
45,f,0,1,Oslo,c,03.01.2004
`;

/** [3 rows × 17] */
export const encoded: number[][] = (() => {
  const { inputs, columns } = encode(readCsv(csv, "t.csv"), allKinds, { target: false });
  return [0, 1, 2].map((row) => Array.from(inputs.subarray(row * columns, (row + 1) * columns)));
})();

/** The same rows by column, parts of dates apart. */
export const records = [
  { age: 31, sex: "m", flag: 1, sure: 0, city: "Rome", kind: "a", "when days": 32, "when month": 2 },
  { age: 18, sex: "", flag: NaN, sure: 1, city: "NA", kind: "", "when days": 0, "when month": 1 },
  { age: 45, sex: "f", flag: 0, sure: 1, city: "Oslo", kind: "c", "when days": 2, "when month": 1 },
];
