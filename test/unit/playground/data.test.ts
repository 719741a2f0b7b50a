import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openFiles, withColumns } from "../../../playground/data/openFiles.js";
import { makePlaneSamples, makeWave, planeRange } from "../../../playground/data/planeSamples.js";
import { makeSamples } from "../../../playground/data/makeSamples.js";
import { toggled } from "../../../playground/data/features.js";
import { columnMeanings, firstRows } from "../../../playground/data/preview.js";
import { createSession } from "../../../playground/session.js";
import { workedNames } from "../../../playground/worked/examples.js";
import { readLink, writeLink } from "../../../playground/link.js";
import { defaultsOf, firstChoices, hasNumbers, planeNames } from "../../../playground/choices.js";

const csv = (text: string, name = "table.csv") => new File([text], name);
const idx = (type: number, shape: number[], values: number[], name: string, pack = false) => {
  const header = [0, 0, type, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255])];
  const bytes = Uint8Array.from([...header, ...values]);
  return new File([pack ? gzipSync(bytes) : bytes], name);
};
const pixels = Array.from({ length: 4 * 6 }, (_, at) => at * 10);
const images = idx(8, [4, 2, 3], pixels, "images-idx3-ubyte");
const labels = idx(8, [4], [0, 2, 1, 0], "labels-idx1-ubyte", true);
const messageOf = (files: File[]) =>
  openFiles(files).catch((error: Error) => `${error.name}: ${error.message}`);

describe("points of a plane", () => {
  it.each(planeNames)(
    "%s: are half of each class, or numbers in −1 … 1, the same by seed, within the picture",
    (name) => {
      const { inputs, labels: classes, targets, rows } = makePlaneSamples(name, 0, 1000, 7);
      expect(rows).toBe(1000);
      if (hasNumbers(name)) expect(Math.max(...targets!.map(Math.abs)) - 1).toBeLessThan(0);
      else expect(classes!.reduce((sum, label) => sum + label, 0)).toBe(500);
      expect(Math.max(...inputs.map(Math.abs))).toBeLessThan(planeRange[1]);
      expect(makePlaneSamples(name, 0, 1000, 7).inputs).toEqual(inputs);
      expect(makePlaneSamples(name, 0, 1000, 8).inputs).not.toEqual(inputs);
    },
  );

  it.each(planeNames)("%s: keep the first ones when there are more", (name) => {
    expect(makePlaneSamples(name, 0.3, 10, 1).inputs).toEqual(
      makePlaneSamples(name, 0.3, 50, 1).inputs.slice(0, 20),
    );
  });

  it("have the position of their class: quadrants by the product of signs, circles by the distance", () => {
    const quadrants = makePlaneSamples("xor", 0, 400, 1);
    const circles = makePlaneSamples("circles", 0, 400, 1);
    for (let row = 0; row < 400; row++) {
      const [x, y] = quadrants.inputs.slice(2 * row, 2 * row + 2);
      expect(quadrants.labels![row]).toBe(x! * y! < 0 ? 1 : 0);
      const [across, up] = circles.inputs.slice(2 * row, 2 * row + 2);
      expect(circles.labels![row]).toBe(Math.hypot(across!, up!) < 3 ? 1 : 0);
    }
  });

  it("spread by the noise: standard deviation 2 at 1, in both coordinates, within 5 %", () => {
    const [still, noisy] = [
      makePlaneSamples("circles", 0, 4000, 1).inputs,
      makePlaneSamples("circles", 1, 4000, 1).inputs,
    ];
    let sum = 0;
    for (let at = 0; at < noisy.length; at++) sum += (noisy[at]! - still[at]!) ** 2;
    const mean = sum / noisy.length;
    expect(Math.abs(Math.sqrt(mean) - 2)).toBeLessThan(0.1);
  });
});

describe("numbers to learn", () => {
  it("belong to the place without noise: a slope of x + y, hills and hollows, and a sine", () => {
    const [still, noisy] = [makePlaneSamples("slope", 0, 50, 1), makePlaneSamples("slope", 0.5, 50, 1)];
    expect(noisy.targets).toEqual(still.targets);
    expect(noisy.inputs).not.toEqual(still.inputs);
    for (let row = 0; row < 50; row++) {
      const [x, y] = still.inputs.slice(2 * row, 2 * row + 2);
      expect(still.targets![row]).toBe((x! + y!) / 10);
    }
    const hills = makePlaneSamples("hills", 0, 2000, 1);
    const near = (x: number, y: number) =>
      Array.from(hills.targets!).filter(
        (_, row) => Math.hypot(hills.inputs[2 * row]! - x, hills.inputs[2 * row + 1]! - y) < 0.5,
      );
    expect(Math.min(...near(-4, 2.5))).toBeGreaterThan(0.7);
    expect(Math.max(...near(0, 2.5))).toBeLessThan(-0.7);
    const wave = makeWave(0, 100, 1);
    expect(wave.columns).toBe(1);
    wave.inputs.forEach((x, row) => expect(Math.abs(wave.targets![row]! - Math.sin(x))).toBeLessThan(1e-15));
  });
});

