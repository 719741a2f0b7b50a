import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readTable, type TableHost } from "../../../src/readers/tableFormats.js";

const folder = fileURLToPath(new URL("../../../../shared/data/tables/", import.meta.url));
const isThere = existsSync(folder);

/** Rows, columns, and columns that are numbers but for empty cells and "?", of each file. */
const expected: Readonly<Record<string, readonly [rows: number, columns: number, numeric: number]>> = {
  "AirQuality-excel.csv.gz": [9358, 15, 13],
  "AmesHousing_1.txt.gz": [2930, 82, 38],
  "SeoulBikeData.csv.gz": [8760, 14, 10],
  "adult-train.csv.gz": [32561, 15, 6],
  "adult_train_selva.csv.gz": [32561, 15, 6],
  "airfoil.csv.gz": [1503, 6, 6],
  "auto-mpg.data.gz": [398, 9, 8],
  "comment.csv.gz": [4, 3, 3],
  "concrete_data.csv.gz": [1030, 9, 9],
  "german.csv.gz": [1000, 21, 8],
  "iris-excel-de.csv.gz": [150, 5, 4],
  "iris-id.csv.gz": [150, 6, 5],
  "iris.data.gz": [150, 5, 4],
  "mpg-index.csv.gz": [392, 10, 8],
  "mpg.jsonl.gz": [392, 9, 7],
  "mpg.parquet.gz": [392, 10, 8],
  "penguins.csv.gz": [344, 7, 4],
  "seeds_dataset.txt.gz": [210, 8, 8],
  "sepline.csv.gz": [1599, 12, 12],
  "spambase.data.gz": [4601, 58, 58],
  "student-mat.csv.gz": [395, 23, 6],
  "titanic-test.csv.gz": [418, 11, 6],
  "titanic-train.csv.gz": [891, 12, 7],
  "utf16.csv.gz": [1599, 12, 12],
  "wine-red-semi.csv.gz": [1599, 12, 12],
};

const host: TableHost = {
  async parquet() {
    const { compressors } = await import("hyparquet-compressors");
    return { ...(await import("hyparquet")), compressors };
  },
};

describe.skipIf(!isThere)("tables as people publish them (skipped without ../shared/data)", () => {
  it("are all in the list", () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))("%s is read without options", async (name, shape) => {
    const table = await readTable(new Uint8Array(readFileSync(folder + name)), name, {}, host);
    const numeric = table.columns.filter(
      ({ codes, texts }) => codes === null || texts.every((text) => ["", "?", "NA"].includes(text)),
    );
    expect([table.rows, table.header.length, numeric.length]).toEqual(shape);
  });
});
