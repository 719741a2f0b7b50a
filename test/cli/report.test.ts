/** `--report`: the page of a training says how it ran, what it learnt, and where it is wrong. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/cli/runRecord.js";
import { succeeds } from "./inProcess.js";
import { workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
writeFileSync(join(cwd, "two words.csv"), houses());

const sha256 = (name: string) =>
  createHash("sha256")
    .update(readFileSync(join(cwd, name)))
    .digest("hex");

async function pageOf(args: readonly string[]): Promise<string> {
  await succeeds(["train", ...args, "-q", "--report", "page.html", "-o", "m.st"], { cwd });
  return readFileSync(join(cwd, "page.html"), "utf8");
}

describe("a training of classes", () => {
  const args = ["--data", "leaves.csv", "--target", "kind", "--validation", "0.2", "--preset", "textbook"];

  it("shows no samples where all are right, and the curve of the training samples", async () => {
    const page = await pageOf([...args, "--epochs", "100"]);
    expect(page).toContain("Accuracy 100 %: 12 of 12 held-out samples.");
    expect(page).not.toContain('id="samples"');
    const [accuracy] = page.split("<h3>Accuracy</h3>")[1]!.split("</article>");
    expect(accuracy).toContain('class="curve training"');
    expect(accuracy).toContain('class="curve validation"');
    expect(page).not.toContain('class="finding"');
  });

  it("measures the training samples after each epoch only where it is not turned off", async () => {
    const settings = {
      data: "leaves.csv",
      target: "kind",
      validation: 0.2,
      epochs: 3,
      trainingMetrics: false,
    };
    writeFileSync(join(cwd, "off.json"), JSON.stringify(settings));
    const page = await pageOf(["off.json"]);
    expect(page).toContain("Set trainingMetrics to measure it on the training samples too.");
    expect(page).toContain(sha256("off.json"));
  });

  it("is recorded: the command, the data and the model with their checksums", async () => {
    const page = await pageOf([...args, "--epochs", "3"]);
    const [record] = page.split("<h3>Record</h3>")[1]!.split("</article>");
    expect(record).toMatch(/<td>20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC<\/td>/);
    expect(record).toContain(
      `<code>chainrule train ${args.join(" ")} --epochs 3 -q --report page.html -o m.st</code>`,
    );
    for (const name of ["leaves.csv", "m.st"]) expect(record).toContain(sha256(name));
    expect(record).toContain("The same command on the same data gives the same weights");
  });
});

it("a regression that has not learnt says so", async () => {
  const page = await pageOf([
    "--data",
    "two words.csv",
    "--target",
    "price",
    "--validation",
    "0.2",
    "--epochs",
    "1",
    "--learning-rate",
    "1e-6",
  ]);
  expect(page).toMatch(
    /The network predicts price (no|hardly) better than the mean of all samples would \(R² −?0\.\d/,
  );
  expect(page).toContain("--data &#39;two words.csv&#39;");
});

it("a command is written as it can be typed again", () => {
  expect(commandLine(["train", "--data", "a b.csv", "--target", "it's", "-o", "m.st"])).toBe(
    String.raw`chainrule train --data 'a b.csv' --target 'it'\''s' -o m.st`,
  );
});