describe("input features", () => {
  it("are functions of x and y, as inputs with names; the picture's points stay x and y", () => {
    const choices = { ...defaultsOf("circles"), rows: 20, test: 0.25 };
    const plain = makeSamples(choices, null);
    const all = makeSamples({ ...choices, features: ["x", "y", "x2", "y2", "xy", "sinx", "siny"] }, null);
    expect(all.inputNames).toEqual(["x", "y", "x²", "y²", "xy", "sin x", "sin y"]);
    expect(all.plane!.train).toEqual(Float64Array.from(plain.train.inputs));
    expect(all.train.labels).toEqual(plain.train.labels);
    const [x, y] = plain.train.inputs;
    const [, , x2, y2, xy, sinx, siny] = all.train.inputs;
    expect([x2, y2, xy]).toEqual([x! * x!, y! * y!, x! * y!]);
    expect([sinx! - Math.sin(x!), siny! - Math.sin(y!)].every((error) => Math.abs(error) < 1e-15)).toBe(true);
    expect(all.plane!.inputsAt(Float32Array.of(2, 3)).slice(0, 5)).toEqual(Float64Array.of(2, 3, 4, 9, 6));
  });

  it("are switched one by one, in a fixed order; the last one stays", () => {
    expect(toggled(["x", "y"], "xy")).toEqual(["x", "y", "xy"]);
    expect(toggled(["x", "xy"], "y")).toEqual(["x", "y", "xy"]);
    expect(toggled(["y"], "y")).toEqual(["y"]);
  });
});

describe("samples", () => {
  it("are drawn by a seed of their own, if there is one: first weights and samples change apart", () => {
    const choices = { ...defaultsOf("spirals"), rows: 40 };
    const inputsOf = (seed: number, dataSeed: number | null) =>
      makeSamples({ ...choices, seed, dataSeed }, null).test!.inputs;
    expect(inputsOf(2, 1)).toEqual(inputsOf(1, null));
    expect(inputsOf(1, 2)).toEqual(inputsOf(2, null));
    expect(inputsOf(1, 2)).not.toEqual(inputsOf(1, null));
  });

  it("are split by the seed, and all are training samples where the fraction rounds to 0", () => {
    const choices = { ...defaultsOf("circles"), rows: 100, test: 0.25 };
    const { train, test, kind, classNames, file } = makeSamples(choices, null);
    expect([train.rows, test!.rows]).toEqual([75, 25]);
    expect({ kind, classNames, file }).toEqual({ kind: "plane", classNames: ["0", "1"], file: null });
    expect(makeSamples({ ...choices, rows: 4, test: 0.1 }, null).test).toBe(null);
    expect(makeSamples({ ...choices, rows: 4, test: 0.9 }, null).test).toBe(null);
  });

  it("of the worked example are its one sample", () => {
    const { train, test, classNames } = makeSamples(defaultsOf("mazur"), null);
    expect([...train.inputs]).toEqual([0.05, 0.1]);
    expect([...train.targets!]).toEqual([0.01, 0.99]);
    expect([test, classNames]).toEqual([null, null]);
  });

  it("of every worked example are all of its rows, with the user's own numbers; none are held out", () => {
    const rows = { mazur: 1, matrix: 1, xor4: 4, autoencoder: 4 };
    for (const data of workedNames) {
      const { train, test, inputNames } = makeSamples(defaultsOf(data), null);
      expect([train.rows, test, inputNames.length]).toEqual([rows[data], null, train.columns]);
    }
    const inputs = [0, 0, 0, 1, 1, 0, 0.9, 2];
    const { train, plane } = makeSamples({ ...defaultsOf("xor4"), inputs }, null);
    expect([...train.inputs]).toEqual(inputs);
    expect([...train.targets!]).toEqual([0, 1, 1, 0]);
    expect(plane!.ranges).toEqual([
      [-0.25, 2.25],
      [-0.25, 2.25],
    ]);
  });

  it("of digits are images, and fewer digits are the first ones of more", () => {
    const many = makeSamples({ ...defaultsOf("digits"), rows: 60, test: 0 }, null);
    const few = makeSamples({ ...defaultsOf("digits"), rows: 20, test: 0 }, null);
    expect(many).toMatchObject({ kind: "images" });
    expect(many.inputNames).toHaveLength(784);
    expect(few.train.inputs).toEqual(many.train.inputs.slice(0, 20 * 784));
  });
});

