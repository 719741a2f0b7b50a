/** Training in a page on packed rows that stay in a file: one that was chosen, and one of the origin's private file system. */
import { describe, expect, it, onTestFinished } from "vitest";
import { makeDigits } from "../../src/data/digits/digits.js";
import { blobFile, openPackedRows } from "../../src/data/rows/packedRows.js";
import { packRows } from "../../src/data/rows/packer.js";
import { datasetRows } from "../../src/data/rows/rowSource.js";
import { Network } from "../../src/train/network.js";
import { enableRows } from "../../src/train/rows/enableRows.js";

enableRows();
const digits = makeDigits({ rows: 300, seed: 1 });
const settings = { epochs: 2, batchSize: 20, shuffle: false } as const;

function create(): Network {
  const layers = [digits.columns, 12, { units: 10, activation: "softmax" }] as const;
  const network = Network.create({ layers: [...layers], scaling: "bytes", seed: 4 });
  onTestFinished(() => network.dispose());
  return network;
}

/** The bits of training from memory. */
async function inMemory(): Promise<string> {
  const network = create();
  await network.fit(digits, { ...settings, validation: 0 });
  return network.weightsSha256();
}

/** Trains on a file, some rows at a time. */
async function fromFile(file: Blob): Promise<string> {
  const network = create();
  await network.fit(await openPackedRows(blobFile(file, "digits")), { ...settings, windowRows: 40 });
  return network.weightsSha256();
}

async function privateFile(content: Blob): Promise<File> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle("digits.safetensors", { create: true });
  onTestFinished(() => root.removeEntry("digits.safetensors"));
  const writable = await handle.createWritable();
  await writable.write(content);
  await writable.close();
  return handle.getFile();
}

describe("in a page, packed rows", () => {
  it("of a file train to the bits of training from memory", async () => {
    const file = new File([await packRows(datasetRows(digits))], "digits.safetensors");
    expect(await fromFile(file)).toBe(await inMemory());
  });

  it("of the private file system too; a file that is cut short is refused", async () => {
    const file = await privateFile(await packRows(datasetRows(digits)));
    expect(await fromFile(file)).toBe(await inMemory());
    await expect(fromFile(file.slice(0, -1))).rejects.toThrow("digits: expected packed rows");
  });
});
