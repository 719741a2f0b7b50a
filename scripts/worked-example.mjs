/**
 * Writes the documents that hold figures of the worked example: docs/worked-example.md, docs/glossary.md,
 * docs/errata.md and their Chinese counterparts, and the pictures of the worked example. The prose is in scripts/documents/, the figures come from `trace`.
 *
 *     node scripts/worked-example.mjs            after a build
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";
import { errataParts } from "./documents/errata.mjs";
import { glossaryText } from "./documents/glossary.mjs";
import { figureFiles } from "./documents/figures.mjs";
import { lessonParts, lessonStudy } from "./documents/lesson.mjs";

const sources = [
  "data/dataset",
  "explain/language/checkLanguages",
  "explain/language/languages",
  "explain/fingerprints",
  "explain/presets",
  "explain/published",
  "explain/rounds",
  "explain/symbol",
  "explain/trace",
  "reference/slips",
  "report/page/pixels",
  "report/trace/drawingStyle",
  "report/trace/markdown",
  "report/trace/rounded",
  "report/trace/traceDrawing",
  "report/trace/why/curveStyle",
  "report/trace/why/explanations",
  "report/trace/why/figures",
  "train/network",
];

/** Every document by its path, as it should be. */
export async function makeDocuments() {
  const library = await load();
  const study = lessonStudy(library);
  const lesson = (code) => fill(`worked-example.${code}.md`, lessonParts(library, study, code));
  const { en, zh } = library.languages;
  const documents = {
    "docs/worked-example.md": await lesson("en"),
    "docs/zh/worked-example.md": await lesson("zh"),
    "docs/glossary.md": glossaryText(en),
    "docs/zh/glossary.md": glossaryText(zh),
    "docs/errata.md": await fill("errata.en.md", errataParts(library, "en")),
    "docs/zh/errata.md": await fill("errata.zh.md", errataParts(library, "zh")),
  };
  for (const [path, written] of Object.entries(documents)) {
    const text = path.startsWith("docs/zh/") ? withBackticks(written) : written;
    documents[path] = await format(text, { ...(await resolveConfig(path)), filepath: path });
  }
  Object.assign(documents, figureFiles(library, study, await stepKeys()));
  return documents;
}

/** $…$ as $`…`$: GitHub shows no formula in plain $…$ right after a full-width mark. */
function withBackticks(text) {
  return text
    .split(/(```[\s\S]*?```|\$\$[\s\S]*?\$\$|`[^`\n]*`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/(?<!\\)\$([^$\n]+?)(?<!\\)\$/g, (_all, latex) => `$\`${latex}\`$`),
    )
    .join("");
}

/** Keys of the steps that the worked example shows, in its order. */
async function stepKeys() {
  const text = await readFile(new URL("documents/worked-example.en.md", import.meta.url), "utf8");
  return [...text.matchAll(/\{\{step (\S+)\}\}/g)].map(([, key]) => key);
}

/** The parts of the library that documents are made with, bundled in memory. */
async function load() {
  const contents = sources.map((name) => `export * from "./src/${name}.js";`).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)), loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "node20.19",
    define: { __VERSION__: '""' },
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/**
 * A template with its `{{part argument …}}` filled in.
 *
 * @param parts functions by name, of the words behind it
 * @throws Error for a part that there is not
 */
async function fill(name, parts) {
  const template = await readFile(new URL(`documents/${name}`, import.meta.url), "utf8");
  return template.replace(/\{\{(.+?)\}\}/g, (_, words) => {
    const [part, ...others] = words.split(" ");
    if (!parts[part]) throw new Error(`${name}: there is no part ${part}.`);
    return parts[part](...others);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await makeDocuments())) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
