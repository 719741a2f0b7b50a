/** Bundles the suite and runs it, so that it measures the sources as they are. The build must be there. */
import { spawnSync } from "node:child_process";
import { build } from "esbuild";

await build({
  entryPoints: ["bench/main.ts"],
  outfile: "dist/bench.js",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  sourcemap: true,
});
const { status } = spawnSync(
  process.execPath,
  [...process.execArgv, "dist/bench.js", ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
