import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { succeeds, workspace } from "./run.js";

const cwd = workspace();
/** Data that are not part of the project: the tests of this file are skipped where they lie nowhere. */
const place = (name: string) => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
const [iris, wine, digits] = [place("iris.csv"), place("wine_data.csv"), place("digits.csv")];
const images = place("mnist-t10k-images-idx3-ubyte.gz");
const labels = place("mnist-t10k-labels-idx1-ubyte.gz");

async function heldOut(...args: string[]): Promise<Record<string, number>> {
  return JSON.parse(await succeeds(["train", ...args, "--seed", "1", "--json", "--quiet"], { cwd }))
    .validation;
}

describe("real data, held out by --validation (skipped where ../shared/data is not there)", () => {
  it.skipIf(!existsSync(iris))("iris.csv: accuracy ≥ 0.93", async () => {
    const { accuracy } = await heldOut("--data", iris, "--target", "species", "--validation", "0.2");
    expect(accuracy).toBeGreaterThanOrEqual(0.93);
  });

  it.skipIf(!existsSync(wine))("wine_data.csv with a header: accuracy ≥ 0.93", async () => {
    const [, ...rows] = readFileSync(wine, "utf8").split("\n");
    const header = [...Array.from({ length: 13 }, (_, column) => `x${column}`), "class"].join(",");
    writeFileSync(join(cwd, "wine.csv"), [header, ...rows].join("\n"));
    const { accuracy } = await heldOut("--data", "wine.csv", "--target", "class", "--validation", "0.2");
    expect(accuracy).toBeGreaterThanOrEqual(0.93);
  });

  it.skipIf(!existsSync(digits))("digits.csv, 30 epochs: accuracy ≥ 0.93", async () => {
    const flags = ["--target", "digit", "--validation", "0.2", "--epochs", "30"];
    const { accuracy } = await heldOut("--data", digits, ...flags);
    expect(accuracy).toBeGreaterThanOrEqual(0.93);
  });

  it.skipIf(!existsSync(images))(
    "MNIST, 10,000 images, --layers 128 --epochs 20: accuracy ≥ 0.93 (slow: about 8 s)",
    { timeout: 120_000 },
    async () => {
      const flags = ["--layers", "128", "--validation", "0.1", "--epochs", "20"];
      const { accuracy } = await heldOut("--data", images, "--labels", labels, ...flags);
      expect(accuracy).toBeGreaterThanOrEqual(0.93);
    },
  );

  it.skipIf(!existsSync(images))(
    "MNIST, 9,000 of 10,000 images, 256-128 relu, softmax, adam, dropout: accuracy ≥ 0.96 (slow: about 4 s)",
    { timeout: 240_000 },
    async () => {
      const settings =
        "--validation 0.1 --epochs 20 --batch 64 --layers 256,128 --activation relu --initializer heUniform " +
        "--loss crossEntropy --optimizer adam --learning-rate 0.002 --schedule cosine --dropout 0.4 --input-dropout 0.1";
      const { accuracy } = await heldOut("--data", images, "--labels", labels, ...settings.split(" "));
      expect(accuracy).toBeGreaterThanOrEqual(0.96);
    },
  );

  it.skipIf(!existsSync(digits))("digits.csv, relu, softmax, adam, 5 folds: accuracy ≥ 0.975", async () => {
    const settings = ["--layers", "100", "--activation", "relu", "--initializer", "heUniform"];
    const descent = [
      "--loss",
      "crossEntropy",
      "--optimizer",
      "adam",
      "--learning-rate",
      "0.002",
      "--l2",
      "0.0001",
    ];
    const length = ["--batch", "32", "--epochs", "40", "--scaling", "minMax"];
    const data = ["--data", digits, "--target", "digit", "--target-kind", "class", "--folds", "5"];
    const flags = ["train", ...data, ...settings, ...descent, ...length, "--json", "--quiet"];
    const { crossValidation } = JSON.parse(await succeeds(flags, { cwd }));
    expect(crossValidation.mean.metrics.accuracy).toBeGreaterThanOrEqual(0.975);
  });
});
