/**
 * Writes what is made of the list of settings: chainrule.schema.json, and the tables between the marks of
 * docs/settings.md.
 *
 *     node scripts/settings.mjs
 */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const bundle = await build({
  stdin: {
    contents: 'export * from "./src/cli/schema.ts"; export * from "./src/cli/settingsTable.ts";',
    resolveDir: ".",
  },
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
const { configFileSchema, withSettingsTables } = await import(`data:text/javascript;base64,${source}`);

await writeFile("chainrule.schema.json", JSON.stringify(configFileSchema(), null, 2) + "\n");
const page = "docs/settings.md";
await writeFile(page, withSettingsTables(await readFile(page, "utf8")));
