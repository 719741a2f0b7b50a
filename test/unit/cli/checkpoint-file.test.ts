import { describe, expect, it } from "vitest";
import { seal, unseal, withMetadata } from "../../../src/cli/checkpointFile.js";
import { readSafetensors } from "../../../src/network/safetensors.js";
import { Network } from "../../../src/train/network.js";

const command = { text: 'quotes "sha256":"00", ünïcödé, \\', list: [1, 2.5, null] };
const model = (() => {
  const network = Network.create({ layers: [2, 3, 1], seed: 1 });
  network.notes = { classes: ["ä", '"sha256":"'] };
  return network.save();
})();

describe("a checkpoint file", () => {
  it("gives its command back, and is a model file", async () => {
    const sealed = await seal(model, command);
    expect(unseal(sealed)).toEqual(command);
    const { notes } = Network.load(sealed);
    expect(notes).toEqual({ classes: ["ä", '"sha256":"'] });
    expect(readSafetensors(sealed).metadata.command).toBe(JSON.stringify(command));
  });

  it("with any byte changed is refused", async () => {
    const sealed = await seal(model, command);
    for (let at = 0; at < sealed.length; at++) {
      for (const bit of [1, 0x20, 0x80]) {
        const damaged = sealed.slice();
        damaged[at]! ^= bit;
        expect(() => unseal(damaged), `byte ${at}, bit ${bit}`).toThrow(
          /it is (damaged|cut short|no checkpoint)/,
        );
      }
    }
  });

  it("cut at any byte, or longer, is refused", async () => {
    const sealed = await seal(model, command);
    for (let length = 0; length < sealed.length; length++)
      expect(() => unseal(sealed.subarray(0, length)), `${length} bytes`).toThrow(
        /it is (damaged|cut short)/,
      );
    expect(() => unseal(new Uint8Array([...sealed, 0]))).toThrow("it is damaged: its checksum differs");
  });

  it("is what a plain model file is not", () => {
    expect(() => unseal(model)).toThrow("it is no checkpoint");
  });

  it("can have other metadata, beside the same tensors", () => {
    const changed = withMetadata(model, (metadata) => ({ ...metadata, more: "ü".repeat(5) }));
    expect(readSafetensors(changed).metadata.more).toBe("üüüüü");
    expect(Network.load(changed).parameters()).toEqual(Network.load(model).parameters());
  });
});
