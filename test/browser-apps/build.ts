/**
 * Before the tests of apps: packs the package as npm would, installs what came out beside copies of the examples,
 * in a folder of its own, and builds each of them by its own `build` script. So what is tested is what users get,
 * with `files` and `exports`; and what Node gets for the same trainings.
 */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built examples are, a folder for each. */
    apps: string;
    /** SHA-256 of the weights that Node gets for what the examples train. */
    appHashes: { xor: string; digits: string };
  }
}

const run = promisify(execFile);

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-apps-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await install(folder);
    project.provide("apps", folder);
    project.provide("appHashes", await hashes(folder));
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}

/** Packs, unpacks and builds. */
async function install(folder: string): Promise<void> {
  const installed = join(folder, "node_modules", "chainrule");
  mkdirSync(join(folder, "node_modules"));
  // a shell, because npm is a script on Windows
  await run("npm", ["pack", JSON.stringify(resolve(".")), "--ignore-scripts"], { cwd: folder, shell: true });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"))!;
  await run("tar", ["-xzf", tarball], { cwd: folder });
  renameSync(join(folder, "package"), installed);
  symlinkSync(resolve("node_modules/webpack"), join(folder, "node_modules", "webpack"), "junction");

  await Promise.all([
    ...["plain", "vite", "webpack", "esbuild", "server-render"].map((name) => build(folder, name)),
    ...["plain", "vite", "webpack"].map((name) => build(folder, name, "external")),
    ...["vite", "esbuild"].map((name) => build(folder, name, "javascript")),
    build(folder, "webpack", "external", "javascript"),
    ...["page", "page-worker", "two-copies", "electron"].map((name) => build(folder, `embed/${name}`)),
    ...["gestures", "keeps-learning"].map((name) => build(folder, `apps/${name}`)),
  ]);
  cpSync(join(installed, "dist/wasm/scalar.wasm"), join(folder, "embed/page/scalar.wasm"));
}

/** How a copy of an example differs: `chainrule/external` as its entry, or the kernels as JavaScript in its bundle. */
type Variant = "external" | "javascript";

/** Lines that docs/browser.md has for pages that refuse WebAssembly. */
const addsJavaScript = `import { prepare } from "chainrule";
import { javascript } from "chainrule/builds/javascript";
await prepare({ builds: [javascript] });
`;

/** Copies an example and builds it. The copy's name ends with its variants. */
async function build(folder: string, name: string, ...variants: Variant[]): Promise<void> {
  const app = join(folder, [name, ...variants].join("-"));
  cpSync(join("examples", name), app, { recursive: true });
  if (variants.includes("javascript")) {
    const main = join(app, "main.js");
    writeFileSync(main, addsJavaScript + readFileSync(main, "utf8"));
  }
  if (variants.includes("external")) {
    for (const file of ["main.js", "index.html"]) {
      const path = join(app, file);
      const source = readFileSync(path, "utf8").replaceAll('from "chainrule"', 'from "chainrule/external"');
      writeFileSync(
        path,
        source
          .replace('"chainrule": ', '"chainrule/external": ')
          .replace("dist/index.js", "dist/external.js"),
      );
    }
  }
  mkdirSync(join(app, "node_modules"));
  symlinkSync(join(folder, "node_modules", "chainrule"), join(app, "node_modules", "chainrule"), "junction");
  if (!existsSync(join(app, "package.json"))) return;
  const { scripts } = JSON.parse(readFileSync(join(app, "package.json"), "utf8")) as {
    scripts?: { build?: string };
  };
  if (!scripts?.build) return;
  const PATH = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  const options = { cwd: app, shell: true, env: { ...process.env, PATH }, timeout: 120_000 };
  const { stderr } = await run(scripts.build, options);
  if (/warn/i.test(stderr)) throw new Error(`examples/${name}: its build warns: ${stderr}`);
}

/** Trains in Node what the examples train. */
async function hashes(folder: string): Promise<{ xor: string; digits: string }> {
  const library = pathToFileURL(join(folder, "node_modules/chainrule/dist/node.js")).href;
  const { Dataset, makeDigits, Network } = (await import(library)) as typeof import("../../src/index.js");
  const inputs = [0, 1, 2, 3].map((row) => [row >> 1, row & 1]);
  const xor = Network.create({ layers: [2, 5, 1], batchSize: 1, seed: 1 });
  await xor.fit(Dataset.from(inputs, [[0], [1], [1], [0]]), { epochs: 2000 });
  const data = makeDigits({ rows: 600, seed: 1 });
  const digits = Network.create({
    layers: [data.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
    optimizer: "adam",
    seed: 1,
  });
  await digits.fit(data, { epochs: 12 });
  const found = { xor: await xor.weightsSha256(), digits: await digits.weightsSha256() };
  for (const network of [xor, digits]) network.dispose();
  return found;
}
