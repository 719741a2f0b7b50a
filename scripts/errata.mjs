/**
 * Makes src/explain/generated/errata.ts from scripts/documents/published/: every printed figure that an erratum explains, by
 * the example and the key of a trace. The build runs it; `--check` names these figures.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { erratumOf, placesOf, publishedFigures } from "./documents/published.mjs";

const path = "src/explain/generated/errata.ts";

/** Figures of an example with what is wrong with them, each once. */
function errataOf(example) {
  const { headline, values, given, errata } = publishedFigures(example, (figures) => figures);
  const found = new Map();
  for (const figure of [...headline, ...values, ...given]) {
    for (const { document, line } of placesOf(figure)) {
      const erratum = erratumOf(errata, figure, document, line);
      if (!erratum) continue;
      const { key, text } = figure;
      found.set(`${key} ${text}`, found.get(`${key} ${text}`) ?? { key, text, why: erratum.why });
    }
  }
  return [...found.values()];
}

export async function writeErrata() {
  const errata = Object.fromEntries(["mazur", "matrix"].map((example) => [example, errataOf(example)]));
  await mkdir("src/explain/generated", { recursive: true });
  await writeFile(
    path,
    `/** Made by scripts/errata.mjs from scripts/documents/published/. */
import type { Erratum } from "../erratum.js";

export const errata: Readonly<Record<"mazur" | "matrix", readonly Erratum[]>> = ${JSON.stringify(errata, null, 2)};
`,
  );
}

if (process.argv[1]?.endsWith("errata.mjs")) await writeErrata();
