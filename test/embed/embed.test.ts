/** The modules in hosts without the library: the programs of examples/embed give the library's bits. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEngine } from "../../scripts/engines.mjs";
import { workedError, xor } from "./trained.js";

const run = (program: string, ...given: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, given, { encoding: "utf8", timeout: 60_000 });
  expect(status, stderr).toBe(0);
  return stdout.trim().split("\n");
};

describe("the raw module", () => {
  it.for(["this Node", "node@24", "bun", "deno"])(
    "trains in %s to the library's bits",
    async (name, { skip }) => {
      const engine = name === "this Node" ? [process.execPath] : findEngine(name);
      if (!engine) return skip(`${name} is not installed: node scripts/engines.mjs ${name}`);
      const [program, ...given] = engine;
      const [error] = run(program!, ...given, "examples/embed/raw.mjs");
      expect(Number(error)).toBe(await workedError());
      expect(error).toMatch(/^0\.0000351018778/);
    },
  );
});

describe("the module as C", () => {
  // later ones give the functions other names
  const isThere = (program: string, version: RegExp) =>
    version.test(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout);
  const hasCompilers = isThere("wasm2c", /^1\.0\.32/) && isThere("gcc", /gcc/);
  const wanted = "needs wasm2c 1.0.32 and gcc: apt-get install wabt gcc libc6-dev";
  let home = "";
  beforeAll(() => void (home = mkdtempSync(join(tmpdir(), "chainrule-c-"))));
  afterAll(() => rmSync(home, { recursive: true }));

  it("trains the worked example and XOR to the library's bits", async ({ skip }) => {
    if (!hasCompilers) return skip(wanted);
    const runtime = "/usr/share/wabt/wasm2c";
    run("wasm2c", "dist/wasm/scalar.wasm", "-o", join(home, "scalar.c"));
    const sources = ["examples/embed/c/main.c", join(home, "scalar.c"), `${runtime}/wasm-rt-impl.c`];
    const includes = [`-I${home}`, "-Idist/abi", `-I${runtime}`];
    // no contraction: a product and a sum are rounded each
    run("gcc", "-O1", "-ffp-contract=off", ...includes, ...sources, "-lm", "-o", join(home, "embed"));
    const [error, xorError] = run(join(home, "embed"));
    expect(Number(error)).toBe(await workedError());
    expect(Number(xorError)).toBe((await xor(0.5, 5000)).error);
  });

  it("trains XOR in Python to the library's bits", async ({ skip }) => {
    if (!hasCompilers) return skip(wanted);
    if (!isThere("python3", /Python 3/)) return skip("needs python3: apt-get install python3");
    run("sh", "examples/embed/python/build.sh", home);
    const [error, answers] = run("python3", "examples/embed/python/xor.py", home);
    const expected = await xor(0.5, 5000);
    expect(Number(error)).toBe(expected.error);
    expect(answers!.split(" ").map(Number)).toEqual(expected.answers);
  });
});
