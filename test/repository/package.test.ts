/** What goes out to the registry: the files, how they resolve, and that their types need nothing else. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeBlocks } from "./programs.js";

const home = mkdtempSync(join(tmpdir(), "chainrule-package-"));
const installed = join(home, "node_modules/chainrule");
let packed: { filename: string; unpackedSize: number; files: { path: string }[] };
/** Another compiler may be named, as an older one: CHAINRULE_TSC=/path/to/typescript/bin/tsc */
const compiler = process.env.CHAINRULE_TSC ?? resolve("node_modules/typescript/bin/tsc");
const bin = (name: string) => resolve("node_modules/.bin", name);
const run = (command: string, args: string[], cwd = home) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
/** What a command prints where it fails, or "". */
function complaintOf(command: string, args: string[]): string {
  try {
    run(command, args);
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

beforeAll(() => {
  const npm = run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", home], resolve("."));
  [packed] = JSON.parse(npm) as [typeof packed];
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(home, packed.filename), "--strip-components=1", "-C", installed]);
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the package", () => {
  it("holds what is meant, by kind, and nothing else", () => {
    const kinds = packed.files.map(({ path }) =>
      path
        .replace(/^dist\/types\/.*\.d\.ts$/, "dist/types/**.d.ts")
        .replace(/^dist\/playground\/.*\.(js|woff2)$/, "dist/playground/*.$1")
        .replace(/^dist\/modules\/.*\.js$/, "dist/modules/**.js")
        .replace(/^docs\/.*\.(md|svg)$/, "docs/**.$1"),
    );
    expect([...new Set(kinds)].toSorted()).toMatchInlineSnapshot(`
      [
        "LICENSE",
        "README.md",
        "README.zh.md",
        "chainrule.schema.json",
        "dist/THIRD-PARTY-LICENSES.txt",
        "dist/abi/abi.d.ts",
        "dist/abi/chainrule.h",
        "dist/cli.js",
        "dist/external.js",
        "dist/index.js",
        "dist/modules/**.js",
        "dist/node.js",
        "dist/playground/*.js",
        "dist/playground/*.woff2",
        "dist/playground/THIRD-PARTY-LICENSES.txt",
        "dist/playground/index.html",
        "dist/playground/social.png",
        "dist/playground/style.css",
        "dist/types/**.d.ts",
        "dist/wasm/SHA256SUMS",
        "dist/wasm/fast-threads.wasm",
        "dist/wasm/fast-wide-threads.wasm",
        "dist/wasm/fast-wide.wasm",
        "dist/wasm/fast.wasm",
        "dist/wasm/scalar.wasm",
        "dist/wasm/simd-threads.wasm",
        "dist/wasm/simd.wasm",
        "dist/wasm/wide-threads.wasm",
        "dist/wasm/wide.wasm",
        "dist/worker.d.ts",
        "dist/worker.js",
        "docs/**.md",
        "docs/**.svg",
        "package.json",
      ]
    `);
  });

  it("runs no scripts when it is installed, and depends on nothing", () => {
    const about = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, object>;
    const onInstall = ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"];
    expect(onInstall.filter((name) => name in about.scripts!)).toEqual([]);
    expect(["dependencies", "optionalDependencies"].filter((name) => name in about)).toEqual([]);
    // what `--sql` and `--distributed mpi` use where it is installed
    const { peerDependencies = {}, peerDependenciesMeta = {} } = about;
    expect(peerDependenciesMeta).toEqual(
      Object.fromEntries(Object.keys(peerDependencies).map((name) => [name, { optional: true }])),
    );
  });

  it("has nothing to say against it for publint and attw", () => {
    expect(complaintOf(bin("publint"), [installed, "--strict"])).toBe("");
    const file = join(home, packed.filename);
    expect(complaintOf(bin("attw"), [file, "--profile", "esm-only", "--no-emoji", "--no-color"])).toBe("");
  });

  it("can be published", () => {
    expect(complaintOf("npm", ["publish", "--dry-run", "--ignore-scripts", "--tag", "next", installed])).toBe(
      "",
    );
  });

  it("has the checksums of its wasm, which info tells too", async () => {
    const lines = readFileSync(join(installed, "dist/wasm/SHA256SUMS"), "utf8").trim().split("\n");
    const sums = Object.fromEntries(lines.map((line) => line.split("  ").toReversed() as [string, string]));
    const files = readdirSync(join(installed, "dist/wasm")).filter((name) => name.endsWith(".wasm"));
    expect(Object.keys(sums).toSorted()).toEqual(files.toSorted());
    for (const file of files) {
      const bytes = readFileSync(join(installed, "dist/wasm", file));
      expect(sums[file]).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
    const { info } = (await import(join(installed, "dist/node.js"))) as typeof import("../../src/index.js");
    for (const { name, sha256 } of info().builds) {
      expect(sha256).toBe(name === "javascript" ? null : sums[`${name}.wasm`]);
    }
  });

  it("takes at most 10.1 MB", () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(10.1e6);
  });

  it("has every document that its messages and types name", () => {
    const texts = packed.files.filter(({ path }) => /^dist\/.*\.(js|ts)$/.test(path));
    const named = texts.flatMap(({ path }) =>
      [...readFileSync(join(installed, path), "utf8").matchAll(/\bdocs\/[\w/-]+\.md/g)].map(([name]) => name),
    );
    expect(named).toContain("docs/settings.md");
    const files = packed.files.map(({ path }) => path);
    expect(named.filter((name) => !files.includes(name))).toEqual([]);
  });

  it("has no source maps, and names no directory of the machine that built it", () => {
    expect(packed.files.filter(({ path }) => path.endsWith(".map"))).toEqual([]);
    const texts = packed.files.filter(({ path }) => /\.(js|map|ts|json|html|css)$/.test(path));
    expect(texts.filter(({ path }) => readFileSync(join(installed, path)).includes(resolve(".")))).toEqual(
      [],
    );
  });
});

