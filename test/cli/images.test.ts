import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import * as jpeg from "jpeg-js";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule, succeeds, workspace } from "./run.js";

const cwd = workspace();
const run = (...args: string[]) => succeeds(args, { cwd });
const says = async (...args: string[]) => (await chainrule(args, { cwd })).stderr.trim();

/** A picture with a bright left half (class "left") or right half. */
function half(side: "left" | "right", seed: number, width = 12, height = 10): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const isBright = at % width < width / 2 === (side === "left");
    return (isBright ? 180 : 20) + ((at * 7 + seed * 13) % 50);
  });
}

const png = (data: Uint8Array, width = 12) =>
  encode({ width, height: data.length / width, data, channels: 1 });
const jpg = (data: Uint8Array, width = 12) => {
  const rgba = Uint8Array.from({ length: 4 * data.length }, (_, at) => (at % 4 === 3 ? 255 : data[at >> 2]!));
  return jpeg.encode({ data: rgba, width, height: data.length / width }, 95).data;
};

beforeAll(() => {
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(join(cwd, name, ".."), { recursive: true });
    writeFileSync(join(cwd, name), content);
  };
  for (let index = 0; index < 20; index++) {
    for (const side of ["left", "right"] as const) {
      write(`photos/${side}/${index}.png`, png(half(side, index)));
      write(`colour/${side}/${index}.jpg`, jpg(half(side, index)));
      if (index < 5) write(`damaged/${side}/${index}.png`, png(half(side, index)));
    }
  }
  write("photos/left/large.png", png(half("left", 3, 24, 20), 24));
  write("photos/Thumbs.db", "x");
  write("photos/.DS_Store", "x");
  write("damaged/left/9.png", png(half("left", 9)).subarray(0, 60));
  write("new/b.png", png(half("right", 99)));
  write("new/a.png", png(half("left", 98)));
  write("new/deep/c.jpg", jpg(half("left", 97)));
  write("mixed/a.csv", "x,y\n1,2\n");
  write("lone/a.png", png(half("left", 1)));
  write("other/cat/a.gif", "GIF89a");
  write("strange/bird/1.png", png(half("left", 1)));
  write("table.csv", "x,y\n1,2\n");
});

const onPhotos = ["train", "--data", "photos", "--epochs", "20", "--seed", "1"];

