import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { readCsv } from "../../../src/readers/csv.js";
import { encode } from "../../../src/readers/encode.js";
import { idxDataset, readIdx } from "../../../src/readers/idx.js";
import { inferSchema } from "../../../src/readers/schema.js";
import type { Choices, Session } from "../../../playground/sessionTypes.js";
import { createSession } from "../../../playground/session.js";
import { defaultsOf } from "../../../playground/choices.js";
import { commandLine } from "../../../playground/export/commandLine.js";
import { csvOf, dataFiles, type MadeFile, originOf } from "../../../playground/export/dataFiles.js";
import { fitHistoryOf } from "../../../playground/fitHistory.js";
import { formats, make } from "../../../playground/export/formats.js";
import { snippetOf } from "../../../playground/export/snippet.js";
import { essentialConfig } from "../../../src/settings/essential.js";
import { effectiveConfig, snapshotOf } from "../../../playground/export/snapshot.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { checkConfig, configInput } from "../../../src/settings/configuration.js";

const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
const run = promisify(execFile);

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

async function begin(some: Partial<Choices>, files: File[] = []): Promise<Session> {
  const choices = { ...defaultsOf(some.data ?? "circles"), ...some };
  const start = files.length > 0 ? defaultsOf("circles") : choices;
  const session = await createSession(start, { nextFrame: (callback) => setTimeout(callback, 1) });
  ends.push(() => session.dispose());
  if (files.length > 0) await session.open(files);
  fitHistoryOf(session);
  return session;
}

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), "take-"));
  ends.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function write(into: string, files: readonly MadeFile[]): void {
  for (const { name, content } of files) writeFileSync(join(into, name), content);
}

