/**
 * Bundles the playground into dist/playground/: index.html, app.js with the chunks that it loads when they are
 * needed, the worker of the benchmark, one style.css, the service worker, the picture for links, and the notices of what
 * is bundled. Any static host can serve it, from any path.
 *
 *     node scripts/playground.mjs        after scripts/build.mjs, which calls it too
 */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundledFiles, bundledPackages, licencesText } from "./licences.mjs";
import { sourcesFrom } from "./library.mjs";
import { writeServiceWorker } from "./service-worker.mjs";

const from = "playground";
const to = "dist/playground";

/**
 * Run before the page is drawn, so that a chosen theme does not flash. A file, since `chainrule serve` lets the page run
 * no other script.
 */
const themeScript =
  '{let t;try{t=localStorage.getItem("chainrule-theme")}catch{}' +
  'document.documentElement.dataset.theme=t||(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light")}';

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export async function buildPlayground() {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const { name, version, homepage = "", repository } = JSON.parse(await readFile("package.json", "utf8"));
  const source = (repository?.url ?? repository ?? "").replace(/^git\+/, "").replace(/\.git$/, "");
  const { metafile, outputFiles } = await build({
    entryPoints: { app: `${from}/playground.tsx`, bench: `${from}/bench/benchWorker.ts` },
    outdir: to,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    plugins: [sourcesFrom("sourcesPage.ts")],
    define: {
      __VERSION__: JSON.stringify(version),
      __PACKAGE__: JSON.stringify({ name, version, homepage, source }),
    },
  });
  // the style of a chunk is not loaded with it: all of it goes into one sheet, the page's own first
  const sheets = outputFiles.filter(({ path }) => path.endsWith(".css"));
  sheets.sort((a, b) => Number(b.path.endsWith("app.css")) - Number(a.path.endsWith("app.css")));
  const style = sheets.map(({ text }) => text).join("");
  const page = (await readFile(`${from}/index.html`, "utf8")).replace("{{policy}}", policy);
  await Promise.all([
    ...outputFiles
      .filter(({ path }) => !path.endsWith(".css"))
      .map(({ path, contents }) => writeFile(path, contents)),
    writeFile(`${to}/style.css`, style),
    writeFile(`${to}/theme.js`, themeScript + "\n"),
    writeFile(`${to}/index.html`, page),
    writeFile(
      `${to}/THIRD-PARTY-LICENSES.txt`,
      await licencesText(bundledPackages([metafile]), bundledFiles),
    ),
  ]);
  await writeServiceWorker(to);
  // for other sites that show a link to the page: visitors of the page do not load it, so it is not kept offline
  await copyFile(`${from}/social.png`, `${to}/social.png`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await buildPlayground();
