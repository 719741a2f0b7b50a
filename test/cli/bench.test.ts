import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, contents, succeeds, workspace } from "./run.js";

const cwd = workspace();
/** As short as it gets: what comes out is looked at, never how fast it was. */
const short = ["--turns", "1", "--turn-ms", "1"];
const positive = expect.any(Number);

describe("chainrule bench", () => {
  it("--json gives host, processors, peak and rows as documented, and nothing else on stdout", async () => {
    const run = await chainrule(["bench", "--case", "tiny", "--case", "xor", "--json", ...short], { cwd });
    expect(run.code).toBe(0);
    const document = JSON.parse(run.stdout);
    expect(document).toMatchObject({
      host: `Node ${process.versions.node} (V8 ${process.versions.v8})`,
      processors: positive,
      peak: { float32: positive, float64: positive },
    });
    const [first] = document.rows;
    expect(first).toEqual({
      case: "tiny",
      implementation: "typescript",
      build: "blocked",
      threads: 1,
      precision: "float32",
      samplesPerSecond: { median: positive, best: positive },
      gflops: positive,
      ratio: 1,
      lossAgrees: true,
    });
    for (const row of document.rows) {
      expect(Object.keys(row)).toEqual(Object.keys(first));
      expect(row.samplesPerSecond.best).toBeGreaterThanOrEqual(row.samplesPerSecond.median);
    }
    const about = JSON.parse(await succeeds(["info", "--json"], { cwd }));
    const available = about.builds.flatMap((build: { name: string; available: boolean }) =>
      build.available && build.name !== "javascript" ? [build.name] : [],
    );
    for (const name of ["tiny", "xor"]) {
      const rows = document.rows.filter((row: { case: string }) => row.case === name);
      const builds = rows.map(({ build }: { build: string }) => build);
      expect([...new Set(builds)]).toEqual(["blocked", "naive", ...available]);
    }
    expect(run.stderr).toMatch(/^1\/2 tiny: .*\n2\/2 xor: .*\n$/);
  });

  it("prints a table with a line for each row, without naive TypeScript with --quick", async () => {
    const text = await succeeds(["bench", "--case", "tiny", "--quick", "--quiet", ...short], { cwd });
    expect(text).toMatch(/\nTraining steps\ncase +implementation +build +threads +median samples\/s/);
    expect(text).toMatch(/\ntiny +typescript +blocked +1 .* 1\.00×\ntiny +wasm +scalar +1 .*×\n/);
    expect(text).toMatch(/\nLeft out: naive TypeScript \(--quick\)/);
  });

  it("an unknown case is wrong usage, exit 2, with the names that there are", async () => {
    expect(await chainrule(["bench", "--case", "tiny", "huge"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'ConfigError: --case: expected "tiny", "xor", "small", "mnist", "mnist-big-batch", "wide", "deep", ' +
        '"wide-f64", "gemm" or "gemm-f64", got "huge".\n',
    });
  });

  it.each([
    [["--turns", "0"], 'ConfigError: --turns: expected an integer ≥ 1, got "0".\n'],
    [["--turn-ms", "1e3"], 'ConfigError: --turn-ms: expected an integer ≥ 1, got "1e3".\n'],
    [["--html", "no/where.html"], 'ConfigError: --html: there is no directory "no".\n'],
    [["--write", "no/where.md"], 'ConfigError: --write: there is no directory "no".\n'],
    [["--write"], 'ConfigError: --write: there is no directory "bench".\n'],
  ])("%j is wrong usage, exit 2, before anything is measured", async (args, stderr) => {
    expect(await chainrule(["bench", "--case", "tiny", ...args], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr,
    });
    expect(contents(cwd)).toEqual({});
  });

  it("--html writes a page that has the rows, and --peers what is not installed", async () => {
    const own = workspace();
    const args = [
      "bench",
      "--case",
      "xor",
      "--peers",
      "--python",
      "no-such-python",
      "--html",
      "page.html",
      ...short,
    ];
    const run = await chainrule(args, { cwd: own });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/\nwrote page\.html\n$/);
    expect(run.stdout).toContain("not installed: npm i brain.js");
    expect(run.stdout).toContain("not found in no-such-python: pip install numpy, or name another Python");
    expect(Object.keys(contents(own))).toEqual(["page.html"]);
    const page = readFileSync(join(own, "page.html"), "utf8");
    expect(page).toContain("<b>wasm</b> scalar");
    expect(page).not.toMatch(/https?:|<script/);
  });
});
