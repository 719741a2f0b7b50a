import * as fs from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { unseal } from "../../src/cli/checkpointFile.js";
import { chainrule, succeeds, withCalls } from "./inProcess.js";
import { type RunOptions, start, workspace } from "./run.js";
import type { Fault } from "./faults.mjs";
import { leaves } from "./samples.js";

const cwd = workspace();
const isWindows = process.platform === "win32";
const at = (...names: string[]) => join(cwd, ...names);
fs.writeFileSync(at("leaves.csv"), leaves());

/** Dropout, validation, a schedule over the whole training, best weights: whatever has a state. */
const onLeaves = [
  "train",
  "--data",
  "leaves.csv",
  "--target",
  "kind",
  "--validation",
  "0.2",
  "--layers",
  "8",
];
const settings = [...onLeaves, "--dropout", "0.2", "--json"];
const training = [...settings, "--epochs", "12"];
const parse = (stdout: string) => JSON.parse(stdout);
const checkpointsIn = (folder: string) =>
  fs
    .readdirSync(at(folder))
    .filter((name) => name.endsWith(".safetensors"))
    .toSorted();

/** Trains with checkpoints, and takes away those of its end: as if it had been killed. */
async function interrupted(folder: string, output: string, more: readonly string[] = []) {
  const args = [...training, "--checkpoint", folder, "--checkpoint-every", "2e", "-o", output, "-q", ...more];
  await succeeds(args, { cwd });
  for (const name of checkpointsIn(folder)) {
    const [, epochs] = /^epoch-(\d+)/.exec(name)!;
    if (Number(epochs) > 9) fs.rmSync(at(folder, name));
  }
  fs.rmSync(at(output));
}

let wanted = "";
beforeAll(async () => {
  wanted = parse(await succeeds([...training, "-o", "whole.st", "-q"], { cwd })).weightsSha256;
});

