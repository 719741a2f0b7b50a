/**
 * Compiles the kernels to the named targets of asconfig.json, one after the other in one process, because the compiler is
 * faster once it is warm.
 *
 *     node scripts/compile.mjs simd scalar
 */
import asc from "assemblyscript/asc";

for (const target of process.argv.slice(2)) {
  const { error, stderr } = await asc.main(["--target", target], {});
  if (error) {
    process.stderr.write(stderr.toString());
    process.exit(1);
  }
}
