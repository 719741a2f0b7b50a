import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import type { Fault } from "./faults.mjs";
import { chainrule, succeeds, withCalls } from "./inProcess.js";
import { chainrule as inOwnProcess, programPath, type Run, start, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
fs.writeFileSync(join(cwd, "leaves.csv"), leaves());
const onLeaves = ["train", "--data", "leaves.csv", "--target", "kind", "--preset", "textbook"];
const endless = [...onLeaves, "--epochs", "100000000"];
const firstEpoch = "epoch         1/100000000  loss ";
const isWindows = process.platform === "win32";
const preload = `--import=${new URL("faults.mjs", import.meta.url).href}`;

const at = (name: string) => join(cwd, name);
async function shaOf(path: string): Promise<string> {
  const network = Network.load(new Uint8Array(fs.readFileSync(path)));
  const sha = await network.weightsSha256();
  network.dispose();
  return sha;
}

describe("divergence", () => {
  it("saves the weights from before it, says so, and exits 1", async () => {
    fs.writeFileSync(at("d.csv"), "a,y\n1,1.5\n2,2.5\n3,3.25\n");
    const flags = ["--preset", "textbook", "--layers", "", "--learning-rate", "50", "-o", "last.st"];
    const { code, stderr } = await chainrule(["train", "--data", "d.csv", "--target", "y", ...flags], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/before this batch\. The weights are in last\.st\.\n$/);
    const weights = Network.load(new Uint8Array(fs.readFileSync(at("last.st")))).parameters();
    expect(weights.every((layer) => layer.weights.every(Number.isFinite))).toBe(true);
  });

  it("in the first batch saves nothing: no weight has changed", async () => {
    fs.writeFileSync(at("huge.csv"), "a,y\n1,1e200\n2,2e200\n3,3e200\n");
    const precise = ["--precision", "float64", "--target-scaling", "none", "--learning-rate", "1e200"];
    const flags = ["--preset", "textbook", "--layers", "", ...precise, "-o", "never.st"];
    const { code } = await chainrule(["train", "--data", "huge.csv", "--target", "y", ...flags], { cwd });
    expect(code).toBe(1);
    expect(fs.existsSync(at("never.st"))).toBe(false);
  });
});

describe.skipIf(isWindows)("a model that cannot be written where it should be", () => {
  it("is saved in the current folder if its folder has vanished, and the result is printed", async () => {
    fs.mkdirSync(at("gone"));
    const { process: training, done, says } = start([...endless, "--json", "-o", "gone/m.st"], { cwd });
    await says(firstEpoch);
    fs.rmSync(at("gone"), { recursive: true });
    training.kill("SIGINT");
    const { code, stdout, stderr } = await done;
    expect(code).toBe(1);
    const [, name] =
      /gone\/m\.st: could not be written \(ENOENT\)\. The model is in (m-rescued-\w+\.st)\./.exec(stderr)!;
    const document = JSON.parse(stdout);
    expect(document.model).toBe(name);
    expect(await shaOf(at(name!))).toBe(document.weightsSha256);
  });

  it("is saved in the folder for temporary files if the current one has vanished too", async () => {
    fs.mkdirSync(at("home"));
    fs.mkdirSync(at("spare"));
    const data = ["--data", at("leaves.csv"), "--target", "kind", "--preset", "textbook"];
    const args = ["train", ...data, "--epochs", "100000000", "--json"];
    const options = { cwd: at("home"), env: { TMPDIR: at("spare") } };
    const { process: training, done, says } = start(args, options);
    await says(firstEpoch);
    fs.rmdirSync(at("home"));
    training.kill("SIGTERM");
    const { code, stdout, stderr } = await done;
    expect(code, stderr).toBe(1);
    const [name] = fs.readdirSync(at("spare"));
    expect(stderr).toContain(`The model is in ${at("spare")}/${name}.`);
    expect(await shaOf(join(at("spare"), name!))).toBe(JSON.parse(stdout).weightsSha256);
  });

  it("does not cost the result on stdout; neither does a report", async () => {
    fs.mkdirSync(at("pages"));
    const args = [...endless, "-o", "here.st", "--report", "pages/r.html"];
    const { process: training, done, says } = start(args, { cwd });
    await says(firstEpoch);
    fs.rmSync(at("pages"), { recursive: true });
    training.kill("SIGINT");
    const { code, stdout, stderr } = await done;
    expect(code).toBe(1);
    expect(stdout).toMatch(/epochs? in .*samples\/s/);
    expect(stderr).toMatch(/\nDataError: pages\/r\.html: could not be written \(ENOENT\)\.\n$/);
    await shaOf(at("here.st"));
  });
});

describe.skipIf(process.platform !== "linux")("streams that cannot be written", () => {
  const shell = (line: string) =>
    new Promise<Run>((resolve) => {
      const child = spawn("sh", ["-c", line], { cwd, env: { ...process.env, LC_ALL: "C" } });
      const said = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const)
        child[name].setEncoding("utf8").on("data", (text: string) => (said[name] += text));
      child.on("close", (code) => resolve({ code, ...said }));
    });
  const command = (output: string) =>
    [process.execPath, programPath, ...onLeaves, "--epochs", "20", "-o", output]
      .map((one) => `'${one}'`)
      .join(" ");

  it("stderr on a full disk: the training ends well", async () => {
    const { code, stdout } = await shell(`${command("full.st")} 2>/dev/full`);
    expect(code).toBe(0);
    expect(stdout).toContain("20 epochs in ");
    await shaOf(at("full.st"));
  });

  it("stdout on a full disk: the model is saved, and the exit code says it", async () => {
    const { code, stderr } = await shell(`${command("out.st")} >/dev/full`);
    expect(code).toBe(1);
    expect(stderr).toContain("standard output: could not be written (ENOSPC).");
    await shaOf(at("out.st"));
  });

  it("both closed: the model is saved", async () => {
    await shell(`${command("closed.st")} >&- 2>&-`);
    await shaOf(at("closed.st"));
  });

  it("a log that is cut short is said with --quiet too, and ends with a whole line", async () => {
    fs.mkdirSync(at("logs"));
    const fault = JSON.stringify({ at: 5, code: "ENOSPC", stays: true });
    const args = [...onLeaves, "--epochs", "20", "--quiet", "-o", "cut.st", "--log", "logs/cut.jsonl"];
    const env = { NODE_OPTIONS: preload, CHAINRULE_TEST_FAULT: fault };
    const { code, stderr } = await inOwnProcess(args, { cwd, env });
    expect(stderr).toBe("logs/cut.jsonl: could not be written any further (ENOSPC).\n");
    expect(code).toBe(0);
    const lines = fs.readFileSync(at("logs/cut.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines) JSON.parse(line);
  });
});

describe.skipIf(isWindows)("signals", () => {
  it.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s saves and exits %i", async (signal, expected) => {
    const { process: training, done, says } = start([...endless, "-o", `${signal}.st`], { cwd });
    await says(firstEpoch);
    training.kill(signal);
    expect((await done).code).toBe(expected);
    await shaOf(at(`${signal}.st`));
  });

  it("a second one while the model is written leaves the old model or the new, and no other file", async () => {
    await succeeds([...onLeaves, "--epochs", "1", "--quiet", "-o", "twice.st"], { cwd });
    const before = await shaOf(at("twice.st"));
    const names = fs.readdirSync(cwd);
    const env = { NODE_OPTIONS: preload, CHAINRULE_TEST_SLOW: "300" };
    const { process: training, done, says } = start([...endless, "-o", "twice.st"], { cwd, env });
    await says(firstEpoch);
    training.kill("SIGINT");
    await says("Stopping after this batch.");
    await expect.poll(() => fs.readdirSync(cwd).filter((name) => name.endsWith(".tmp"))).toHaveLength(1);
    training.kill("SIGINT");
    expect((await done).code).toBe(130);
    expect(await shaOf(at("twice.st"))).toBe(before);
    expect(fs.readdirSync(cwd)).toEqual(names);
  });
});

