/** Trainings in several processes by Open MPI. Where mpirun or koffi is missing they are skipped, and the title says why. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { koffiPackages, whyNoMpi } from "../../scripts/koffi.mjs";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds, workspace } from "./run.js";
import { leaves } from "./samples.js";

const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const cwd = workspace();
const why = whyNoMpi();
writeFileSync(join(cwd, "leaves.csv"), leaves());
if (why === null) symlinkSync(koffiPackages()!, join(cwd, "node_modules"));
const base = [
  "--data",
  "leaves.csv",
  "--target",
  "kind",
  "--preset",
  "textbook",
  "--batch",
  "25",
  "--epochs",
  "6",
];

const started = new Set<ChildProcess>();
// after a test that failed; mpirun ends its processes
afterAll(() => started.forEach((one) => one.kill("SIGTERM")));

/** Starts processes by mpirun. */
function mpirun(
  size: number,
  args: readonly string[],
): {
  process: ChildProcess;
  done: Promise<{ code: number | null; stderr: string }>;
  says: (text: string) => Promise<void>;
} {
  const flags = ["--oversubscribe", "--bind-to", "none", "-n", String(size), process.execPath, program];
  const child = spawn("mpirun", [...flags, "train", ...args, "--distributed", "mpi"], {
    cwd,
    env: {
      ...process.env,
      LC_ALL: "C",
      OMPI_ALLOW_RUN_AS_ROOT: "1",
      OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
      OMPI_MCA_mpi_yield_when_idle: "1",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.add(child);
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const done = new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, stderr }));
  });
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const listener = () => void (stderr.includes(text) && resolve());
      listeners.add(listener);
      listener();
      void done.then((run) => reject(new Error(`never said ${text}: ${JSON.stringify(run)}`)), reject);
    });
  return { process: child, done, says };
}

/** The processes that a process has started. */
function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => {
      try {
        return (
          /^\d+$/.test(name) &&
          Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ")[1]) === pid
        );
      } catch {
        return false; // it has ended
      }
    })
    .map(Number);
}

function numbersOf(file: string): number[] {
  const network = Network.load(readFileSync(join(cwd, file)));
  return network.parameters().flatMap(({ weights, biases }) => [...weights, ...biases]);
}

/** Largest difference of the parameters of two models. */
function difference(a: string, b: string): number {
  const [one, other] = [numbersOf(a), numbersOf(b)];
  expect(one.length).toBe(other.length);
  return one.reduce((largest, value, at) => Math.max(largest, Math.abs(value - other[at]!)), 0);
}

const sameBytes = (a: string, b: string) => readFileSync(join(cwd, a)).equals(readFileSync(join(cwd, b)));

describe.skipIf(why !== null)(`train --distributed mpi${why === null ? "" : ` (skipped: ${why})`}`, () => {
  async function train(size: number, output: string, ...args: string[]): Promise<void> {
    const { code, stderr } = await mpirun(size, [...base, ...args, "-o", output]).done;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(
      size === 1 ? "Training in one process." : `Training in ${size} processes, by Open MPI`,
    );
  }

  it("in one process is plain training, byte for byte", { timeout: 60_000 }, async () => {
    await succeeds(["train", ...base, "-q", "-o", "alone.st"], { cwd });
    await train(1, "one.st", "--threads", "2");
    expect(difference("one.st", "alone.st")).toBe(0);
  });

  it(
    "in three processes comes to the same within 1e-5; with 2 threads each, to the same bits",
    { timeout: 60_000 },
    async () => {
      const dropout = ["--dropout", "0.2", "--optimizer", "adam"];
      await succeeds(["train", ...base, ...dropout, "-q", "-o", "f32.st"], { cwd });
      await train(3, "three.st", ...dropout, "--threads", "1");
      await train(3, "threads.st", ...dropout, "--threads", "2");
      expect(difference("three.st", "f32.st")).toBeLessThan(1e-5);
      expect(difference("threads.st", "three.st")).toBe(0);
    },
  );

  it(
    "in two processes comes to the same within 1e-12 in float64, twice with the same bytes",
    { timeout: 60_000 },
    async () => {
      const precise = ["--precision", "float64", "--threads", "1"];
      await succeeds(["train", ...base, ...precise, "-q", "-o", "f64.st"], { cwd });
      await train(2, "two.st", ...precise);
      await train(2, "again.st", ...precise);
      expect(difference("two.st", "f64.st")).toBeLessThan(1e-12);
      expect(sameBytes("two.st", "again.st")).toBe(true);
    },
  );

  it("goes on with fewer processes after one was killed in mid-epoch", { timeout: 120_000 }, async () => {
    const long = ["--precision", "float64", "--threads", "1", "--epochs", "10"];
    await succeeds(["train", ...base, ...long, "-q", "-o", "whole.st"], { cwd });
    const checkpoints = ["--checkpoint", "saved", "--checkpoint-every", "7b"];
    // without an end, so that it cannot be over before the kill
    const killed = mpirun(3, [...base, ...long, "--epochs", "1000000", ...checkpoints, "-o", "cut.st"]);
    await killed.says("2/1000000");
    process.kill(childrenOf(killed.process.pid!)[1]!, "SIGKILL");
    expect((await killed.done).code).not.toBe(0);
    const saved = readdirSync(join(cwd, "saved")).filter((name) => name.endsWith(".safetensors"));
    expect(saved.length).toBeGreaterThan(0);
    const epochs = Math.max(...saved.map((name) => Number(name.slice(6, 12))));
    const rest = ["--resume", "saved", "--epochs", String(Math.max(10, epochs + 2)), "-o", "cut.st"];
    const { code, stderr } = await mpirun(2, rest).done;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Going on from saved/epoch-");
    if (epochs + 2 > 10)
      await succeeds(["train", ...base, ...long, "--epochs", String(epochs + 2), "-q", "-o", "whole.st"], {
        cwd,
      });
    expect(difference("cut.st", "whole.st")).toBeLessThan(1e-10);
  });

  it("says an error once, and ends all processes with its exit code", { timeout: 60_000 }, async () => {
    const { code, stderr } = await mpirun(2, [...base, "--folds", "3"]).done;
    expect(code).toBe(2);
    expect(stderr.match(/ConfigError: --folds: does not go with --distributed/g)).toHaveLength(1);
  });
});

describe("--distributed", () => {
  it.each([
    [["--distributed", "tcp"], 2, 'ConfigError: --distributed: expected mpi, got "tcp".\n'],
    [
      ["--distributed", "mpi"],
      1,
      "DataError: --distributed: the package koffi is missing, which calls MPI. Install both: npm install koffi; apt-get install openmpi-bin libopenmpi3 (or another MPI).\n",
    ],
  ])("%j is refused where it cannot work", async (args, code, stderr) => {
    const elsewhere = workspace();
    expect(await chainrule(["train", ...args], { cwd: elsewhere })).toEqual({ code, stdout: "", stderr });
  });
});
