import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chainrule, contents, succeeds, workspace } from "./run.js";

const cwd = workspace();
const everywhere = ["--json", "--quiet", "--help", "-q", "-h"];
const flags = {
  train:
    "--data --labels --target --target-kind --drop --samples --layers --activation --output-activation --loss " +
    "--reduction --biases --no-train-biases --initializer --learning-rate --batch --epochs --no-shuffle " +
    "--validation --scaling --target-scaling --precision --seed --threads --build --output -o",
  predict: "--output -o",
  evaluate: "--labels",
  inspect: "",
  info: "",
};

describe("chainrule", () => {
  it.each(Object.entries(flags))("%s --help names every flag, exit 0", async (command, own) => {
    const { code, stdout, stderr } = await chainrule([command, "--help"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^Usage: chainrule ${command} `));
    const named = stdout.split("Examples:")[0]!.match(/(?<=^ +|, )--?[a-z][\w-]*/gm);
    expect(named?.sort()).toEqual([...everywhere, ...own.split(" ")].filter(Boolean).sort());
  });

  it("--help names every command; so does help", async () => {
    const text = await succeeds(["--help"], { cwd });
    for (const command of Object.keys(flags)) expect(text).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(await succeeds(["help"], { cwd })).toBe(text);
    expect(await succeeds(["help", "predict"], { cwd })).toBe(await succeeds(["predict", "--help"], { cwd }));
  });

  it("--version prints that of the package", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await succeeds(["--version"], { cwd })).toBe(`${version}\n`);
    expect(await succeeds(["-V"], { cwd })).toBe(`${version}\n`);
  });

  it("alone prints help on stderr, exit 2", async () => {
    const { code, stdout, stderr } = await chainrule([], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(await succeeds(["--help"], { cwd }));
  });

  it.each([
    [["trian"], "UsageError: unknown command 'trian'\n(Did you mean train?)\n"],
    [["--bogus"], "UsageError: unknown option '--bogus'\n"],
    [["predict"], "UsageError: missing required argument 'model'\n"],
    [["predict", "m"], "UsageError: missing required argument 'data'\n"],
    [["inspect"], "UsageError: missing required argument 'model'\n"],
    [["info", "all"], "UsageError: too many arguments for 'info'. Expected 0 arguments but got 1.\n"],
    [["predict", "m", "d", "--labels", "l"], "UsageError: unknown option '--labels'\n"],
  ])("%j is wrong usage, exit 2", async (args, stderr) => {
    expect(await chainrule(args, { cwd })).toEqual({ code: 2, stdout: "", stderr });
    expect(contents(cwd)).toEqual({});
  });

  it("info --json says which builds run here", async () => {
    const about = JSON.parse(await succeeds(["info", "--json"], { cwd }));
    expect(about).toMatchObject({
      host: `Node ${process.versions.node} (V8 ${process.versions.v8})`,
      build: "simd",
      threads: 1,
      processors: expect.any(Number),
      builds: [
        { name: "scalar", available: true, reason: "" },
        { name: "simd", available: true, reason: "" },
        expect.objectContaining({ name: "fast" }),
      ],
    });
  });

  it("info prints a line for every build", async () => {
    expect(await succeeds(["info"], { cwd })).toMatch(/\nscalar +yes\nsimd \* +yes\n/);
  });
});
