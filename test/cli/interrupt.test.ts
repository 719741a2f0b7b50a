import { execFileSync } from "node:child_process";
import { createReadStream, lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, contents, start, succeeds, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const onLeaves = ["train", "--data", "leaves.csv", "--target", "kind", "--preset", "textbook"];
const endless = [...onLeaves, "--epochs", "100000000"];
/** Printed at the end of the first of many epochs. */
const firstEpoch = "epoch         1/100000000  loss ";
const isWindows = process.platform === "win32"; // has neither these signals nor /dev

describe.skipIf(isWindows)("Ctrl-C during training", () => {
  it("saves a model that loads, says so, and exits 130", async () => {
    const { process, done, says } = start([...endless, "-o", "stopped.st"], { cwd });
    await says(firstEpoch);
    process.kill("SIGINT");
    const { code, stdout, stderr } = await done;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /\nStopping after this batch\. Press Ctrl-C again to leave at once\.\nInterrupted in epoch \d+: the weights so far are in stopped\.st\.\n$/,
    );
    expect(stdout).toMatch(/^\n.* · seed 1\n\d+ epochs? in (\d\.\d+ s|\d+:\d\d), /);
    const { metrics } = JSON.parse(
      await succeeds(["evaluate", "stopped.st", "leaves.csv", "--json"], { cwd }),
    );
    expect(metrics.accuracy).toBeGreaterThan(0);
  });

  it("with --json leaves one document that says it was aborted", async () => {
    const { process, done, says } = start([...endless, "--validation", "0.2", "--json"], { cwd });
    await says(firstEpoch);
    process.kill("SIGINT");
    const { code, stdout } = await done;
    expect(code).toBe(130);
    const document = JSON.parse(stdout);
    expect(document.stopped).toBe("aborted");
    expect(document.epochs).toBeGreaterThanOrEqual(1);
    const { weightsSha256 } = JSON.parse(await succeeds(["inspect", "model.safetensors", "--json"], { cwd }));
    expect(weightsSha256).toBe(document.weightsSha256);
  });

  it("SIGTERM does the same, with its own exit code", async () => {
    const { process, done, says } = start([...endless, "-o", "ended.st"], { cwd });
    await says(firstEpoch);
    process.kill("SIGTERM");
    expect((await done).code).toBe(143);
    await succeeds(["inspect", "ended.st"], { cwd });
  });
});

describe("a model file", () => {
  it("stays whole where training is killed, and nothing of half size lies about", async () => {
    await succeeds([...onLeaves, "--epochs", "1", "--quiet"], { cwd });
    const before = contents(cwd);
    const { process, done, says } = start(endless, { cwd });
    await says(firstEpoch);
    process.kill("SIGKILL");
    expect((await done).code).toBeNull();
    expect(contents(cwd)).toEqual(before);
  });

  it("is replaced whole by the next training, and no temporary file stays", async () => {
    await succeeds([...onLeaves, "--epochs", "1", "--quiet", "-o", "twice.st"], { cwd });
    const names = Object.keys(contents(cwd));
    const first = readFileSync(join(cwd, "twice.st"));
    await succeeds([...onLeaves, "--epochs", "2", "--quiet", "-o", "twice.st"], { cwd });
    expect(Object.keys(contents(cwd))).toEqual(names);
    expect(readFileSync(join(cwd, "twice.st")).equals(first)).toBe(false);
  });

  it("is saved though nobody reads the progress any more, as in `2>&1 | head -1`", async () => {
    const { process, done } = start([...onLeaves, "--epochs", "30", "-o", "unread.st"], { cwd });
    process.stderr.once("data", () => process.stderr.destroy());
    expect((await done).code).toBe(0);
    await succeeds(["inspect", "unread.st"], { cwd });
  });

  it.skipIf(isWindows)("is written through a link, which stays a link", async () => {
    writeFileSync(join(cwd, "real.st"), "an older model");
    symlinkSync("real.st", join(cwd, "link.st"));
    await succeeds([...onLeaves, "--epochs", "1", "--quiet", "-o", "link.st"], { cwd });
    expect(lstatSync(join(cwd, "link.st")).isSymbolicLink()).toBe(true);
    await succeeds(["inspect", "real.st"], { cwd });
  });

  it.skipIf(isWindows)("is written into a pipe, which stays a pipe", async () => {
    const pipe = join(cwd, "pipe");
    execFileSync("mkfifo", [pipe]);
    const training = chainrule([...onLeaves, "--epochs", "1", "--quiet", "-o", "pipe"], { cwd });
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(pipe)) chunks.push(chunk as Buffer);
    expect((await training).code).toBe(0);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    writeFileSync(join(cwd, "piped.st"), Buffer.concat(chunks));
    await succeeds(["inspect", "piped.st"], { cwd });
  });
});
