/**
 * Removes from the library the texts that only documents, the help and the schema show: these properties of the records of
 * settings and functions. The command line has its own bundle, with all of them. A record in a page's
 * bundle has no such property, so nothing that the library exports may read one; test/repository/entries.test.ts
 * checks that bundles contain none of the texts.
 */
import { readFile } from "node:fs/promises";
import ts from "typescript";

const shownOnly = new Set(["meaning", "formula", "source", "flag", "usual", "commandLine", "example"]);

/** Properties of records that only generated documents and types, and the advice of the command line, use. */
const neverRead = new Set(["types", "typeName", "alsoCalled"]);

export const withoutProse = {
  name: "without prose",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/](settings|functions)[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: plainRecords(await readFile(path, "utf8")),
      loader: "ts",
    }));
  },
};

/** The source text without properties that hold prose. */
export function plainRecords(text) {
  const file = ts.createSourceFile("records.ts", text, ts.ScriptTarget.Latest);
  const ranges = [];
  const visit = (node) => {
    if (isProse(node)) ranges.push([node.getFullStart(), node.end]);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return ranges.reduceRight(
    (rest, [start, end]) => rest.slice(0, start) + rest.slice(end).replace(/^\s*,/, ""),
    text,
  );
}

function isProse(node) {
  if (!ts.isPropertyAssignment(node)) return false;
  if (neverRead.has(node.name.text)) return !ts.isIdentifier(node.initializer);
  if (!shownOnly.has(node.name.text)) return false;
  const { initializer } = node;
  return (
    ts.isStringLiteralLike(initializer) ||
    ts.isTemplateExpression(initializer) ||
    ts.isBinaryExpression(initializer) ||
    ts.isCallExpression(initializer) ||
    (ts.isPropertyAccessExpression(initializer) && shownOnly.has(initializer.name.text))
  );
}