describe.skipIf(isWindows)("links", () => {
  it("--log on a link to --output is refused, of either kind", async () => {
    fs.writeFileSync(at("linked.st"), "an older model");
    fs.symlinkSync("linked.st", at("soft.jsonl"));
    fs.linkSync(at("linked.st"), at("hard.jsonl"));
    for (const log of ["soft.jsonl", "hard.jsonl"]) {
      const { code, stderr } = await chainrule([...onLeaves, "-o", "linked.st", "--log", log], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain(`--log: "${log}" is the file of --output too. Name another file.`);
    }
    expect(fs.readFileSync(at("linked.st"), "utf8")).toBe("an older model");
  });

  it("data with the name of the output by a hard link are not written over", async () => {
    fs.writeFileSync(at("data.csv"), leaves());
    fs.linkSync(at("data.csv"), at("same.st"));
    const args = ["train", "--data", "data.csv", "--target", "kind", "-o", "same.st"];
    expect((await chainrule(args, { cwd })).code).toBe(2);
    expect(fs.readFileSync(at("data.csv"), "utf8")).toBe(leaves());
  });
});

describe.skipIf(isWindows)("other commands on a disk that fails", () => {
  const data = at("leaves.csv");
  const search = { data, target: "kind", preset: "textbook", epochs: 3 };
  fs.writeFileSync(
    at("s.json"),
    JSON.stringify({ ...search, search: { trials: 3, space: { batchSize: { choices: [4, 8] } } } }),
  );
  const runs: [string, string[], RegExp][] = [
    ["predict", ["predict", at("model.st"), data, "-o", "out"], /^kind,oak,pine,yew\n/],
    ["export", ["export", at("model.st"), "--to", "js", "-o", "out"], /export function predict/],
    ["trace", ["trace", "mazur", "-o", "out"], /0\.2910277/],
    ["search", ["search", at("s.json"), "--workers", "1", "-o", "out"], /"format":"chainrule"/],
  ];

  it.each(runs)("%s leaves the old file or the new one, and says it", async (_name, args, isNew) => {
    if (!fs.existsSync(at("model.st"))) {
      await succeeds([...onLeaves, "--epochs", "1", "--quiet", "-o", "model.st"], { cwd });
    }
    const run = async (fault: Fault | null) => {
      const folder = fs.mkdtempSync(at("fault-"));
      fs.writeFileSync(join(folder, "out"), "old");
      const ended = await withCalls(args, {
        cwd: folder,
        env: { TMPDIR: folder },
        fault,
      });
      const out = fs.readFileSync(join(folder, "out"), "latin1");
      return { ...ended, names: fs.readdirSync(folder), out };
    };
    const whole = await run(null);
    expect([whole.code, whole.names]).toEqual([0, ["out"]]);
    expect(whole.out).toMatch(isNew);
    expect(whole.calls.length).toBeGreaterThanOrEqual(8);
    for (const [index, call] of whole.calls.entries()) {
      const ended = await run({ at: index, code: "EIO", stays: false });
      const what = `${index}, ${call}: ${ended.stderr}`;
      if (ended.out !== "old") expect(ended.out, what).toMatch(isNew);
      else expect(ended.code, what).toBe(1);
      if (ended.code !== 0) expect(ended.stderr, what).toMatch(/DataError: .*could not be (written|synced)/);
      expect(
        ended.names.filter((name) => name.endsWith(".tmp")),
        what,
      ).toEqual([]);
    }
  });
});

describe.skipIf(isWindows)("every operation of the disk that fails", () => {
  const data = ["--data", at("leaves.csv"), "--target", "kind", "--preset", "textbook", "--epochs", "3"];
  const args = ["train", ...data, "--json", "-o", "m.st", "--log", "l.jsonl", "--report", "r.html"];
  const run = async (fault: Fault | null) => {
    const folder = fs.mkdtempSync(at("fault-"));
    fs.mkdirSync(join(folder, "tmp"));
    const ended = await withCalls(args, { cwd: folder, env: { TMPDIR: join(folder, "tmp") }, fault });
    return { ...ended, folder };
  };

  it.each([
    { code: "ENOSPC", stays: true },
    { code: "EIO", stays: false },
    { code: "short", stays: false },
  ])("loses neither model nor result: %o", async ({ code, stays }) => {
    const whole = await run(null);
    expect(whole.code).toBe(0);
    const sha = JSON.parse(whole.stdout).weightsSha256;
    expect(whole.calls.length).toBeGreaterThan(15);
    for (const [index, call] of whole.calls.entries()) {
      const ended = await run({ at: index, code, stays });
      const what = `${code} at ${index}, ${call}: ${ended.stderr}`;
      if (call.startsWith("openSync")) {
        // the log, before the training
        expect([0, 1], what).toContain(ended.code);
        if (ended.code === 1) continue;
      }
      expect(ended.stdout, what).not.toBe("");
      const document = JSON.parse(ended.stdout);
      expect(document.weightsSha256, what).toBe(sha);
      expect(await shaOf(resolve(ended.folder, document.model)), what).toBe(sha);
      if (document.model !== "m.st") expect(ended.code, what).toBe(1);
      if (code === "short") expect(ended.code, what).toBe(0);
      else if (ended.code === 0) {
        const report = join(ended.folder, "r.html");
        const said = ended.stderr + (fs.existsSync(report) ? fs.readFileSync(report, "utf8") : "");
        expect(said, what).toMatch(
          /l\.jsonl: could not be written any further|no checksum, it could not be read again/,
        );
      }
      if (fs.existsSync(join(ended.folder, "m.st")))
        expect(await shaOf(join(ended.folder, "m.st")), what).toBe(sha);
      fs.rmSync(ended.folder, { recursive: true });
    }
  });
});
