import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { bars, idx, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();
const packed = gzipSync(images);
const again = "Download or copy the file again.";
const swapped = "Check that images and labels are not swapped.";

beforeAll(() => {
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "leaves.csv"), leaves());
  writeFileSync(join(cwd, "images"), images);
  writeFileSync(join(cwd, "labels"), labels);
  writeFileSync(join(cwd, "model.safetensors"), "an older model");
});

/** Refused with this message, exit code 1 or for a ConfigError 2, nothing on stdout, nothing written. */
async function refused(args: readonly string[], message: string): Promise<void> {
  const before = contents(cwd);
  const code = message.startsWith("ConfigError") ? 2 : 1;
  expect(await chainrule(args, { cwd })).toEqual({ code, stdout: "", stderr: message + "\n" });
  expect(contents(cwd)).toEqual(before);
}

describe("bad CSV is refused, and nothing written", () => {
  const wrong = (got: string) =>
    `DataError: d.csv line 3, column "b": expected a number, got ${got}. Correct them, ` +
    "name the texts that mean a missing value (--missing-values), or make it text (--categorical b).";
  const withCell = (cell: string) => `a,b,y\n1,2,u\n3,${cell},v\n5,6,u\n7,8,v\n`;

  it.each([
    ["inf", withCell("inf"), wrong('"inf"')],
    ["-Infinity", withCell("-Infinity"), wrong('"-Infinity"')],
    ["1e999", withCell("1e999"), wrong('"1e999"')],
    ["a decimal comma among decimal points", withCell('"4,5"').replace("1,2,u", "1,2.5,u"), wrong('"4,5"')],
    ["two commas in one number", withCell('"4,5,6"'), wrong('"4,5,6"')],
    ["an empty file", "", "DataError: d.csv: the file is empty."],
    ["a blank file", "\n\n", "DataError: d.csv: expected a header and rows, got an empty file."],
    [
      "a header alone",
      "a,b,y\n",
      "DataError: d.csv: expected rows after the header, got none. If the first line has data, say so (--no-header).",
    ],
    [
      "a short row",
      "a,b,y\n1,2,u\n3,v\n",
      "DataError: d.csv line 3: expected 3 cells as in the header, got 2. " +
        "Correct the line, or skip such rows (--on-error skip).",
    ],
    [
      "a long row",
      "a,b,y\n1,2,u\n3,4,5,v\n",
      "DataError: d.csv line 3: expected 3 cells as in the header, got 4. " +
        "Correct the line, or skip such rows (--on-error skip).",
    ],
    [
      "an unterminated quote",
      'a,b,y\n1,2,u\n3,"4,v\n5,6,u\n',
      "DataError: d.csv line 3: expected a closing quote, got the end of the file. Close the quote that opens here.",
    ],
    [
      "one class only",
      "a,y\n1,u\n2,u\n",
      'DataError: d.csv, column "y": expected at least 2 different classes, got only "u". ' +
        "Choose another target, or add rows of other classes.",
    ],
    [
      "nothing but the target",
      "y\nu\nv\n",
      "DataError: d.csv: expected at least 1 input column beside the target, got none. " +
        "Add a column, or say what one of them is (--numeric or --categorical and its name).",
    ],
    [
      "no such target",
      "a,Y\n1,u\n2,v\n",
      'DataError: d.csv: expected a target column "y", got columns "a" and "Y". Did you mean "Y"?',
    ],
    [
      "one class only, in UTF-16",
      Buffer.from("\uFEFFa,y\n1,ü\n", "utf16le"),
      'DataError: d.csv, column "y": expected at least 2 different classes, got only "ü". ' +
        "Choose another target, or add rows of other classes.",
    ],
    [
      "UTF-32",
      Buffer.from(
        [..."\uFEFFa,y\n1,u\n"].flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8, 0, 0]),
      ),
      "DataError: d.csv line 2: expected text, got a NUL byte in column 1. " +
        "The file is damaged, or no text: remove the bytes, or tell its encoding (--encoding).",
    ],
    [
      "bytes of another encoding beside UTF-8",
      Buffer.concat([Buffer.from("a,b,y\n1,ä,u\n3,"), Buffer.from([255]), Buffer.from(",v\n")]),
      'DataError: d.csv line 3, column "b": expected UTF-8 text, got bytes that are not, beside "ä", which is. ' +
        "Save the file as UTF-8, or say its encoding (--encoding windows-1252).",
    ],
    [
      "a zip archive cut short",
      Buffer.from("PK\u0003\u0004\0\0\0\0", "latin1"),
      "DataError: d.csv: expected a whole zip archive, got one without a directory: it is cut short. " +
        "Save or copy the file again.",
    ],
    [
      "another kind of file",
      Buffer.from("\u007FELF\u0002\u0001\u0001\0", "latin1"),
      "DataError: d.csv: expected a table (CSV, JSON, NPZ, NPY, Parquet), IDX images, PNG or JPEG images, got other binary data.",
    ],
  ])("%s", async (_what, data, message) => {
    writeFileSync(join(cwd, "d.csv"), data);
    await refused(["train", "--data", "d.csv", "--target", "y", "--quiet"], message);
  });

  it.each([
    [
      ["--data", "leaves.csv"],
      "ConfigError: --target: expected the column of leaves.csv to learn, got nothing. " +
        "Columns: length, width, weight, kind.",
    ],
    [
      ["--data", "leaves.csv", "--labels", "labels"],
      "ConfigError: --labels: does not go with a table. Drop it: the target is a column of the file.",
    ],
    [
      ["--data", "leaves.csv", "--target", "kind", "--drop", "colour"],
      'DataError: leaves.csv: expected a column to drop "colour", got columns "length", "width", "weight" and ' +
        '"kind". Name one of them.',
    ],
    [["--target", "kind"], "ConfigError: --data: expected the file that --target belongs to, got nothing."],
    [["--labels", "labels"], "ConfigError: --data: expected the file that --labels belongs to, got nothing."],
    [["--drop", "kind"], "ConfigError: --data: expected the file that --drop belongs to, got nothing."],
    [["--data", "missing.csv", "--target", "y"], "DataError: missing.csv: there is no such file."],
    [["--data", "leaves.csv/y", "--target", "y"], "DataError: leaves.csv/y: there is no such file."],
    [["--data", "", "--target", "y"], 'DataError: "": there is no such file.'],
    [
      ["--data", "folder", "--target", "y"],
      'DataError: folder: expected a folder of PNG or JPEG images, got no files. Name the files of a table one by one, or by a pattern such as "folder/*.csv".',
    ],
  ])("%j", (flags, message) => refused(["train", ...flags, "--quiet"], message));
});