describe("--checkpoint and --resume", () => {
  it("--resume alone goes on with the same data, settings and files, to the same weights", async () => {
    await interrupted("plain", "plain.st", ["--log", "plain.jsonl", "--report", "plain.html"]);
    fs.rmSync(at("plain.html"));
    const { code, stdout, stderr } = await chainrule(["train", "--resume", "plain", "--json"], { cwd });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Going on from plain\/epoch-\d{6}-update-\d{9}\.safetensors\.\n/);
    const document = parse(stdout);
    expect(document).toMatchObject({ epochs: 12, weightsSha256: wanted, model: "plain.st" });
    expect(fs.existsSync(at("plain.html"))).toBe(true);
    const lines = fs.readFileSync(at("plain.jsonl"), "utf8").trimEnd().split("\n").map(parse);
    expect(lines.map(({ type, epoch }) => epoch ?? type)).toEqual([
      "start",
      ...Array.from({ length: 12 }, (_, index) => index + 1),
      "end",
    ]);
    expect(lines.at(-1)).toMatchObject({ epochs: 12, stopped: "epochs" });
  });

  it("from another folder it finds the files of the first", async () => {
    await interrupted("apart", "apart.st");
    fs.mkdirSync(at("elsewhere"));
    const args = ["train", "--resume", join("..", "apart"), "--json", "-q"];
    const { weightsSha256, model } = parse(await succeeds(args, { cwd: at("elsewhere") }));
    expect(weightsSha256).toBe(wanted);
    expect(model).toBe(at("apart.st"));
  });

  it("the same command with both flags starts, and goes on where there is a checkpoint", async () => {
    const both = ["--checkpoint", "both", "--resume", "both", "--checkpoint-every", "1e", "-o", "both.st"];
    const first = await chainrule([...training, ...both], { cwd });
    expect(first.stderr).not.toContain("Going on");
    const second = await chainrule([...training, ...both], { cwd });
    expect(second.stderr).toContain("Going on from both/");
    for (const { stdout } of [first, second]) expect(parse(stdout).weightsSha256).toBe(wanted);
  });

  it("keeps the newest, three or --keep of them", async () => {
    await succeeds([...training, "--checkpoint", "three", "--checkpoint-every", "1e", "-q", "-o", "k.st"], {
      cwd,
    });
    expect(checkpointsIn("three")).toHaveLength(3);
    const one = ["--checkpoint", "one", "--checkpoint-every", "5b,1e", "--keep", "1", "-q", "-o", "k.st"];
    await succeeds([...training, ...one], { cwd });
    expect(checkpointsIn("one")).toEqual([expect.stringMatching(/^epoch-000012-/)]);
  });

  it("with more epochs goes on from the end, along the same schedule; without, says that nothing is left", async () => {
    await succeeds([...training, "--checkpoint", "more", "-q", "-o", "more.st"], { cwd });
    const { stderr } = await chainrule(["train", "--resume", "more"], { cwd });
    expect(stderr).toContain("Nothing is left to train. Set --epochs to more than 12 to train for longer.");
    const more = parse(
      await succeeds(["train", "--resume", "more", "--epochs", "20", "--json", "-q"], { cwd }),
    );
    const schedule = ["--schedule", "oneCycle:epochs=12", "--epochs", "20", "-o", "long.st", "-q"];
    const long = parse(await succeeds([...settings, ...schedule], { cwd }));
    expect([more.epochs, more.weightsSha256]).toEqual([20, long.weightsSha256]);
  });

  it("goes on after early stopping with the weights that it had stopped with", async () => {
    const stopping = ["--early-stopping", "2", "--epochs", "400", "-o", "early.st", "-q"];
    const args = [...settings, ...stopping, "--checkpoint", "early", "--checkpoint-every", "1e"];
    const whole = parse(await succeeds(args, { cwd }));
    expect(whole.stopped).toBe("earlyStopping");
    for (let cut = checkpointsIn("early").length; cut > 0; cut--) {
      fs.cpSync(at("early"), at(`early${cut}`), { recursive: true });
      for (const name of checkpointsIn("early").slice(cut)) fs.rmSync(at(`early${cut}`, name));
      const again = parse(await succeeds(["train", "--resume", `early${cut}`, "--json", "-q"], { cwd }));
      expect(again.weightsSha256, `${cut} checkpoints`).toBe(whole.weightsSha256);
      expect(again.epochs).toBe(whole.epochs);
    }
  });

  it("counts the updates of --step-limit over all runs", async () => {
    const limit = ["--step-limit", "11", "-q", "-o", "steps.st"];
    const whole = parse(await succeeds([...training, ...limit], { cwd }));
    await succeeds([...training, ...limit, "--checkpoint", "steps", "--checkpoint-every", "4b"], { cwd });
    fs.rmSync(at("steps", checkpointsIn("steps").at(-1)!));
    const again = parse(await succeeds(["train", "--resume", "steps", "--json", "-q"], { cwd }));
    expect(again.weightsSha256).toBe(whole.weightsSha256);
  });

  it("goes on with a training that started from a model, and its own columns", async () => {
    const first = [...onLeaves, "--epochs", "2", "-q", "-o", "first.st"];
    await succeeds(first, { cwd });
    const warm = [
      "train",
      "--data",
      "leaves.csv",
      "--target",
      "kind",
      "--warm-start",
      "first.st",
      "--epochs",
      "6",
    ];
    const whole = parse(await succeeds([...warm, "--json", "-q", "-o", "warm.st"], { cwd }));
    await succeeds([...warm, "--checkpoint", "warm", "--checkpoint-every", "2e", "-q", "-o", "warm.st"], {
      cwd,
    });
    fs.rmSync(at("warm", checkpointsIn("warm").at(-1)!));
    fs.rmSync(at("first.st"));
    const again = parse(await succeeds(["train", "--resume", "warm", "--json", "-q"], { cwd }));
    expect(again.weightsSha256).toBe(whole.weightsSha256);
  });

  it("from one directory into another leaves the first as it was", async () => {
    await interrupted("source", "source.st");
    const before = fs.readdirSync(at("source"));
    const args = ["train", "--resume", "source", "--checkpoint", "target", "--json", "-q"];
    expect(parse(await succeeds(args, { cwd })).weightsSha256).toBe(wanted);
    expect(fs.readdirSync(at("source"))).toEqual(before);
    expect(checkpointsIn("target")).toContainEqual(expect.stringMatching(/^epoch-000012-/));
  });

  it.skipIf(isWindows)("is there from the first moment, and after Ctrl-C", async () => {
    const args = [...settings, "--epochs", "100000000", "--checkpoint", "cut", "-o", "cut.st"];
    const { process: running, done, says } = start(args, { cwd });
    await says("epoch         1/100000000");
    expect(checkpointsIn("cut")).toEqual(["epoch-000000-update-000000000.safetensors"]);
    running.kill("SIGINT");
    const { code, stdout } = await done;
    expect(code).toBe(130);
    expect(checkpointsIn("cut")).toHaveLength(2);
    const { epochs, weightsSha256 } = parse(stdout);
    const same = ["train", "--resume", "cut", "--epochs", String(epochs + 1), "--json", "-q"];
    const resumed = await chainrule(same, { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(parse(resumed.stdout).epochs).toBe(epochs + 1);
    expect(parse(resumed.stdout).weightsSha256).not.toBe(weightsSha256);
  });
});

describe("--resume of damaged checkpoints", () => {
  it("takes the newest good one, and says which it skipped and why", async () => {
    await interrupted("hurt", "hurt.st");
    const names = checkpointsIn("hurt");
    expect(names.length).toBe(2);
    const bytes = fs.readFileSync(at("hurt", names[1]!));
    bytes[bytes.length - 9]! ^= 1;
    fs.writeFileSync(at("hurt", names[1]!), bytes);
    fs.writeFileSync(at("hurt", "epoch-000011-update-000000099.safetensors"), bytes.subarray(0, 5000));
    fs.writeFileSync(at("hurt", "epoch-000011-update-000000100.safetensors"), "");
    const { code, stdout, stderr } = await chainrule(["train", "--resume", "hurt", "--json", "-q"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe(
      [
        "Skipped hurt/epoch-000011-update-000000100.safetensors: it is cut short, at 0 bytes.",
        "Skipped hurt/epoch-000011-update-000000099.safetensors: it is damaged, or cut short in its header.",
        `Skipped hurt/${names[1]}: it is damaged: its checksum differs.`,
        "",
      ].join("\n"),
    );
    expect(parse(stdout).weightsSha256).toBe(wanted);
    // later ones have taken their place
    for (const name of checkpointsIn("hurt")) unseal(new Uint8Array(fs.readFileSync(at("hurt", name))));
  });

  it("without a good one lists all reasons, and trains nothing", async () => {
    fs.mkdirSync(at("ruined"));
    for (const update of [1, 2])
      fs.writeFileSync(at("ruined", `epoch-000001-update-00000000${update}.safetensors`), "?");
    const both = [...training, "--checkpoint", "ruined", "-o", "ruined.st"];
    const { code, stderr } = await chainrule([...both, "--resume", "ruined"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toBe(
      [
        "DataError: ruined: no checkpoint is good.",
        "ruined/epoch-000001-update-000000002.safetensors: it is cut short, at 1 bytes.",
        "ruined/epoch-000001-update-000000001.safetensors: it is cut short, at 1 bytes.",
        "",
      ].join("\n"),
    );
    expect(fs.existsSync(at("ruined.st"))).toBe(false);
  });
});

describe("--resume with differences", () => {
  beforeAll(() => interrupted("other", "other.st"));
  const resume = (more: readonly string[], options: Partial<RunOptions> = {}) =>
    chainrule(["train", "--resume", "other", "--json", "-q", ...more], { cwd, ...options });

  it("refuses other settings, and lists them all", async () => {
    const { code, stderr } = await resume(["--learning-rate", "0.5", "--seed", "7", "--epochs", "30"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^ConfigError: --resume: these differ from other\/epoch-\S+\.safetensors:\n {2}--learning-rate: 0\.006 there, 0\.5 now\n {2}--seed: 1 there, 7 now\nDrop them, or allow them with --resume-anyway\.\n$/,
    );
  });

  it("refuses layers and another optimiser also with --resume-anyway", async () => {
    for (const flags of [
      ["--layers", "9"],
      ["--optimizer", "sgd"],
      ["--precision", "float64"],
    ]) {
      const { code, stderr } = await resume([...flags, "--resume-anyway"]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^ConfigError: --resume: other\/epoch-\S+ does not go with these:\n {2}--/);
      expect(stderr).toMatch(/\nDrop them, or start a new training with --warm-start other\/epoch-\S+\.\n$/);
    }
  });

  it("refuses other data, and goes on with them if told to", async () => {
    const lines = leaves().trimEnd().split("\n");
    fs.writeFileSync(at("fewer.csv"), lines.slice(0, -3).join("\n") + "\n");
    const { code, stderr } = await resume(["--data", "fewer.csv"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /\n {2}the data: 60 rows of leaves\.csv \(SHA-256 \w{8}…\) there, 57 rows of fewer\.csv \(SHA-256 \w{8}…\) now\n/,
    );
    fs.cpSync(at("other"), at("other2"), { recursive: true });
    const args = ["train", "--resume", "other2", "--json", "-q", "--data", "fewer.csv", "--resume-anyway"];
    const told = await chainrule([...args, "-o", "told.st"], { cwd });
    expect(told.code, told.stderr).toBe(0);
    expect(parse(told.stdout)).toMatchObject({ epochs: 12, model: "told.st" });
  });

  it("takes threads and a build that change no bit", async () => {
    const args = ["--threads", "2", "--build", "scalar"];
    // scalar has one thread
    const { code, stdout, stderr } = await resume(["--threads", "1", ...args.slice(2)]);
    expect(code, stderr).toBe(0);
    expect(parse(stdout)).toMatchObject({ weightsSha256: wanted, build: "scalar" });
  });
});

describe("a folder of checkpoints", () => {
  it("of another training is refused", async () => {
    await interrupted("taken", "taken.st");
    const { code, stderr } = await chainrule([...training, "--checkpoint", "taken"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'ConfigError: --checkpoint: "taken" has checkpoints of another training. Go on from them with --resume taken, or name another directory.\n',
    );
  });

  it.skipIf(isWindows)(
    "is locked while a training writes there, and taken over from one that was killed",
    async () => {
      const args = [...settings, "--epochs", "100000000", "--checkpoint", "locked", "-o", "locked.st"];
      const { process: running, done, says } = start(args, { cwd });
      await says("epoch         1/100000000");
      const second = await chainrule(["train", "--resume", "locked"], { cwd });
      expect(second.code).toBe(1);
      expect(second.stderr).toMatch(
        /^DataError: locked: process \d+ of host \w{8} writes checkpoints there\. Wait until it has ended, or name another folder\.\n$/,
      );
      running.kill("SIGKILL");
      await done;
      const third = await chainrule(["train", "--resume", "locked", "--epochs", "1", "-q"], { cwd });
      expect(third.code, third.stderr).toBe(0);
      expect(fs.existsSync(at("locked", "lock"))).toBe(false);
    },
  );

  it.each([
    [["--resume", "nowhere"], 1, "DataError: nowhere: there is no such directory."],
    [["--resume", ""], 2, 'ConfigError: --resume: expected a directory, got "".'],
    [
      ["--keep", "2"],
      2,
      "ConfigError: --keep: goes with --checkpoint, which is not there. Add it, or drop this.",
    ],
    [
      ["--resume-anyway"],
      2,
      "ConfigError: --resume-anyway: goes with --resume, which is not there. Drop it.",
    ],
    [["--checkpoint", "x", "--keep", "0"], 2, 'ConfigError: --keep: expected an integer ≥ 1, got "0".'],
    ...["5", "0m", "1.5e", "5m,2m", "m", ""].map((text) => [
      ["--checkpoint", "x", "--checkpoint-every", text],
      2,
      `ConfigError: --checkpoint-every: expected times such as 90s, 5m, 2h, 1000b or 1e, each unit once, got ${JSON.stringify(text)}.`,
    ]),
  ] as [string[], number, string][])("%j is refused", async (flags, code, message) => {
    const run = await chainrule([...training, ...flags], { cwd });
    expect([run.code, run.stderr]).toEqual([code, `${message}\n`]);
    expect(fs.existsSync(at("x"))).toBe(false);
  });

  it("that is empty has nothing to resume", async () => {
    fs.mkdirSync(at("empty"));
    const { code, stderr } = await chainrule(["train", "--resume", "empty"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "DataError: empty: there is no checkpoint. Name another folder, or start with --checkpoint.\n",
    );
  });
});

describe.skipIf(isWindows)("a disk that fails while checkpoints are written", () => {
  const data = ["--data", at("leaves.csv"), "--target", "kind", "--validation", "0.2", "--layers", "8"];
  const args = ["train", ...data, "--dropout", "0.2", "--json", "--epochs", "12", "-o", "m.st"];
  const saving = ["--checkpoint", "ck", "--checkpoint-every", "6e", "--keep", "1"];
  const run = async (fault: Fault | null) => {
    const folder = fs.mkdtempSync(at("fault-"));
    const ended = await withCalls([...args, ...saving], { cwd: folder, env: { TMPDIR: folder }, fault });
    return { ...ended, folder };
  };

  it.each([
    { code: "ENOSPC", stays: true },
    { code: "EIO", stays: false },
    { code: "short", stays: false },
  ])("keeps a good checkpoint, and the training: %o", async ({ code, stays }) => {
    const whole = await run(null);
    expect(parse(whole.stdout).weightsSha256).toBe(wanted);
    const ofFolder = whole.calls.flatMap((call, index) =>
      /\/ck\b|^\w+ ck/.test(call) ? [{ call, index }] : [],
    );
    expect(ofFolder.length).toBeGreaterThan(20);
    const each = async ({ call, index }: (typeof ofFolder)[number]) => {
      const ended = await run({ at: index, code, stays });
      const what = `${code} at ${index}, ${call}: ${ended.stderr}`;
      const names = fs.existsSync(join(ended.folder, "ck")) ? fs.readdirSync(join(ended.folder, "ck")) : [];
      const good = names.filter((name) => name.startsWith("epoch-"));
      for (const name of good) unseal(new Uint8Array(fs.readFileSync(join(ended.folder, "ck", name))));
      if (ended.stdout === "") {
        // refused before the training, because the first checkpoint could not be written
        expect(ended.code, what).toBe(1);
        expect(ended.stderr, what).toMatch(/DataError: .*could not be (written|made|synced)/);
      } else {
        expect(ended.code, what).toBe(0);
        expect(parse(ended.stdout).weightsSha256, what).toBe(wanted);
        expect(good.length, what).toBeGreaterThan(0);
        if (stays)
          expect(ended.stderr, what).toMatch(
            /Training goes on; the checkpoints before stay\.|^((?!could not)[^])*$/,
          );
        if (!call.startsWith("rename")) return;
        const again = await chainrule(["train", "--resume", "ck", "--json", "-q"], { cwd: ended.folder });
        expect(parse(again.stdout).weightsSha256, what).toBe(wanted);
      }
    };
    for (const one of ofFolder) await each(one);
  });
});
