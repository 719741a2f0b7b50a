/** Searches and cross-validations that are killed: the same command goes on from what was finished. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, start, succeeds, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const isWindows = process.platform === "win32";

/** A JSON document without times. */
function untimed(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (/^(seconds|samplesPerSecond)$/.test(key) ? 0 : value));
}

describe.each(["random", "halving"])("a search (%s)", (method) => {
  const name = `${method}.json`;
  writeFileSync(
    join(cwd, name),
    JSON.stringify({
      data: "leaves.csv",
      target: "kind",
      preset: "textbook",
      epochs: 2000,
      search: {
        method,
        trials: 9,
        epochs: 2000,
        space: { "optimizer.learningRate": { low: 0.001, high: 3, scale: "log" } },
      },
    }),
  );
  const args = (output: string) => ["search", name, "--workers", "2", "--json", "-o", output];

  it.skipIf(isWindows)("that is killed goes on, to the same result", async () => {
    const whole = await succeeds(args("whole.st"), { cwd });
    const { runs } = JSON.parse(whole);
    let kills = 0;
    let trained = 0;
    for (let code: number | null = null; code === null;) {
      const training = start(args("cut.st"), { cwd });
      const wanted = `training ${String(2 * kills + 2).padStart(String(runs).length)}/`;
      await training.says(wanted).then(
        () => training.process.kill("SIGKILL"),
        () => {},
      );
      const { stdout, stderr, ...ended } = await training.done;
      trained += stderr.match(/^training /gm)!.length;
      if (kills > 0)
        expect(stderr).toMatch(/Going on after \d+ trainings of an earlier run, from cut\.st\.trials\./);
      code = ended.code;
      if (code === null) kills++;
      else expect(untimed(stdout.replaceAll("cut.st", "whole.st"))).toEqual(untimed(whole));
    }
    expect(kills).toBeGreaterThan(1);
    // what was killed before its line was printed may be there, and is not trained again
    expect(trained).toBeLessThanOrEqual(runs);
    expect(existsSync(join(cwd, "cut.st.trials"))).toBe(false);
    expect(readFileSync(join(cwd, "cut.st")).equals(readFileSync(join(cwd, "whole.st")))).toBe(true);
  });

  it.skipIf(isWindows)("that is hung up saves the best model so far, and keeps its trials", async () => {
    const training = start(args("hup.st"), { cwd });
    await training.says(method === "random" ? "training 2/" : "training  2/");
    training.process.kill("SIGHUP");
    const { code, stderr } = await training.done;
    expect(code).toBe(129);
    expect(stderr).toMatch(
      /Interrupted after \d+ trainings\. The same command goes on from hup\.st\.trials\.\n$/,
    );
    await succeeds(["inspect", "hup.st"], { cwd });
  });
});

describe("a cross-validation", () => {
  const args = [
    "train",
    "--data",
    "leaves.csv",
    "--target",
    "kind",
    "--preset",
    "textbook",
    "--epochs",
    "6000",
  ];
  const folded = (output: string) => [...args, "--folds", "6", "--json", "-o", output];

  it.skipIf(isWindows)("that is killed goes on with the folds that are left", async () => {
    const whole = await succeeds(folded("folds.st"), { cwd });
    const training = start(folded("folds2.st"), { cwd });
    await training.says("fold 3/6");
    training.process.kill("SIGKILL");
    await training.done;
    const { stdout, stderr } = await chainrule(folded("folds2.st"), { cwd });
    expect(stderr).toMatch(/Going on after [3-5] folds of an earlier run, from folds2\.st\.folds\./);
    expect(stderr).not.toContain("fold 3/6");
    expect(stderr).toContain("fold 6/6");
    expect(untimed(stdout.replaceAll("folds2.st", "folds.st"))).toEqual(untimed(whole));
    expect(existsSync(join(cwd, "folds2.st.folds"))).toBe(false);
  });

  it.skipIf(isWindows)("does not go on from folds of other settings", async () => {
    const training = start(folded("other.st"), { cwd });
    await training.says("fold 2/6");
    training.process.kill("SIGINT");
    expect((await training.done).code).toBe(130);
    const { stderr } = await chainrule([...folded("other.st"), "--learning-rate", "0.3"], { cwd });
    expect(stderr).not.toContain("Going on");
    expect(stderr).toContain("fold 1/6");
  });
});
