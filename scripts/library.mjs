/**
 * The library in dist/, twice:
 *
 * - `dist/modules/`: an ES module for each source module, for bundlers, which leave out every module that an
 *   application does not need. `dist/modules/external/` has the modules that differ in `chainrule/external`.
 * - `node.js`, `index.js`, `external.js`: everything in one file, for Node and for pages without a bundler, which would
 *   have to read 200 files one after the other.
 *
 * Neither contains the rare builds of the kernels: both load them from `dist/modules/src/wasm/added/`.
 */
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { bundledFile } from "./modules.mjs";
import { withoutProse } from "./prose.mjs";

const modules = "dist/modules";
const addedBuilds = ["javascript", "scalar", "fast", "fast-threads"].map(
  (name) => `src/wasm/added/${name}.ts`,
);

/** pbf makes a decoder for its reader, which is left out; marked so, the decoder is too. */
export const withoutEffects = {
  name: "without effects",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]pbf[\\/]index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/: (?=new TextDecoder\()/, ": /* @__PURE__ */ ") };
    });
  },
};

/** Takes another file for src/wasm/sources.ts. */
export const sourcesFrom = (file) => ({
  name: "sources",
  setup({ onResolve }) {
    onResolve({ filter: /\/sources\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, file) }));
  },
});

/** Leaves the rare builds that are loaded when needed out of a bundle in dist/: they are beside it. */
export const addedBeside = {
  name: "added builds beside",
  setup({ onResolve }) {
    onResolve({ filter: /\/added\/[a-z-]+\.js$/ }, ({ kind, path }) =>
      kind === "dynamic-import"
        ? { path: `./modules/src/wasm/added/${path.split("/").at(-1)}`, external: true }
        : undefined,
    );
  },
};

const { version } = JSON.parse(await readFile("package.json", "utf8"));
/** What every bundle of ours has in common. */
export const bundling = {
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  mainFields: ["module", "main"],
  legalComments: "none",
  metafile: true,
  // names stay, so that stack traces can be read
  minifyWhitespace: true,
  minifySyntax: true,
  define: { __VERSION__: JSON.stringify(version) },
};

/** @returns what esbuild says of each bundle, for the notices of what is in them */
export async function buildLibrary() {
  const single = (name, sources) =>
    build({
      ...bundling,
      // pages load these two
      minifyIdentifiers: name !== "node",
      entryPoints: { [name]: "src/index.ts" },
      outdir: "dist",
      plugins: [withoutEffects, withoutProse, sourcesFrom(sources), addedBeside],
    });
  const bundles = [
    single("node", "sources.ts"),
    single("index", "sourcesPage.ts"),
    single("external", "sourcesExternal.ts"),
  ];
  const inlined = await graphOf("sourcesInlined.ts");
  const external = await graphOf("sourcesExternal.ts");
  await writeTree(modules, inlined);
  await writeTree(`${modules}/external`, external, inlined);
  bundles.push(writePackages(inlined.graph.keys()));
  return (await Promise.all(bundles)).flat().map(({ metafile }) => metafile);
}

/** The modules that the library and the added builds consist of: for each the modules that it imports. */
async function graphOf(sources) {
  const { metafile } = await build({
    ...bundling,
    entryPoints: ["src/index.ts", ...addedBuilds],
    outdir: "unused",
    write: false,
    plugins: [sourcesFrom(sources), packagesOutside],
  });
  const graph = new Map();
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    graph.set(
      path,
      imports.filter(({ external }) => !external).map((one) => one.path),
    );
  }
  return { sources, graph };
}

const packagesOutside = {
  name: "packages outside",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" ? undefined : { path, external: true },
    );
  },
};

/**
 * Writes a file for each module.
 *
 * @param shared a graph that was written to `modules`: what does not differ from it is not written again
 */
async function writeTree(to, { sources, graph }, shared = null) {
  const own = shared ? leadingTo(`src/wasm/${sources}`, graph) : new Set(graph.keys());
  const placeOf = (path) => join(own.has(path) ? to : modules, path.replace(/\.ts$/, ".js"));
  /** Links one module to the others, which stay files of their own. */
  const linked = {
    name: "linked",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ kind, path, importer, resolveDir }) => {
        if (kind === "entry-point") return undefined;
        const target = path.startsWith(".")
          ? placeOf(sourceOf(join(resolveDir, path.replace(/\/sources\.js$/, `/${sources}`))))
          : placeOfPackage(path);
        const address = relative(dirname(placeOf(relative(".", importer))), target).replaceAll("\\", "/");
        return {
          path: address.startsWith(".") ? address : `./${address}`,
          external: true,
          sideEffects: false,
        };
      });
      onLoad({ filter: /generated\/simd-threads\.ts$/ }, async () => ({
        contents: await readFile(bundledFile, "utf8"),
        loader: "ts",
      }));
      onLoad({ filter: /sourcesExternal\.ts$/ }, async ({ path }) => {
        const beside = relative(dirname(placeOf(relative(".", path))), "dist").replaceAll("\\", "/");
        const text = await readFile(path, "utf8");
        return { contents: text.replaceAll('new URL("./', `new URL("${beside}/`), loader: "ts" };
      });
    },
  };
  /** The path of a source module by the name that imports give it. */
  function sourceOf(file) {
    const path = relative(".", file).replaceAll("\\", "/");
    // imports between AssemblyScript's modules have no extension
    const found = [path, path.replace(/\.js$/, ".ts"), `${path}.ts`].find((one) => graph.has(one));
    if (!found) throw new Error(`${path}: no such module in the library`);
    return found;
  }
  await build({
    ...bundling,
    entryPoints: [...own],
    outbase: ".",
    outdir: to,
    define: { ...bundling.define, __FOR_BUNDLERS__: "true" },
    plugins: [withoutProse, linked],
  });
}

const placeOfPackage = (name) => `${modules}/packages/${name}.js`;

/** Modules by which a change of one is seen: itself, and all that import it, directly or not. */
function leadingTo(one, graph) {
  const found = new Set([one]);
  for (const target of found) {
    for (const [path, imports] of graph) if (imports.includes(target)) found.add(path);
  }
  return found;
}

/** Bundles what modules use of packages, a file for each package, so that the library depends on none. */
async function writePackages(paths) {
  const used = new Map();
  for (const path of paths) {
    const imports = /^import (?:\* as \w+|\{([^}]*)\}) from "([^".]+)";$/gm;
    for (const [, names = "*", name] of (await readFile(path, "utf8")).matchAll(imports)) {
      used.set(name, (used.get(name) ?? new Set()).add(names.trim()));
    }
  }
  const bundles = [...used].map(([name, lists]) => {
    const what = lists.has("*") ? "*" : `{ ${[...lists].join(", ")} }`;
    return build({
      ...bundling,
      stdin: { contents: `export ${what} from "${name}";`, resolveDir: "." },
      outfile: placeOfPackage(name),
      plugins: [withoutEffects],
    });
  });
  return Promise.all(bundles);
}