/** Runs the session's snippet with the built library. @returns the loss it prints, and the hash of its weights */
async function runSnippet(session: Session): Promise<{ loss: number; sha256: string; text: string }> {
  const snapshot = snapshotOf(session);
  const { loss } = snapshot.network.evaluate(snapshot.samples.train);
  const into = directory();
  write(into, dataFiles(snapshot));
  const text = snippetOf(snapshot, loss);
  const library = pathToFileURL(join(dist, "index.js")).href;
  writeFileSync(join(into, "train.mjs"), text.replace('from "chainrule"', `from ${JSON.stringify(library)}`));
  const { stdout } = await run(process.execPath, ["train.mjs"], { cwd: into });
  const model = /writeFile\("(.*?)"/.exec(text)![1]!;
  const network = Network.load(readFileSync(join(into, model)));
  return { loss: Number(/^loss (\S+)/m.exec(stdout)![1]), sha256: await network.weightsSha256(), text };
}

/** Runs the session's command with the built command line. */
async function runCommand(session: Session) {
  const snapshot = snapshotOf(session);
  const { config, command } = commandLine(snapshot);
  const into = directory();
  write(into, dataFiles(snapshot));
  writeFileSync(join(into, config.name), config.content);
  const [npx, program, ...rest] = command.split(" ");
  expect([npx, program]).toEqual(["npx", "chainrule"]);
  const { stdout } = await run(process.execPath, [join(dist, "cli.js"), ...rest, "--json"], { cwd: into });
  return JSON.parse(stdout);
}

async function train(session: Session, epochs: number, batches = 0): Promise<void> {
  for (let epoch = 0; epoch < epochs; epoch++) await session.trainEpoch();
  for (let batch = 0; batch < batches; batch++) await session.trainBatch();
}

const lossOf = (session: Session) => session.network.peek().evaluate(session.samples.peek().train).loss;
const shaOf = (session: Session) => session.network.peek().weightsSha256();

/** Cases by name. */
const cases: [name: string, some: Partial<Choices>, epochs: number, batches: number][] = [
  ["the worked example", { data: "mazur" }, 7, 0],
  ["circles, adam, with test samples", { data: "circles", rows: 60 }, 3, 0],
  ["spirals, during an epoch", { data: "spirals", rows: 60, batchSize: 8, optimizer: "sgd" }, 2, 3],
  [
    "clouds in float64, no test samples, dropout and L2",
    { data: "clouds", rows: 40, test: 0, precision: "float64", dropout: 0.25, l2: 0.01 },
    2,
    1,
  ],
  [
    "xor, iRprop−",
    { data: "xor", rows: 40, optimizer: "irpropMinus", learningRate: 0.1, batchSize: "full" },
    3,
    0,
  ],
  [
    "hills with features and a sample of its own",
    {
      data: "hills",
      rows: 60,
      features: ["x", "x2", "siny"],
      dataSeed: 7,
      output: "identity",
      loss: "halfSquaredError",
    },
    3,
    0,
  ],
  ["digits", { data: "digits", rows: 120, hidden: [{ units: 5, activation: "relu" }] }, 2, 1],
];

describe("the snippet, run in Node, gives the session's loss to the last digit and its weights", () => {
  it.each(cases)("%s", async (_, some, epochs, batches) => {
    const session = await begin(some);
    await train(session, epochs, batches);
    const { loss, sha256, text } = await runSnippet(session);
    expect(loss).toBe(lossOf(session));
    expect(text).toContain(`// in the playground: ${loss}`);
    expect(sha256).toBe(await shaOf(session));
  });

  it("with a user's own numbers of a worked example", async () => {
    const own: Partial<Choices>[] = [
      { data: "mazur", weights: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, -0.8] },
      { data: "mazur", inputs: [0.5, 0.25], learningRate: 0.7 },
      { data: "matrix", targets: [0.5, 0.25] },
      { data: "xor4", biases: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] },
      { data: "autoencoder" },
    ];
    for (const some of own) {
      const session = await begin(some);
      await train(session, 2, 1);
      const { loss, sha256 } = await runSnippet(session);
      expect(loss).toBe(lossOf(session));
      expect(sha256).toBe(await shaOf(session));
    }
  });

  it("with a learning rate, a batch size and an optimiser that changed during the training", async () => {
    const session = await begin({ data: "circles", rows: 50, optimizer: "adamw" });
    await train(session, 1, 1);
    session.choose({ learningRate: 0.02, batchSize: 4 });
    await train(session, 1, 2);
    session.choose({ optimizer: "sgd", l1: 0.001 });
    await train(session, 1);
    const { loss, sha256, text } = await runSnippet(session);
    expect(text.match(/network\.fit/g)).toHaveLength(3);
    expect(loss).toBe(lossOf(session));
    expect(sha256).toBe(await shaOf(session));
  });

  it("of a file with numeric targets and quoted names, and of IDX images", async () => {
    const csv = '"size, m",kind,price\n1.5,a,10\n2.25,b,12.5\n-3,a,7\n4,b,19\n5.125,a,3\n6,b,8\n';
    const table = await begin({ data: "file" }, [new File([csv], "houses.csv")]);
    await train(table, 4);
    expect(originOf(snapshotOf(table))).toMatchObject({
      kind: "csv",
      file: "houses.csv",
      targetKind: "number",
    });
    expect((await runSnippet(table)).loss).toBe(lossOf(table));
    const digits = snapshotOf(await begin({ data: "digits", rows: 30 })).samples.all;
    const pixels = new Uint8Array(16 + digits.inputs.length);
    pixels.set([0, 0, 8, 3, 0, 0, 0, 30, 0, 0, 0, 28, 0, 0, 0, 28]);
    pixels.set(digits.inputs, 16);
    const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 30, ...digits.labels!]);
    const images = await begin({}, [new File([pixels], "some-images.gz"), new File([labels], "l.idx")]);
    await train(images, 2);
    expect(originOf(snapshotOf(images))).toMatchObject({ kind: "idx" });
    expect((await runSnippet(images)).loss).toBe(lossOf(images));
  });

  it("untrained: 100 epochs, and no loss to compare with", async () => {
    const session = await begin({ data: "circles", rows: 20 });
    const text = snippetOf(snapshotOf(session), 1);
    expect(text).toContain("await network.fit(data, { epochs: 100 });");
    expect(text).not.toContain("in the playground");
  });
});

describe("the command line takes the configuration and makes the session's weights", () => {
  it.each(cases.slice(1))("%s", async (_, some, epochs, batches) => {
    const session = await begin(some);
    await train(session, epochs, batches);
    const document = await runCommand(session);
    expect(document.weightsSha256).toBe(await shaOf(session));
    expect(document.metrics.loss).toBe(lossOf(session));
    expect(commandLine(snapshotOf(session))).toMatchObject({ does: "trains", isExact: true });
  });

  it("the worked example, with two targets: a trace from the current weights", async () => {
    const session = await begin({ data: "mazur" });
    await train(session, 3);
    const document = await runCommand(session);
    expect(commandLine(snapshotOf(session)).does).toBe("trace");
    const before = session.network.peek().parameters()[0]!.weights[0];
    expect(JSON.stringify(document)).toContain(String(before));
  });
});

