/**
 * Runs the commands that read a model on changed model files, in this process. A command must succeed, or fail by one of our
 * errors, within a second; and nothing that it prints on stderr may act on a terminal. See `models.ts`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { seal, unseal } from "../../src/cli/checkpointFile.js";
import { makeProgram } from "../../src/cli/program.js";
import { ChainruleError } from "../../src/errors.js";
import { changeJson, mutated, type Random, randomOf, seeds, since, table } from "./models.js";

/** Data for each of the models of `seeds`. */
const data: Readonly<Record<string, string>> = {
  ofTable: table,
  numbers: "a,b,y\n1,2,1\n3,5,2\n",
  images: "a,b,c,d\n1,2,3,4\n5,6,7,8\n",
  members: "a,b,class\n1,2,a\n3,5,ü\n",
  bare: "a,y\n1,0\n2,1\n",
};

/** Arguments of the commands; "M" is the model, "D" the data, "O" a file to write. */
const commands = [
  ["inspect", "M"],
  ["inspect", "M", "--json", "--weights"],
  ["inspect", "M", "--csv"],
  ["predict", "M", "D"],
  ["predict", "M", "D", "--json"],
  ["evaluate", "M", "D"],
  ["evaluate", "M", "D", "--json", "--importance"],
  ["export", "M", "--to", "onnx", "-o", "O"],
  ["export", "M", "--to", "c"],
  ["export", "M", "--to", "js"],
  ["export", "M", "--to", "js", "--lesson", "--data", "D"],
  ["export", "M", "--to", "safetensors", "-o", "O"],
  ["trace", "M", "--data", "D"],
  ["trace", "M", "--inputs", "1,2", "--targets", "1"],
  ["train", "--warm-start", "M", "--data", "D", "--epochs", "1", "-o", "O", "--quiet"],
] as const;

/** What `train --checkpoint` has left in a folder, and what changes it. */
interface Checkpoint {
  path: string;
  bytes: Uint8Array;
}

/** Trains with checkpoints in a folder. @returns the newest */
async function checkpointIn(folder: string): Promise<Checkpoint> {
  const at = (name: string) => join(folder, name);
  const args = ["train", "--data", at("members.csv"), "--target", "class", "--epochs", "3", "-o", at("o")];
  await makeProgram("en").parseAsync([
    "node",
    "chainrule",
    ...args,
    "--checkpoint",
    at("ck"),
    "--checkpoint-every",
    "1e",
  ]);
  const [newest, ...others] = readdirSync(at("ck"))
    .filter((name) => name.startsWith("epoch-"))
    .toSorted()
    .toReversed();
  for (const name of others) rmSync(join(at("ck"), name));
  const path = join(at("ck"), newest!);
  return { path, bytes: Uint8Array.from(readFileSync(path)) };
}

/** A checkpoint with one change: in its command or its model, sealed again; or in its bytes. */
async function changed({ bytes }: Checkpoint, random: Random): Promise<Uint8Array> {
  const kind = random(4);
  if (kind === 0) return mutated(bytes, random);
  const command = unseal(bytes) as object;
  if (kind > 1) changeJson(command, random);
  try {
    return await seal(kind === 1 ? mutated(bytes, random) : bytes, command);
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    return bytes.subarray(0, random(bytes.length)); // it can no longer be sealed
  }
}

/** What a run of commands has found. */
export interface Ran {
  succeeded: number;
  failed: number;
  /** Of the processor, for one command. */
  slowestMs: number;
}

/**
 * Runs one command on each of some changed files, one command after the other.
 *
 * @throws Error naming the first file that was treated wrongly, and the command
 */
export async function fuzzCommands(count: number, seed: number): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-fuzz-"));
  const random = randomOf(seed);
  const files = Object.entries(await seeds());
  const ran: Ran = { succeeded: 0, failed: 0, slowestMs: 0 };
  const [model, output] = [join(folder, "m.st"), join(folder, "o")];
  for (const [name] of files) writeFileSync(join(folder, `${name}.csv`), data[name]!);
  const { said, restore } = silenced();
  try {
    const checkpoint = await checkpointIn(folder);
    for (let number = 0; number < count; number++) {
      const [name, bytes] = files[number % files.length]!;
      const isResumed = random(5) === 0;
      if (isResumed) {
        for (const left of readdirSync(join(folder, "ck"))) rmSync(join(folder, "ck", left));
        writeFileSync(checkpoint.path, await changed(checkpoint, random));
      } else writeFileSync(model, mutated(bytes, random));
      const places: Record<string, string> = { M: model, D: join(folder, `${name}.csv`), O: output };
      const resume = [
        "train",
        "--resume",
        join(folder, "ck"),
        "--resume-anyway",
        "--epochs",
        "4",
        "-o",
        output,
      ];
      const args = isResumed
        ? resume
        : commands[random(commands.length)]!.map((word) => places[word] ?? word);
      const wrong = (what: string, cause?: unknown) =>
        new Error(`file ${number} of seed ${seed}, ${args.join(" ")}: ${what}`, { cause });
      const start = process.cpuUsage();
      said.length = 0;
      try {
        await makeProgram("en").parseAsync(["node", "chainrule", ...args]);
        ran.succeeded++;
      } catch (error) {
        if (!(error instanceof ChainruleError || error instanceof CommanderError))
          throw wrong("a fault of ours", error);
        ran.failed++;
      }
      ran.slowestMs = Math.max(ran.slowestMs, since(start));
      if (said.some((text) => text.includes("\u001b"))) throw wrong("stderr acts on the terminal");
    }
  } finally {
    restore();
    rmSync(folder, { recursive: true });
  }
  return ran;
}

/** Keeps what is said on stderr, and drops stdout. */
function silenced() {
  const { stdout, stderr } = process;
  const originals = [stdout.write, stderr.write] as const;
  const said: string[] = [];
  stdout.write = () => true;
  stderr.write = (text: unknown) => {
    said.push(String(text));
    return true;
  };
  return {
    said,
    restore: () => {
      [stdout.write, stderr.write] = originals;
    },
  };
}