describe("an installed package", () => {
  it("can be required", () => {
    const source =
      'const { Network } = require("chainrule"); console.log(Network.create({ layers: [2, 1] }).inputs);';
    writeFileSync(join(home, "required.cjs"), source);
    expect(run(process.execPath, ["--no-warnings", "required.cjs"])).toBe("2\n");
  });

  it("gives its entries and files to those who ask", () => {
    const names = [
      "",
      "/external",
      "/builds/fast",
      "/worker.js",
      "/wasm/simd.wasm",
      "/schema.json",
      "/package.json",
    ];
    const source = `for (const name of ${JSON.stringify(names)}) console.log(import.meta.resolve("chainrule" + name));`;
    writeFileSync(join(home, "resolved.mjs"), source);
    const files = (...conditions: string[]) =>
      run(process.execPath, [...conditions, "resolved.mjs"])
        .trim()
        .split("\n")
        .map((address) => address.split("/node_modules/chainrule/")[1]);
    expect(files()).toEqual([
      "dist/node.js",
      "dist/external.js",
      "dist/modules/src/wasm/added/fast.js",
      "dist/worker.js",
      "dist/wasm/simd.wasm",
      "chainrule.schema.json",
      "package.json",
    ]);
    writeFileSync(join(home, "inside.mjs"), 'import "chainrule/wasm/../../package.json";');
    expect(() => run(process.execPath, ["inside.mjs"])).toThrow(/ERR_(INVALID_MODULE|PACKAGE_PATH)/);
  });

  it.each([
    ["bundler", "es2022"],
    ["node16", "node16"],
    ["node10", "es2022"],
  ])(
    "has types that stand alone, with moduleResolution %s and every file checked, and compiles the README",
    (moduleResolution, module) => {
      const readme = codeBlocks(readFileSync("README.md", "utf8"), "js")
        .filter((code) => code.includes('from "chainrule'))
        .map((code, index) => [`readme-${index}.ts`, code] as const);
      expect(readme.length).toBeGreaterThan(1);
      const programs = [...readme, ["consumer.ts", consumer] as const];
      for (const [file, code] of programs) writeFileSync(join(home, file), code);
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: false,
        skipDefaultLibCheck: true, // TypeScript's own
        target: "es2022",
        lib: ["es2022", "dom"],
        types: [],
        module,
        moduleResolution,
        // TypeScript 6 warns of node10, which older projects have
        ...(moduleResolution === "node10" && !process.env.CHAINRULE_TSC && { ignoreDeprecations: "6.0" }),
      };
      const files = programs.map(([file]) => file);
      writeFileSync(join(home, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
      expect(complaintOf(process.execPath, [compiler, "-p", "tsconfig.json"])).toBe("");
    },
  );
});

const consumer = `
import { Dataset, Network, type Config, type ConfigInput, type History, type TrainingInput } from "chainrule";
import { fast } from "chainrule/builds/fast";
import { info, prepare } from "chainrule/external";
await prepare({ builds: ["simd", fast] });
const given: ConfigInput = {
  layers: [2, { units: 5, activation: "relu" }, 1],
  optimizer: { kind: "adam", learningRate: 0.01 },
  schedule: { kind: "cosine", warmup: 2 },
  earlyStopping: { patience: 3, monitor: "loss" },
  initializer: { kind: "normal", deviation: 0.1 },
};
const training: TrainingInput = { optimizer: "lbfgs", batchSize: "full" };
const network: Network = Network.create(given);
const config: Config = network.config;
const rate: number = config.optimizer.learningRate;
const history: Promise<History> = network.fit(Dataset.from([[0, 1]], [[1]]), training);
const sums: (string | null)[] = info().builds.map(({ sha256 }) => sha256);
// @ts-expect-error there is no such activation: the types are no "any"
Network.create({ layers: [2, { units: 5, activation: "rellu" }] });
// @ts-expect-error nor such an optimiser
Network.create({ layers: [2, 1], optimizer: { kind: "adma" } });
// @ts-expect-error nor such a schedule
Network.create({ layers: [2, 1], schedule: { kind: "cosine", every: "x" } });
export { history, rate, sums };
`;
