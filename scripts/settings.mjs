/**
 * Writes what is made from the records of the settings: the types in src/settings/generated/types.ts, the JSON Schema
 * of the config file, and the tables between the marks of docs/settings.md.
 *
 *     node scripts/settings.mjs [--types]
 *
 * With --types the types alone, as the build needs them.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const isRun = process.argv[1]?.endsWith("settings.mjs");
if (isRun) {
  await writeTypes();
  if (!process.argv.includes("--types")) await writeDocuments();
}

/** The exports of a module of src, bundled. */
async function load(contents) {
  const bundle = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    format: "esm",
    platform: "neutral",
    write: false,
  });
  const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

/** Writes the types of the settings. The file is written only where it changes, so that tools see no new one. */
export async function writeTypes() {
  const { libraryGroups, typesSource } = await load(
    'export * from "./src/settings/records.ts"; export * from "./scripts/describe/typesSource.ts";',
  );
  const path = "src/settings/generated/types.ts";
  await mkdir("src/settings/generated", { recursive: true });
  const text = typesSource(libraryGroups);
  const before = await readFile(path, "utf8").catch(() => "");
  if (before !== text) await writeFile(path, text);
}

async function writeDocuments() {
  const { configFileSchema, withSettingsTables } = await load(
    'export * from "./scripts/describe/jsonSchema.ts"; export * from "./scripts/describe/settingsTables.ts";',
  );
  await writeFile("chainrule.schema.json", JSON.stringify(configFileSchema(), null, 2) + "\n");
  const page = "docs/settings.md";
  await writeFile(page, withSettingsTables(await readFile(page, "utf8")));
}
