import { describe, expect, it } from "vitest";
import { gridOfPicture, openCamera } from "../../../playground/collect/camera.js";
import {
  type Collection,
  collectedData,
  csvFileOf,
  mostClasses,
  mostPictures,
  newCollection,
  npyFileOf,
  openedCollection,
  problemOf,
  renamed,
  withClass,
  withoutClass,
  withoutPicture,
  withPicture,
} from "../../../playground/collect/collection.js";
import { defaultsOf } from "../../../playground/choices.js";
import { createSession } from "../../../playground/session.js";
import { readCsv } from "../../../src/readers/csv.js";
import { readNpy } from "../../../src/readers/npy.js";

const size = 28 * 28;
const picture = (ink: number) => new Uint8Array(size).fill(ink);
/** Three pictures of "cat, small" and two of "dog", whose ink is 0 to 4. */
const pets: Collection = [0, 1, 2, 3, 4].reduce<Collection>(
  (all, ink) => withPicture(all, ink < 3 ? 0 : 1, picture(ink)),
  newCollection(["cat, small", "dog"]),
);

describe("a collection of images", () => {
  it("gets and loses classes and pictures; what was there before stays as it was", () => {
    const three = withClass(pets, "bird");
    expect(three.map(({ id, name, pictures }) => [id, name, pictures.length])).toEqual([
      [0, "cat, small", 3],
      [1, "dog", 2],
      [2, "bird", 0],
    ]);
    const two = withoutClass(three, 0);
    expect(two.map(({ name }) => name)).toEqual(["dog", "bird"]);
    expect(withClass(two, "fish").map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(withoutPicture(pets, 0, 1)[0]!.pictures.map(([ink]) => ink)).toEqual([0, 2]);
    expect(pets[0]!.pictures).toHaveLength(3);
  });

  it("has at least two classes, and limits", () => {
    expect(withoutClass(pets, 0)).toBe(pets);
    let many: Collection = pets;
    for (let index = 0; index < 20; index++) many = withClass(many, `class ${index}`);
    expect(many).toHaveLength(mostClasses);
    const pictures = Array.from({ length: mostPictures }, () => picture(0));
    const full: Collection = [{ id: 0, name: "a", pictures }];
    expect(withPicture(full, 0, picture(1))[0]!.pictures).toHaveLength(mostPictures);
  });

  it("can be learnt where each class has a name of its own and a picture", () => {
    expect(problemOf(pets)).toBe(null);
    expect(problemOf(withClass(pets, "bird"))).toEqual({ why: "empty", index: 2 });
    expect(problemOf(renamed(pets, 1, " "))).toEqual({ why: "unnamed", index: 1 });
    expect(problemOf(renamed(pets, 1, "cat, small "))).toEqual({ why: "same", index: 1 });
    expect(() => collectedData(withClass(pets, "bird"))).toThrow(
      "class 3: expected at least 1 picture, got none.",
    );
  });

  it("is a data set of images, with the classes in the user's order", () => {
    const dataset = collectedData(renamed(pets, 1, " ape"));
    expect(dataset).toMatchObject({
      rows: 5,
      columns: size,
      image: [28, 28],
      classNames: ["cat, small", "ape"],
    });
    expect([...dataset.labels!]).toEqual([0, 0, 0, 1, 1]);
    expect([0, 1, 2, 3, 4].map((row) => dataset.inputs[row * size])).toEqual([0, 1, 2, 3, 4]);
  });

  it("is saved as CSV and as NPY that the readers read back", () => {
    const table = readCsv(String(csvFileOf(pets, "pets").content), "pets.csv");
    expect([table.rows, table.header.length, table.header[size]]).toEqual([5, size + 1, "class"]);
    expect(table.columns[size]!.texts).toEqual(["cat, small", "dog"]);
    const { name, content } = npyFileOf(pets, "pets");
    expect(name).toBe("pets.npy");
    expect((content as Uint8Array).length % 64).toBe((5 * size) % 64);
    const array = readNpy(content as Uint8Array, name);
    expect(array.rows).toBe(5);
    expect(array.columns.length).toBe(size);
    expect([...array.columns[7]!.numbers]).toEqual([0, 1, 2, 3, 4]);
  });

  it("trains a session, which tells the classes apart", async () => {
    const split = [0, 1].reduce<Collection>(
      (all, id) => {
        const half = new Uint8Array(size).fill(255, (id * size) / 2, ((id + 1) * size) / 2);
        return withPicture(withPicture(all, id, half), id, half);
      },
      newCollection(["top", "bottom"]),
    );
    const session = await createSession(defaultsOf("circles"));
    try {
      session.take(openedCollection(split, "My images"));
      expect(session.samples.value).toMatchObject({ kind: "images", file: "My images", test: null });
      for (let epoch = 0; epoch < 30; epoch++) await session.trainEpoch();
      expect(session.frame.value.accuracy).toBe(1);
    } finally {
      session.dispose();
    }
  });
});

describe("the camera", () => {
  const refusing = (name: string) => ({
    getUserMedia: () => Promise.reject(Object.assign(new Error("no"), { name })),
  });

  it.each([
    ["NotAllowedError", "refused"],
    ["NotFoundError", "absent"],
    ["NotReadableError", "busy"],
    ["TypeError", "failed"],
  ])("that fails with %s is %s", async (name, problem) => {
    expect(await openCamera(refusing(name))).toEqual({ stream: null, problem, detail: "no" });
  });

  it("is not there on pages without https", async () => {
    expect(await openCamera(undefined)).toMatchObject({ stream: null, problem: "insecure" });
  });

  it("gives a grid of 28 × 28: means of areas in grey, dark as ink", () => {
    const side = 56;
    const rgba = Uint8Array.from({ length: 4 * side * side }, (_, at) => {
      const [pixel, channel] = [at >> 2, at % 4];
      if (channel === 3) return 255;
      // the upper half is black and white in turn, the lower half is red
      if (pixel < (side * side) / 2) return pixel % 2 === 0 ? 0 : 255;
      return channel === 0 ? 255 : 0;
    });
    const grid = gridOfPicture(rgba, side);
    expect(grid).toHaveLength(size);
    expect(new Set(grid.subarray(0, size / 2))).toEqual(new Set([127]));
    expect(new Set(grid.subarray(size / 2))).toEqual(new Set([255 - 76]));
  });
});
