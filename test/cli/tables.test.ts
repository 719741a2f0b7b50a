import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { succeeds } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const folder = fileURLToPath(new URL("../../../shared/data/tables/", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn("tables.test.ts: the sample tables are not there; their tests are skipped");

/** Tables as people publish them: file, target, rows that train, and what the target is. */
const tables: [file: string, target: string, rows: number, kind: "class" | "number"][] = [
  ["AirQuality-excel.csv.gz", "T", 9358, "number"],
  ["AmesHousing_1.txt.gz", "SalePrice", 2930, "number"],
  ["SeoulBikeData.csv.gz", "Rented_Bike_Count", 8760, "number"],
  ["adult-train.csv.gz", "last", 32561, "class"],
  ["adult_train_selva.csv.gz", "class", 32561, "class"],
  ["airfoil.csv.gz", "scaled_sound_pressure_level", 1503, "number"],
  ["auto-mpg.data.gz", "1", 398, "number"],
  ["comment.csv.gz", "y", 4, "class"],
  ["concrete_data.csv.gz", "concrete_compressive_strength", 1030, "number"],
  ["german.csv.gz", "last", 1000, "class"],
  ["iris-excel-de.csv.gz", "species", 150, "class"],
  ["iris-id.csv.gz", "Species", 150, "class"],
  ["iris.data.gz", "last", 150, "class"],
  ["mpg-index.csv.gz", "mpg", 392, "number"],
  ["mpg.jsonl.gz", "mpg", 392, "number"],
  ["mpg.parquet.gz", "mpg", 392, "number"],
  ["penguins.csv.gz", "species", 344, "class"],
  ["seeds_dataset.txt.gz", "last", 210, "class"],
  ["sepline.csv.gz", "quality", 1599, "class"],
  ["spambase.data.gz", "last", 4601, "class"],
  ["student-mat.csv.gz", "romantic", 395, "class"],
  ["titanic-train.csv.gz", "Survived", 891, "class"],
  ["utf16.csv.gz", "quality", 1599, "class"],
  ["wine-red-semi.csv.gz", "quality", 1599, "class"],
];

describe.skipIf(!isThere)("tables as they are published (skipped where ../shared/data is not there)", () => {
  it.each(tables)("%s trains by the first natural command", async (file, target, rows, kind) => {
    const args = ["train", "--data", folder + file, "--target", target, "--epochs", "1", "--json", "-q"];
    const { data, loss } = JSON.parse(await succeeds(args, { cwd }));
    expect(data).toMatchObject({ rows, target: { kind } });
    expect(loss).toBeGreaterThan(0);
  });

  it("a model of titanic answers every row of the test file, with its missing cells", async () => {
    const train = [
      "train",
      "--data",
      `${folder}titanic-train.csv.gz`,
      "--target",
      "Survived",
      "--epochs",
      "5",
    ];
    await succeeds([...train, "--id", "PassengerId", "-q", "-o", "titanic.st"], { cwd });
    const text = await succeeds(["predict", "titanic.st", `${folder}titanic-test.csv.gz`], { cwd });
    const rows = text.trimEnd().split("\n");
    expect(rows).toHaveLength(419);
    expect(rows.filter((row) => !/^(PassengerId,|\d+,[01],[\d.e-]+,[\d.e-]+$)/.test(row))).toEqual([]);
  });
});