describe("files", () => {
  it("of two number columns are a plane, others a table; the last column is the target", async () => {
    const plane = await openFiles([csv("a,b,kind\n0,1,x\n2,3,y\n4,-5,x\n")]);
    expect(plane).toMatchObject({ name: "table.csv", kind: "plane" });
    const { plane: view } = makeSamples({ ...defaultsOf("file"), test: 0 }, plane);
    expect(view).toMatchObject({ names: ["a", "b"], train: plane.dataset.inputs, test: null });
    expect(view!.ranges).toEqual([
      [-0.2, 4.2],
      [-5.4, 3.4],
    ]);
    expect(plane.dataset.classNames).toEqual(["x", "y"]);
    const table = await openFiles([csv("a;b;c;price\n1;2;3;4.5\n2;3;4;5.5\n")]);
    expect(table).toMatchObject({ kind: "table" });
    expect([...table.dataset.targets!]).toEqual([4.5, 5.5]);
  });

  it("that are tables show their columns and first rows, and can learn another column", async () => {
    const text =
      "town,area,kind,day,price\n" +
      [
        "Bern,50,flat,2024-01-05,100.5",
        "Bern,70,house,2024-02-06,200.25",
        "Bern,90,flat,2024-03-07,300.75",
        "Bern,60,house,2024-04-08,150.5",
      ].join("\n");
    const opened = await openFiles([csv(text, "homes.csv")]);
    expect(columnMeanings(opened.table!).map(({ name, kind }) => [name, kind])).toEqual([
      ["town", "constant"],
      ["area", "number"],
      ["kind", "yes/no"],
      ["day", "date"],
      ["price", "target"],
    ]);
    expect(firstRows(opened.table!, 2)).toEqual([
      ["Bern", "50", "flat", "2024-01-05", "100.5"],
      ["Bern", "70", "house", "2024-02-06", "200.25"],
    ]);
    const kind = withColumns(opened, { target: "kind", columns: { kind: "drop" } });
    expect(kind.dataset.classNames).toEqual(["flat", "house"]);
    const said = withColumns(opened, { target: null, columns: { area: "category", day: "drop" } });
    expect(columnMeanings(said.table!).map((one) => one.kind)).toEqual([
      "constant",
      "category",
      "yes/no",
      "dropped",
      "target",
    ]);
    expect(said.dataset.inputNames).toEqual(["area=50", "area=60", "area=70", "area=90", "kind=house"]);
    expect(() => withColumns(opened, { target: "rent", columns: {} })).toThrow(/rent/);
    expect(() => withColumns(opened, { target: null, columns: { kind: "number" } })).toThrow(/number/);
  });

  it("in IDX are images and labels, in either order, packed or not", async () => {
    for (const files of [
      [images, labels],
      [labels, images],
    ]) {
      const { dataset, kind, name } = await openFiles(files);
      expect({ kind, name }).toEqual({ kind: "images", name: "images-idx3-ubyte" });
      expect([...dataset.labels!]).toEqual([0, 2, 1, 0]);
      expect(dataset.image).toEqual([2, 3]);
    }
  });

  it("that cannot be read give an error", async () => {
    expect(await messageOf([images])).toBe(
      "DataError: images-idx3-ubyte: expected two IDX files, images and labels together, got 1 file. Open both at once.",
    );
    expect(await messageOf([csv("a\n1\n", "a.csv"), csv("a\n1\n", "b.csv")])).toBe(
      "DataError: a.csv, b.csv: expected one CSV file, or IDX images and labels, got 2 files that are not IDX. " +
        "Open one at a time.",
    );
    expect(await messageOf([csv("a,b\n1\n2,3\n")])).toMatch(/^DataError: table.csv line 2: /);
    expect(await messageOf([csv("")])).toBe("DataError: table.csv: the file is empty.");
  });

  it("are trained on by a session; one that fails changes nothing", async () => {
    const session = await createSession(defaultsOf("circles"));
    try {
      const { network, samples } = session;
      const before = [network.value, samples.value];
      await expect(session.open([csv("a\n")])).rejects.toThrow("table.csv");
      expect([network.value, samples.value]).toEqual(before);
      session.choose({ data: "file" });
      expect(session.frame.value.message).toBe("data: expected an open file, got none. Open a file.");
      expect(session.choices.value.data).toBe("circles");
      await session.trainBatch();
      expect(session.frame.value).toMatchObject({ state: "failed", updates: 1 });
      session.choose({ noise: 0.5 });
      await session.trainBatch();
      expect(session.frame.value).toMatchObject({ state: "idle", message: null });
      session.choose({ noise: defaultsOf("circles").noise });

      await session.open([csv("w,h,price\n1,200,3.5\n2,300,4.5\n3,100,5\n4,250,7\n5,120,1.5\n")]);
      expect(session.choices.value).toMatchObject({
        data: "file",
        output: "identity",
        loss: "halfSquaredError",
      });
      expect([session.choices.value.test, samples.value.test]).toEqual([0, null]); // too few to hold some out
      await session.trainEpoch();
      expect(session.frame.value).toMatchObject({ epoch: 1, message: null, accuracy: null });
      expect(network.value.scalers.inputs).not.toBe(null);
      const rows = Array.from({ length: 20 }, (_, row) => `${row},${row % 3}`);
      await session.open([csv(["a,b", ...rows].join("\n"), "many.csv")]);
      expect([session.choices.value.test, samples.value.test!.rows]).toEqual([0.2, 4]);
      await session.open([csv("w,h,price\n1,200,3.5\n2,300,4.5\n3,100,5\n4,250,7\n5,120,1.5\n")]);
      session.choose({ data: "circles" });
      session.choose({ data: "file" });
      expect(session.choices.value.output).toBe("identity");
      expect(samples.value.file).toBe("table.csv");
    } finally {
      session.dispose();
    }
  });
});

