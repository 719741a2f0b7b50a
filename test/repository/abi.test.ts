import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { interfaceOf, makeAbi } from "../../scripts/abi.mjs";

const read = (path: string) => readFileSync(path, "utf8");
const modules = ["scalar", "simd", "simd-threads", "fast", "fast-threads"];

it.each(modules)(
  "imports, exports, tables and codes of %s are those of the snapshot for its abi_version",
  async (name) => {
    // `npm run abi` writes the snapshot; it asks for a new abiVersion in assembly/plan.ts where one is needed
    expect(await interfaceOf(name)).toEqual(JSON.parse(read("test/repository/abi.json")));
  },
);

it("docs/ABI.md and dist/abi are as scripts/abi.mjs makes them", async () => {
  for (const [path, text] of Object.entries(await makeAbi())) expect(read(path), path).toBe(text);
});

it.each([
  ["simd", 26],
  ["scalar", 22],
] as const)("%s.wasm has %i KB at most, by gzip", (name, most) => {
  expect(gzipSync(readFileSync(`dist/wasm/${name}.wasm`), { level: 9 }).length).toBeLessThanOrEqual(
    most * 1024,
  );
});