describe.skipIf(process.platform === "win32")("names that no file can have are refused", () => {
  const long = "x".repeat(300);

  it.each([
    [["--data", long, "--target", "y"], `DataError: ${long}: could not be read (ENAMETOOLONG).`],
    [
      ["--data", "leaves.csv", "--target", "kind", "--tensorboard", long],
      `ConfigError: --tensorboard: "${long}" cannot be written (ENAMETOOLONG).`,
    ],
  ])("%j", (flags, message) => refused(["train", ...flags, "--quiet"], message));
});

describe("bad IDX is refused, and nothing written", () => {
  it.each([
    [
      "a header cut short",
      images.subarray(0, 14),
      labels,
      `d.idx: expected an IDX header of 16 bytes for 3 dimensions, got 14. ${again}`,
    ],
    [
      "a body cut short",
      images.subarray(0, 1000),
      labels,
      `d.idx: expected 1141 bytes for 45 × 5 × 5 elements, got 1000. ${again}`,
    ],
    [
      "a body too long",
      Buffer.concat([images, images]),
      labels,
      `d.idx: expected 1141 bytes for 45 × 5 × 5 elements, got 2282. ${again}`,
    ],
    [
      "gzip cut short",
      packed.subarray(0, packed.length - 9),
      labels,
      `d.idx: expected whole gzip data, got data that are cut short or damaged after ${images.length} unpacked bytes. ${again}`,
    ],
    [
      "labels for images",
      labels,
      images,
      `d.idx: expected images, count × height × width, got shape 45. ${swapped}`,
    ],
    [
      "images for labels",
      images,
      images,
      `l.idx: expected labels in one dimension, got shape 45 × 5 × 5. ${swapped}`,
    ],
    [
      "fewer labels than images",
      images,
      bars(30).labels,
      "l.idx: expected 45 labels as there are images in d.idx, got 30. Check that the two files belong together.",
    ],
    [
      "no images",
      idx([0, 5, 5], []),
      idx([0], []),
      "d.idx: expected at least 1 image of at least 1 pixel, got shape 0 × 5 × 5. Check that this is the right file.",
    ],
    ["empty labels", images, new Uint8Array(), "l.idx: the file is empty."],
  ])("%s", async (_what, data, answers, message) => {
    writeFileSync(join(cwd, "d.idx"), data);
    writeFileSync(join(cwd, "l.idx"), answers);
    await refused(["train", "--data", "d.idx", "--labels", "l.idx", "--quiet"], `DataError: ${message}`);
  });

  it.each([
    [[], "ConfigError: --labels: expected the IDX labels of images, got nothing."],
    [
      ["--labels", "labels", "--target", "digit"],
      "ConfigError: --target: does not go with IDX images. Drop it: the labels are the target.",
    ],
    [
      ["--labels", "labels", "--drop", "digit"],
      "ConfigError: --drop: does not go with IDX images. Drop it: images have no columns.",
    ],
    [
      ["--labels", "labels", "--target-kind", "class"],
      "ConfigError: --target-kind: does not go with IDX images. Drop it: labels are classes.",
    ],
    [["--labels", "missing"], "DataError: missing: there is no such file."],
  ])("%j", (flags, message) => refused(["train", "--data", "images", ...flags, "--quiet"], message));
});