describe("a session with a file", () => {
  const flowers = csv(
    "length,width,kind\n" +
      Array.from({ length: 30 }, (_, row) => `${row % 7},${(row * row) % 11}.5,${row % 2 ? "a" : "b"}`).join(
        "\n",
      ),
    "flowers.csv",
  );

  it("learns another column, and says what is wrong with one that cannot be learnt", async () => {
    const session = await createSession(defaultsOf("circles"));
    try {
      await session.open([flowers]);
      expect(session.choices.value).toMatchObject({ data: "file", target: null, output: "softmax" });
      session.choose({ hidden: [] });
      session.chooseColumns({ target: "width", columns: {} });
      expect(session.choices.value).toMatchObject({ target: "width", output: "identity", hidden: [] });
      expect(session.samples.value.inputNames).toEqual(["length", "kind=b"]);
      const before = session.samples.value;
      expect(() => session.chooseColumns({ target: "height", columns: {} })).toThrow(/height/);
      expect(session.samples.value).toBe(before);
      session.choose({ data: "circles" });
      expect(session.choices.value.target).toBe(null);
      session.choose({ data: "file" });
      expect(session.choices.value.target).toBe("width");
    } finally {
      session.dispose();
    }
  });

  it("takes the choices of a link when its file is opened", async () => {
    const { file, choices, complaints } = readLink(
      "#data=file&target=kind&columns=width%3Adrop&hidden=3t&lr=0.5&file=flowers.csv",
    );
    expect(complaints).toEqual([]);
    expect(choices).toEqual(firstChoices);
    const session = await createSession(choices, { linkedFile: file });
    try {
      expect(session.linkedFile.value!.name).toBe("flowers.csv");
      await session.open([flowers]);
      expect(session.linkedFile.value).toBe(null);
      expect(session.choices.value).toMatchObject({ data: "file", learningRate: 0.5, target: "kind" });
      const link = writeLink(session.choices.value, "en", session.opened.value!.name);
      expect(link).toBe("data=file&target=kind&columns=width%3Adrop&hidden=3t&lr=0.5&file=flowers.csv");
      expect(session.samples.value.inputNames).toEqual(["length"]);
    } finally {
      session.dispose();
    }
  });
});

describe("pictures of the data", () => {
  it("do not come from other sites", () => {
    const page = readFileSync("playground/index.html", "utf8");
    expect(page).not.toMatch(/https?:/);
  });
});
