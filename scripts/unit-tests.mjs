/**
 * Runs the unit tests and the golden tests on other versions of Node, which it installs from npm where they are missing,
 * one after the other; then those of the kernels once more with V8's flag for 256-bit lanes, which packs vectors in all builds. Expects `npm run build` to have run.
 *
 *     node scripts/unit-tests.mjs                    Node 24 and 26
 *     node scripts/unit-tests.mjs node@22            another version
 */
import { spawnSync } from "node:child_process";
import { install } from "./engines.mjs";

/** What runs with the flag too. Node 22 and before do not know it. */
const underFlag = ["test/unit/kernels", "test/unit/wasm", "test/unit/explain/verify.test.ts"];

const named = process.argv.slice(2);
const failed = [];
for (const name of named.length > 0 ? named : ["node@24", "node@26"]) {
  const [program] = await install(name);
  console.log(`\nUnit tests on ${name}`);
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--project", "golden"];
  const { status } = spawnSync(program, [...vitest, "--reporter=dot"], { stdio: "inherit" });
  if (status !== 0) failed.push(name);
  console.log(`\nTests of the kernels on ${name}, with 256-bit lanes`);
  const kernels = [vitest[0], "run", "--project", "unit", "--reporter=dot", ...underFlag];
  const env = { ...process.env, CHAINRULE_TEST_FLAGS: "--experimental-wasm-revectorize" };
  const { status: wideStatus } = spawnSync(program, kernels, { stdio: "inherit", env });
  if (wideStatus !== 0) failed.push(`${name} with 256-bit lanes`);
}
if (failed.length > 0) {
  console.error(`The unit tests failed on ${failed.join(" and ")}.`);
  process.exit(1);
}
