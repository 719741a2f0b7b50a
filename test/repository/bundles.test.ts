import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundledPackages, licencesText } from "../../scripts/licences.mjs";

/** What an application that imports the built library has in its bundle. */
async function bundleOf(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: "esm",
    write: false,
    legalComments: "none",
  });
  return outputFiles[0]!.text;
}

/** Words that stand in the reports alone, and in pbf. */
const ofReports = [
  "<!doctype html>",
  "prefers-color-scheme",
  "brain.Event:2",
  "PbfWriter",
  "utf8TextDecoder",
];

describe("the built library", () => {
  it("brings neither reports nor pbf to those who import Network alone", async () => {
    const bundle = await bundleOf(
      'import { Network } from "chainrule";\nconsole.log(Network.create({ layers: [2, 1] }).inputs);',
    );
    expect(ofReports.filter((text) => bundle.includes(text))).toEqual([]);
    expect(bundle).not.toContain("strokes =");
  });

  it("brings them to those who ask for them", async () => {
    const bundle = await bundleOf(
      'import { eventRecord, eventFileStart, reportPage } from "chainrule";\nconsole.log(eventRecord, eventFileStart, reportPage);',
    );
    expect(ofReports.slice(0, 4).filter((text) => !bundle.includes(text))).toEqual([]);
  });
});

describe("what reads records", () => {
  const words = "that the model was trained with";
  const program = (more: string) => `import { Network${more && `, ${more}`} } from "chainrule";
${more && `${more}();`}
const network = Network.create({ layers: [1, 1], seed: 1 });
network.notes.inputNames = ["x"];
globalThis.answer = String(network.predict([[2]])[0][0]);
try {
  globalThis.answers = network.predictRecords([{ x: 2 }]);
} catch (error) {
  globalThis.answers = String(error);
}`;
  const run = async (bundle: string) => {
    const made = globalThis as { answer?: unknown; answers?: unknown };
    await import(`data:text/javascript;base64,${Buffer.from(bundle).toString("base64")}`);
    return made;
  };

  it("does not come to those who import Network alone; a message says how it comes", async () => {
    const bundle = await bundleOf(program(""));
    expect(bundle).not.toContain(words);
    expect((await run(bundle)).answers).toBe(
      'ConfigError: records: a bundler left out what reads them. Call enableRecords() of "chainrule" first.',
    );
  });

  it("comes with enableRecords, and with the readers of tables", async () => {
    const bundle = await bundleOf(program("enableRecords"));
    expect(bundle).toContain(words);
    const { answer, answers } = await run(bundle);
    expect(answers).toEqual([{ numbers: { prediction: Number(answer) } }]);
    expect(await bundleOf('import { fromRecords } from "chainrule";\nconsole.log(fromRecords);')).toContain(
      words,
    );
  });
});

/** Words that stand in the exports alone. */
const ofExports = [
  "ai.onnx.ml",
  "GreaterOrEqual",
  "nn.Sequential",
  "static void",
  "#ifndef",
  "export function predict",
];

describe("exports to other programs", () => {
  it("do not come to those who import Network alone", async () => {
    const bundle = await bundleOf(
      'import { Network } from "chainrule";\nconsole.log(Network.create({ layers: [2, 1] }).inputs);',
    );
    expect(ofExports.filter((text) => bundle.includes(text))).toEqual([]);
  });

  it.each([
    ["toOnnx", ["ai.onnx.ml", "GreaterOrEqual"]],
    ["toTorchSafetensors", ["nn.Sequential"]],
    ["toC", ["static void", "#ifndef"]],
    ["toJavaScript", ["export function predict"]],
  ])("%s comes to those who ask for it, alone", async (name, words) => {
    const bundle = await bundleOf(`import { ${name} } from "chainrule";\nconsole.log(${name});`);
    expect(ofExports.filter((text) => bundle.includes(text))).toEqual(words);
    expect(bundle.includes("PbfWriter")).toBe(name === "toOnnx");
  });
});

describe("the notices of bundled packages", () => {
  /** Packages that the library contains, and those that the command line has besides. */
  const packages = readdirSync("dist/modules/packages").map((file) => file.replace(/\.js$/, ""));
  // hyparquet has its decompressors as packages
  packages.push("commander", "hyparquet", "hyparquet-compressors", "fzstd", "hysnappy", "jpeg-js");

  it("stand whole in dist/THIRD-PARTY-LICENSES.txt, one for each package", () => {
    const notices = readFileSync("dist/THIRD-PARTY-LICENSES.txt", "utf8");
    expect(packages).toEqual(expect.arrayContaining(["fflate", "pbf"]));
    const names = [...notices.matchAll(/^-{80}\n\n(\S+) \d/gm)].map(([, name]) => name);
    expect(names).toEqual([...packages].sort());
    for (const name of packages) {
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].find((one) => {
        try {
          return readFileSync(`node_modules/${name}/${one}`);
        } catch {
          return false;
        }
      });
      expect(notices).toContain(readFileSync(`node_modules/${name}/${file}`, "utf8").trim());
    }
  });

  it("are of what is in a bundle, not of what was only looked at", () => {
    const inputs = {
      "src/index.ts": { bytesInOutput: 5 },
      "node_modules/a/index.js": { bytesInOutput: 9 },
      "node_modules/@b/c/lib/d.js": { bytesInOutput: 1 },
      "node_modules/a/node_modules/e/f.js": { bytesInOutput: 1 },
      "node_modules/unused/index.js": { bytesInOutput: 0 },
    };
    const outputs = { "dist/x.js": { inputs, bytes: 1, imports: [], exports: [] } };
    expect(bundledPackages([{ inputs: {}, outputs }])).toEqual(["@b/c", "a", "e"]);
  });

  it("of a package without a licence end the build", async () => {
    await expect(licencesText(["no-such-package"])).rejects.toThrow();
  });
});
