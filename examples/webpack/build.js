/** Bundles main.js into dist/ by webpack's own API. */
import { resolve } from "node:path";
import webpack from "webpack";

const compiler = webpack({
  mode: "production",
  context: import.meta.dirname,
  entry: "./main.js",
  output: { path: resolve(import.meta.dirname, "dist"), filename: "main.js" },
  performance: { hints: false },
});
compiler.run((error, stats) => {
  if (error) throw error;
  if (stats.hasErrors() || stats.hasWarnings()) console.error(stats.toString("errors-warnings"));
  if (stats.hasErrors()) process.exitCode = 1;
  compiler.close(() => {});
});