describe("numbers that run away are refused", () => {
  it("says which epoch, and what to do", async () => {
    writeFileSync(join(cwd, "d.csv"), "a,y\n1,1.5\n2,2.5\n3,3.25\n");
    const flags = ["--preset", "textbook", "--layers", "", "--learning-rate", "1e30", "--quiet"];
    const run = await chainrule(["train", "--data", "d.csv", "--target", "y", ...flags, "-o", "r.st"], {
      cwd,
    });
    expect(run).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "DivergenceError: epoch 2, batch 1: layer 1: weights[0] became -Infinity. Lower the learning rate (now 1e+30), " +
        "or set clipNorm. Weights were restored to their values before this batch. The weights are in r.st.\n",
    });
  });

  it("refuses layers that no memory holds, and writes nothing, before it asks for any", async () => {
    const flags = ["--target", "kind", "--layers", "100000,100000", "--quiet"];
    const before = contents(cwd);
    const { code, stdout, stderr } = await chainrule(["train", "--data", "leaves.csv", ...flags], { cwd });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^MemoryError: a network of 3 layers: needs 4\d,\d{3},\d{3},\d{3} bytes in all, WebAssembly memory ends at 4,294,967,296\. Take smaller layers, a smaller batch, or fewer samples at once\.\n$/,
    );
    expect(contents(cwd)).toEqual(before);
  });
});

describe("a file that is no whole model is refused", () => {
  let model: Buffer;
  let header: number;
  beforeAll(async () => {
    const flags = ["--preset", "textbook", "--epochs", "1", "--quiet", "-o", "whole.st"];
    await succeeds(["train", "--data", "leaves.csv", "--target", "kind", ...flags], { cwd });
    model = readFileSync(join(cwd, "whole.st"));
    header = Number(model.readBigUInt64LE(0));
  });

  const refuse = async (bytes: Uint8Array, message: string) => {
    writeFileSync(join(cwd, "m.st"), bytes);
    await refused(["predict", "m.st", "leaves.csv"], `ModelError: m.st: ${message}`);
  };
  const unreadable = "not a readable safetensors file:";
  /** The model with another header, of the length that it says. */
  const withHeader = (text: string) => {
    const json = Buffer.from(text);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([length, json, model.subarray(8 + header)]);
  };
  const headerText = () => model.toString("utf8", 8, 8 + header);

  it("cut short anywhere", async () => {
    const body = model.length - 8 - header;
    await refuse(model.subarray(0, 0), `${unreadable} expected at least 8 bytes, got 0.`);
    await refuse(model.subarray(0, 7), `${unreadable} expected at least 8 bytes, got 7.`);
    for (const length of [8, 9, 200, 7 + header]) {
      await refuse(
        model.subarray(0, length),
        `${unreadable} its header should have ${header} bytes, but ${length - 8} follow.`,
      );
    }
    await refuse(
      model.subarray(0, 8 + header),
      `${unreadable} tensor "layers.0.weights" ends at byte 192 of its data, but 0 are there.`,
    );
    await refuse(
      model.subarray(0, -1),
      `${unreadable} tensor "layers.1.biases" ends at byte ${body} of its data, but ${body - 1} are there.`,
    );
  });

  it("with more behind its end", async () => {
    const body = model.length - 8 - header;
    await refuse(
      Buffer.concat([model, Buffer.alloc(4)]),
      `${unreadable} its tensors have ${body} bytes, but ${body + 4} follow the header.`,
    );
  });

  it("with a wrong header", async () => {
    await refuse(Buffer.from(leaves()), `${unreadable} it does not begin with the length of a header.`);
    await refuse(withHeader("{]"), `${unreadable} its header is not JSON.`);
    await refuse(withHeader("[]"), `${unreadable} its header is not a JSON object.`);
    await refuse(
      withHeader(headerText().replace('"F32"', '"I8"')),
      `${unreadable} tensor "layers.0.weights" has type "I8", expected F32 or F64.`,
    );
  });

  it("of another program, and of a later version", async () => {
    const other = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const bytes = withHeader(other).subarray(0, 8 + other.length + 4);
    await refuse(bytes, 'a safetensors file, but not one of chainrule\'s: it has no "chainrule" metadata.');
    await refuse(
      withHeader(headerText().replace('\\"version\\":1', '\\"version\\":4')),
      "expected model version 1 to 3, got 4. Update chainrule.",
    );
  });

  it("whose parts do not fit each other", async () => {
    await refuse(
      withHeader(headerText().replace('\\"layers\\":[3,', '\\"layers\\":[4,')),
      "its parts do not fit each other: layer 1: weights: expected [4 × 16], got [3 × 16].",
    );
  });

  it.each(["inspect", "evaluate", "predict"])("that is not there: %s", (command) =>
    refused(
      [command, "missing.st", ...(command === "inspect" ? [] : ["leaves.csv"])],
      "DataError: missing.st: there is no such file.",
    ),
  );
});