describe("data", () => {
  it("CSV is read back as the samples in their original order, with and without test samples", async () => {
    const session = await begin({ data: "spirals", rows: 50, test: 0.3, noise: 0.2 });
    const snapshot = snapshotOf(session);
    const [file] = dataFiles(snapshot);
    const table = readCsv(file!.content as string, file!.name);
    const again = encode(table, inferSchema(table, "class", { kind: "class" }), { target: true });
    const whole = await begin({ data: "spirals", rows: 50, test: 0, noise: 0.2 });
    const { inputs, labels } = whole.samples.peek().train;
    expect([file!.name, again.inputs, again.labels]).toEqual(["spirals.csv", inputs, labels]);
  });

  it("classes that a reader would sort in another order are written as numbers", () => {
    const of = (classes: string[]) => csvOf(Dataset.from([[1], [2]], [0, 1], { classes }), ["x"], "class");
    expect(of(["10", "9"])).toBe("x,class\n1,0\n2,1\n");
    expect(of(["9", "10"])).toBe("x,class\n1,9\n2,10\n");
    expect(of(["no, never", "yes"])).toBe('x,class\n1,"no, never"\n2,yes\n');
  });

  it("IDX images are read back unchanged", async () => {
    const session = await begin({ data: "digits", rows: 12, test: 0.25 });
    const snapshot = snapshotOf(session);
    const [images, labels] = dataFiles(snapshot).map(({ name, content }) =>
      readIdx(content as Uint8Array, name),
    );
    const again = idxDataset(images!, labels!, { images: "i", labels: "l" });
    const { inputs, labels: expected } = snapshot.samples.all;
    expect([again.inputs, again.labels, again.image]).toEqual([inputs, expected, [28, 28]]);
  });
});

describe("the configuration", () => {
  const some: Partial<Choices> = { data: "xor", optimizer: "lbfgs", learningRate: 1, batchSize: "full" };
  const lbfgs: (typeof cases)[number] = ["L-BFGS", some, 0, 0];

  it.each([...cases, lbfgs])("without its defaults is the same: %s", async (_, some) => {
    const session = await begin(some);
    const config = effectiveConfig(snapshotOf(session));
    const brief = essentialConfig(config);
    const ofHost = { build: config.build, threads: config.threads };
    expect(configInput(checkConfig({ ...brief, ...ofHost }))).toEqual(configInput(config));
    expect(Object.keys(brief).length).toBeLessThan(9);
  });
});

describe("files", () => {
  it("are named after data and layers, and can be read back", async () => {
    const session = await begin({ data: "circles", rows: 40, hidden: [{ units: 3, activation: "tanh" }] });
    await train(session, 2);
    const files = (await Promise.all(formats.map((format) => make(format, session)))).flat();
    const byName = Object.fromEntries(files.map(({ name, content }) => [name, content]));
    expect(Object.keys(byName)).toEqual([
      "circles-2-3-2.safetensors",
      "circles-2-3-2.onnx",
      "circles-2-3-2.json",
      "circles.csv",
      "circles-2-3-2-learning.csv",
      "circles-2-3-2-report.html",
      "circles-2-3-2-step-by-step.html",
    ]);
    const model = Network.load(byName["circles-2-3-2.safetensors"] as Uint8Array);
    expect(await model.weightsSha256()).toBe(await shaOf(session));
    expect(new TextDecoder("latin1").decode(byName["circles-2-3-2.onnx"] as Uint8Array)).toContain(
      "circles-2-3-2",
    );
    expect(session.network.peek().notes).toEqual({ inputNames: ["x", "y"] }); // as `fit` notes them
    expect(byName["circles-2-3-2-report.html"]).toContain("as it stood in the playground");
    expect(byName["circles-2-3-2-step-by-step.html"]).toContain("<math");
  });

  it("the model knows its columns and classes: the command line predicts with it", async () => {
    const session = await begin({ data: "circles", rows: 40 });
    await train(session, 2);
    const into = directory();
    for (const name of ["model", "data"]) {
      write(
        into,
        await make(
          formats.find((format) => format.name === name)!,
          session,
        ),
      );
    }
    const args = ["evaluate", "circles-2-8-8-2.safetensors", "circles.csv", "--json"];
    const { stdout } = await run(process.execPath, [join(dist, "cli.js"), ...args], { cwd: into });
    const { accuracy } = session.network.peek().evaluate(snapshotOf(session).samples.all).metrics;
    expect(JSON.parse(stdout).metrics.accuracy).toBe(accuracy);
  });

  it("a large network has no step by step, and data of the library have no file", async () => {
    const snapshot = snapshotOf(await begin({ data: "digits", rows: 40 }));
    const there = formats
      .filter(({ isAvailable }) => isAvailable?.(snapshot) ?? true)
      .map(({ name }) => name);
    expect(there).not.toContain("trace");
    expect(there).not.toContain("data");
  });
});
