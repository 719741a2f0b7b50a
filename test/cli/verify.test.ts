import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { chainrule, succeeds, workspace } from "./run.js";

const cwd = workspace();

it("verify --quick --json gives one document, whose rows are all right or skipped with a reason", async () => {
  const report = JSON.parse(await succeeds(["verify", "--quick", "--json", "--quiet"], { cwd }));
  expect(report).toMatchObject({
    ok: true,
    host: expect.stringContaining("Node"),
    seconds: expect.any(Number),
  });
  for (const row of report.rows) {
    if (row.ok === null) expect(row.skipped).toMatch(/\w/);
    else expect(row).toMatchObject({ ok: true, failed: 0, failures: [] });
  }
});

/** Changes the first weight by a thousandth after every call of `train` or `epochs` on shared memory. */
const wrongKernel = `
const Real = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Real(module, imports);
  const { buffer } = imports.env.memory;
  if (!(buffer instanceof SharedArrayBuffer)) return { exports };
  const wrong = (name) => (...given) => {
    exports[name](...given);
    const first = new (name.startsWith("f64") ? Float64Array : Float32Array)(imports.env.memory.buffer, 1024, 1);
    first[0] *= 1.001;
  };
  const changed = Object.fromEntries(
    ["f32_train", "f64_train", "f32_epochs", "f64_epochs"].map((name) => [name, wrong(name)]),
  );
  return { exports: { ...exports, ...changed } };
};
`;

it("a kernel that is wrong gives exit 1, says which build and case, and asks for a report", async () => {
  const preload = join(cwd, "wrong-kernel.mjs");
  writeFileSync(preload, wrongKernel);
  const args = ["--import", preload, resolve("dist/cli.js"), "verify", "--quick", "--quiet"];
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>(
    (done) => {
      const child = execFile(process.execPath, args, (_error, stdout, stderr) =>
        done({ code: child.exitCode!, stdout, stderr }),
      );
    },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^trained weights +simd-threads +float32 .* FAILED$/m);
  expect(stdout).toMatch(/^ +simd +float64 .* ok$/m);
  expect(stdout).toMatch(
    /^FAILED trained weights, simd-threads, float32 \(\d+ cases\): pair .*, seed 1\d+, 9 rows$/m,
  );
  expect(stdout).toMatch(
    /^ {2}layer 1 weights\[0\]: expected -?[\d.e-]+, got -?[\d.e-]+, error \d\.\de-\d+$/m,
  );
  const [, right, made] = /^(\d+) of (\d+) checks are right/m.exec(stdout)!;
  expect(stderr).toContain(
    `VerificationError: ${Number(made) - Number(right)} of ${made} checks failed on Node `,
  );
  expect(stderr).toContain(": see FAILED above. Please report these lines");
});

it("takes no arguments: exit 2", async () => {
  const run = await chainrule(["verify", "--quick", "mazur"], { cwd });
  expect(run).toEqual({
    code: 2,
    stdout: "",
    stderr: "UsageError: too many arguments for 'verify'. Expected 0 arguments but got 1.\n",
  });
});