describe("a folder of images by class", () => {
  it("trains; the model knows size and colour, and answers for files and folders", async () => {
    const { stderr, stdout } = await chainrule([...onPhotos, "-o", "m.st"], { cwd });
    expect(stderr).toContain(
      "photos: 41 images in 2 classes (left 21, right 20), grey, 12 × 10 pixels.\n1 image of another size is resized (--image-size).\n" +
        `1 file not named .png, .jpg or .jpeg left out, the first: ${join("photos", "Thumbs.db")}.`,
    );
    expect(stdout).toContain("left");
    const { notes } = JSON.parse(await run("inspect", "m.st", "--json"));
    expect(notes).toMatchObject({ image: [10, 12, 1], classes: ["left", "right"] });
    const rows = (await run("predict", "m.st", "new")).trim().split("\n");
    expect(rows.map((row) => row.split(",").slice(0, 2))).toEqual([
      ["file", "prediction"],
      [join("new", "a.png"), "left"],
      [join("new", "b.png"), "right"],
      [join("new", "deep", "c.jpg"), "left"],
    ]);
    const lines = await run(
      "predict",
      "m.st",
      join("new", "b.png"),
      join("new", "a.png"),
      "--format",
      "jsonl",
    );
    expect(
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).class),
    ).toEqual(["right", "left"]);
    const { rows: count, metrics } = JSON.parse(await run("evaluate", "m.st", "colour", "--json"));
    expect([count, metrics.accuracy]).toEqual([40, 1]);
  });

  it("the same folder gives the same weights; size and colour can be told", async () => {
    const of = async (...more: string[]) =>
      JSON.parse(await run(...onPhotos, "--epochs", "2", "--json", "--quiet", ...more));
    const [first, again, small] = [
      await of(),
      await of(),
      await of("--image-size", "6x5", "--image-color", "rgb"),
    ];
    expect(again.weightsSha256).toBe(first.weightsSha256);
    expect(small.config.layers[0]).toMatchObject({ units: 90 });
  });

  it("is RGB where a file is, and the report shows it", async () => {
    const said = await says("train", "--data", "colour", "--epochs", "1", "--report", "r.html", "-o", "c.st");
    expect(said).toContain("colour: 40 images in 2 classes (left 20, right 20), RGB, 12 × 10 pixels.");
    expect(JSON.parse(await run("inspect", "c.st", "--json")).notes.image).toEqual([10, 12, 3]);
  });

  it("an autoencoder needs no classes", async () => {
    await run(
      "train",
      "--data",
      "new",
      "--autoencoder",
      "--layers",
      "3",
      "--epochs",
      "2",
      "-o",
      "auto.st",
      "--quiet",
    );
    expect(JSON.parse(await run("inspect", "auto.st", "--json")).notes).toEqual({
      image: [10, 12, 3],
      autoencoder: true,
    });
  });

  it("inspect says what is in it", async () => {
    expect(await run("inspect", "photos")).toBe(
      "photos: 41 images in 2 classes (left 21, right 20), grey, 12 × 10 pixels.\n" +
        "1 image of another size is resized (--image-size).\n" +
        `1 file not named .png, .jpg or .jpeg left out, the first: ${join("photos", "Thumbs.db")}.\n` +
        "sizes: 12 × 10 (40), 24 × 20 (1)\n",
    );
    expect(JSON.parse(await run("inspect", "photos", "--json"))).toMatchObject({
      images: 41,
      classes: { left: 21, right: 20 },
      sizes: { "12 × 10": 40, "24 × 20": 1 },
      becomes: { height: 10, width: 12, channels: 1 },
    });
  });

  it("a damaged file is named, or skipped and counted", async () => {
    const path = join("damaged", "left", "9.png");
    const problem =
      `${path}: expected a PNG or JPEG image that can be read, but it is cut short. ` +
      "Replace or remove the file, or skip such files (--on-error skip).";
    expect(await says("train", "--data", "damaged", "--epochs", "1")).toBe(`DataError: ${problem}`);
    const skipping = ["--on-error", "skip"];
    expect(await says("train", "--data", "damaged", "--epochs", "1", ...skipping, "-o", "d.st")).toContain(
      `1 image could not be read and left out, the first: ${problem}`,
    );
    const { stdout, stderr } = await chainrule(["predict", "d.st", "damaged", ...skipping], { cwd });
    expect(stdout.split("\n").find((line) => line.startsWith(path))).toBe(`${path},,,`);
    expect(stderr).toContain("1 image could not be read");
  });
});

describe("refuses", () => {
  beforeAll(() => run("train", "--data", "photos", "--epochs", "1", "-o", "photos.st", "--quiet"));

  it.each([
    [
      ["train", "--data", "lone"],
      `DataError: ${join("lone", "a.png")}: expected folders of images in lone, one for each class, got an image outside of them. ` +
        "Move it into a folder with the name of its class.",
    ],
    [
      ["train", "--data", join("lone", "a.png")],
      `DataError: ${join("lone", "a.png")}: expected a folder with a folder of images for each class, got one image.`,
    ],
    [
      ["train", "--data", "other"],
      'DataError: other: expected a folder of PNG or JPEG images, got files named ".gif". ' +
        `Name the files of a table one by one, or by a pattern such as "${join("other", "*.csv")}".`,
    ],
    [
      ["train", "--data", "photos", "--target", "x"],
      "ConfigError: --target: does not go with images. Drop it: the folders are the classes.",
    ],
    [
      ["train", "--data", "photos", "--image-size", "big"],
      'ConfigError: --image-size: expected width and height in pixels, such as 28x28, got "big".',
    ],
    [
      ["train", "--data", "table.csv", "--target", "y", "--image-size", "2x2"],
      "ConfigError: --image-size: does not go with a table. Drop it: it is for folders of images.",
    ],
    [
      ["train", "--data", "photos", "--warm-start", "photos.st", "--image-size", "2x2"],
      "ConfigError: --image-size: the model to start from takes grey images of 12 × 10 pixels. Drop it.",
    ],
    [
      ["train", "--data", "photos", "table.csv", "--target", "y"],
      "DataError: table.csv: expected images, since several files are given, got a table. Give one file.",
    ],
    [
      ["evaluate", "photos.st", "strange"],
      `DataError: ${join("strange", "bird", "1.png")}: expected a class that the model knows (left, right), got "bird". Leave out such images.`,
    ],
    [
      ["predict", "photos.st", "table.csv"],
      "DataError: table.csv: the model was trained on images, not on columns.",
    ],
  ])("%j", async (args, message) => {
    expect(await says(...args)).toBe(message);
  });
});
