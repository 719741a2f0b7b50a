/**
 * The entry points of the package: what `exports` names is there, and what an application has to load stays small,
 * whichever bundler it uses. A bundle holds what the application imports and nothing else.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { build as viteBuild } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import webpack from "webpack";
import { optimizers } from "../../src/functions/optimizers.js";

const about = JSON.parse(readFileSync("package.json", "utf8")) as {
  main: string;
  types: string;
  exports: Record<string, string | Record<string, string>>;
};

describe("the entry points of the package", () => {
  it("are files that the build makes", () => {
    const paths = Object.values(about.exports).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    const files = [...paths, about.main, about.types].filter((path) => !path.includes("*"));
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
    expect(files.length).toBeGreaterThan(8);
  });
});

/** Programs that import a little, by name: their files, the first of which a page loads. */
const importing = (names: string, from = "chainrule") => ({
  "main.js": `import { ${names} } from "${from}";\nglobalThis.kept = [${names}];\n`,
});
const applications: Record<string, Record<string, string>> = {
  error: importing("ConfigError"),
  csv: importing("readCsv"),
  c: importing("toC"),
  training: importing("Dataset, Network"),
  external: importing("Dataset, Network", "chainrule/external"),
  javascript: importing("javascript", "chainrule/builds/javascript"),
};
const training = `import { Dataset, Network } from "chainrule";
onmessage = async () => {
  const network = Network.create({ layers: [2, 3, 1] });
  await network.fit(Dataset.from([[0, 1], [1, 0]], [[1], [0]]), { epochs: 10 });
  postMessage(network.predict([[0, 1]]));
};
`;
const startsWorker = {
  "main.js":
    'new Worker(new URL("./training.js", import.meta.url), { type: "module" }).postMessage("start");',
  "training.js": training,
};

/** Bundles each program into one file, minified, in a folder of its name. @param entries the first files by name */
type Bundler = (entries: Record<string, string>, folder: string) => Promise<void>;
const bundlers: Record<string, Bundler> = {
  esbuild: async (entries, folder) => {
    const entryPoints = Object.entries(entries).map(([name, path]) => ({ in: path, out: `${name}/main` }));
    const options = { bundle: true, minify: true, format: "esm", platform: "browser" } as const;
    const { warnings } = await build({ ...options, entryPoints, outdir: folder, legalComments: "none" });
    expect(warnings).toEqual([]);
  },
  // its default worker format, "iife", puts all that a worker can reach into one file
  Vite: async (entries, folder) => {
    for (const [name, input] of Object.entries(entries)) {
      await viteBuild({
        root: dirname(input),
        configFile: false,
        logLevel: "error",
        build: { outDir: join(folder, name), target: "es2022", rolldownOptions: { input } },
      });
    }
  },
  webpack: async (entry, folder) => {
    const compiler = webpack({
      mode: "production",
      target: "web",
      context: home,
      entry,
      output: { path: folder, filename: "[name]/main.js" },
      performance: { hints: false },
    });
    const stats = await new Promise<webpack.Stats>((settle, reject) =>
      compiler.run((error, made) => (error ? reject(error) : settle(made!))),
    );
    await new Promise((settle) => compiler.close(settle));
    expect(stats.toJson({ warnings: true, errors: true })).toMatchObject({ errors: [], warnings: [] });
  },
};

const home = mkdtempSync(join(tmpdir(), "chainrule-bundles-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const kB = 1000;
/** Bytes, compressed on their way, that a page may have to load to train. */
const mostToTrain = 88 * 1024;

describe.each(Object.keys(bundlers))("bundled by %s", (bundler) => {
  const folder = join(home, bundler);
  beforeAll(async () => {
    const programs = bundler === "Vite" ? { ...applications, worker: startsWorker } : applications;
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(resolve("."), join(folder, "node_modules/chainrule"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const entries = Object.entries(programs).map(([name, files]) => {
      mkdirSync(join(folder, name));
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
      return [name, join(folder, name, "main.js")];
    });
    await bundlers[bundler]!(Object.fromEntries(entries) as Record<string, string>, join(folder, "made"));
  }, 120_000);

  /** Of all scripts that a bundler makes of a program: the text, and the bytes, as they are and compressed. */
  function made(name: string) {
    const scripts = readdirSync(join(folder, "made", name), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFileSync(join(folder, "made", name, file)));
    const sum = (lengths: number[]) => lengths.reduce((total, length) => total + length, 0);
    const minified = sum(scripts.map((file) => file.length));
    const gzipped = sum(scripts.map((file) => gzipSync(file, { level: 9 }).length));
    return { text: scripts.map(String).join("\n"), minified, gzipped };
  }

  it("an error class costs at most 1 kB, minified", () => {
    const { text, minified } = made("error");
    expect(text).toContain("extends Error");
    expect(minified).toBeLessThanOrEqual(1 * kB);
  });

  it("readCsv costs at most 32 kB, minified", () => {
    const { text, minified } = made("csv");
    expect(text).toContain("separator");
    expect(minified).toBeLessThanOrEqual(32 * kB);
  });

  it("toC costs at most 26 kB, minified: no kernels", () => {
    const { text, minified } = made("c");
    expect(text).toContain("#ifndef");
    expect(minified).toBeLessThanOrEqual(26 * kB);
  });

  it("Dataset and Network, with wasm and worker, cost at most 88 KiB, gzipped", () => {
    const { gzipped } = made("training");
    expect(gzipped).toBeLessThanOrEqual(mostToTrain);
    expect(gzipped).toBeGreaterThan(24 * kB); // the module is inside
  });

  it("the READMEs name this limit", () => {
    const [kilobytes, bytes] = [mostToTrain / 1024, mostToTrain.toLocaleString("en")];
    expect(readFileSync("README.md", "utf8")).toContain(`less than ${kilobytes} KB (${bytes} bytes)`);
    expect(readFileSync("README.zh.md", "utf8")).toContain(`不到 ${kilobytes} KB（${bytes} 字节）`);
  });

  it("Network comes without the texts that only documents and the help show", () => {
    const texts = Object.values(optimizers).map(({ formula }) => formula);
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((text) => made("training").text.includes(text))).toEqual([]);
  });

  it.runIf(bundler === "Vite")("a page with a worker that trains loads at most 88 KiB, gzipped", () => {
    const { text, gzipped } = made("worker");
    expect(text).toContain("postMessage");
    expect(gzipped).toBeLessThanOrEqual(mostToTrain);
    expect(gzipped).toBeGreaterThan(24 * kB);
  });

  it("Dataset and Network of chainrule/external cost at most 63 KiB, gzipped", () => {
    expect(made("external").gzipped).toBeLessThanOrEqual(63 * 1024);
  });

  it("a rare build is in the bundle where it is imported", () => {
    expect(made("javascript").minified).toBeGreaterThan(100 * kB);
  });
});
