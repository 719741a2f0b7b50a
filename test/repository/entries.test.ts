/** The package's doors: what `exports` names is there, and what a page has to load through them stays small. */
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const { exports: doors } = JSON.parse(readFileSync("package.json", "utf8")) as {
  exports: Record<string, string | Record<string, string>>;
};

/** What a bundler for browsers makes of a line: the files that a page loads at once, and what it warned of. */
async function bundleOf(line: string) {
  const { outputFiles, metafile, warnings } = await build({
    stdin: { contents: line, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    splitting: true,
    platform: "browser",
    outdir: "bundle",
    write: false,
    metafile: true,
    legalComments: "none",
  });
  const wanted = Object.keys(metafile.outputs).filter(
    (path) => metafile.outputs[path]!.entryPoint === "<stdin>",
  );
  // the list grows while it is walked
  for (const path of wanted) {
    const imports = metafile.outputs[path]!.imports.filter(({ kind }) => kind === "import-statement");
    wanted.push(...imports.map((one) => one.path).filter((one) => !wanted.includes(one)));
  }
  const bytesOf = (path: string) => outputFiles.find((file) => file.path.endsWith(path))!.contents;
  return { warnings, files: wanted.map(bytesOf) };
}

describe("the entries of the package", () => {
  it("are files that the build makes", () => {
    const paths = Object.values(doors).flatMap((door) =>
      typeof door === "string" ? [door] : Object.values(door),
    );
    const files = paths.filter((path) => !path.includes("*"));
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
    expect(files.length).toBeGreaterThan(3);
  });

  it("Network and Dataset, with their wasm and worker, weigh at most 64 KB on their way to a page", async () => {
    const { warnings, files } = await bundleOf('export { Dataset, Network } from "chainrule";');
    expect(warnings).toEqual([]);
    const bytes = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
    expect(bytes).toBeLessThanOrEqual(64 * 1024);
    expect(bytes).toBeGreaterThan(20 * 1024); // with the module inside
  });
});
