import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cases } from "../../../bench/cases.js";
import { findPackage, importPackage } from "../../../bench/peers/packages.js";
import type { Peer } from "../../../bench/peers/peer.js";
import { peers, Peers } from "../../../bench/peers/peers.js";
import type { Subject } from "../../../bench/subject.js";
import { subjectsOf } from "../../../bench/subjects.js";

const directory = mkdtempSync(join(tmpdir(), "chainrule-peers-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Installs a package of one file. */
function install(name: string, about: object, file: string, source: string): void {
  const at = join(directory, "node_modules", name);
  mkdirSync(join(at, "dist"), { recursive: true });
  writeFileSync(join(at, "package.json"), JSON.stringify({ name, version: "1.2.3", ...about }));
  writeFileSync(join(at, file), source);
}
install("plain", {}, "index.js", "module.exports = { answer: 1 };");
install(
  "@scope/module",
  { exports: { ".": { types: "./no.d.ts", import: "./dist/m.mjs" } } },
  "dist/m.mjs",
  "export const answer = 2;",
);
install("broken", { main: "dist/x.js" }, "dist/x.js", "throw new Error('no such luck');");

const tiny = cases[0]!;

/** A peer that is "plain", and gives the blocked reference again, with its loss times `factor`. */
const made = (factor: number, comparable = true): Peer => ({
  name: "plain",
  packages: ["plain"],
  takes: () => true,
  open: async () => async () => {
    const [blocked] = subjectsOf(tiny, { naive: false }) as [Subject];
    return [{ ...blocked, build: "copy", comparable, loss: async () => factor * (await blocked.loss()) }];
  },
});

describe("packages", () => {
  it("are found from a directory upwards, by their exports or main", async () => {
    const deep = join(directory, "a", "b");
    expect(findPackage("plain", deep)).toMatchObject({ version: "1.2.3" });
    expect(await importPackage(findPackage("plain", deep)!)).toMatchObject({ answer: 1 });
    expect(await importPackage(findPackage("@scope/module", directory)!)).toMatchObject({ answer: 2 });
    expect(findPackage("not-there", deep)).toBeNull();
  });

  it("that are not installed are listed with what to install", async () => {
    const { packages } = await Peers.open(directory, peers, ["no-such-python"]);
    expect(packages.map(({ name }) => name)).toEqual(peers.map(({ name }) => name));
    expect(packages[0]).toEqual({
      name: "@tensorflow/tfjs",
      version: null,
      status: "not installed: npm i @tensorflow/tfjs @tensorflow/tfjs-backend-wasm",
    });
  });

  it("that cannot be loaded say why", async () => {
    const { packages } = await Peers.open(directory, [{ ...made(1), name: "broken", packages: ["broken"] }]);
    expect(packages[0]!.status).toBe("could not be loaded: no such luck");
  });
});

describe("a peer", () => {
  const [baseline] = subjectsOf(tiny, { naive: false }) as [Subject];
  const join_ = async (peer: Peer) => {
    const found = await Peers.open(directory, [peer]);
    const subjects = await found.subjects(tiny, baseline);
    return { builds: subjects.map(({ build }) => build), status: found.packages[0]!.status };
  };

  it("that agrees takes part", async () => {
    expect(await join_(made(1))).toEqual({ builds: ["copy"], status: "measured" });
  });

  it("whose loss is wrong is refused before timing, with both losses", async () => {
    const { builds, status } = await join_(made(1.001));
    expect(builds).toEqual([]);
    expect(status).toMatch(/^tiny: copy refused: loss 0\.\d+, ours 0\.\d+$/);
  });

  it("that does not train on the same batches is not compared", async () => {
    expect(await join_(made(2, false))).toEqual({ builds: ["copy"], status: "measured" });
  });

  it("that fails on a case is left out of it", async () => {
    const failing = { ...made(1), open: async () => () => Promise.reject(new Error("out of luck")) };
    expect(await join_(failing)).toEqual({ builds: [], status: "tiny: failed: out of luck" });
  });
});
