import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { codeBlocks, scratchDirectory } from "./programs.js";

const readme = readFileSync("README.md", "utf8");
const blocks = (language: string) => codeBlocks(readme, language);
const scratch = scratchDirectory("readme");
cpSync("examples", join(scratch, "examples"), { recursive: true });

const run = (command: string, args: string[]) =>
  execFileSync(command, args, { cwd: scratch, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

describe("the README's", () => {
  it("library example runs as printed, has about 10 lines and the output below it, and learns XOR", () => {
    const [example] = blocks("js");
    writeFileSync(join(scratch, "example.mjs"), example!);
    const output = run(process.execPath, ["example.mjs"]).trim().split("\n");
    expect(example!.trim().split("\n").length).toBeLessThanOrEqual(10);
    expect(output.join("\n") + "\n").toBe(blocks("text")[0]);
    expect(output[0]).toMatch(/^loss 0\.000\d+/);
    expect(Number(output[1])).toBeGreaterThan(0.9);
    expect(Number(output[2])).toBeLessThan(0.1);
  });

  it("second library example runs as printed, and tells handwritten-looking digits apart", () => {
    writeFileSync(join(scratch, "digits.mjs"), blocks("js")[1]!);
    const [, accuracy] = /^held out (0\.\d+)\n$/.exec(run(process.execPath, ["digits.mjs"])) ?? [];
    expect(Number(accuracy)).toBeGreaterThan(0.9);
  });

  it("example of L-BFGS runs as printed", () => {
    const line = blocks("sh").find((block) => block.includes("lbfgs"))!;
    const args = line.trim().split(" ").slice(2);
    expect(run(process.execPath, [resolve("dist/cli.js"), ...args])).toMatch(
      /^training .* accuracy (1\.0|0\.9)/m,
    );
  });

  it("command line example of 3 lines runs as printed", () => {
    const example = blocks("sh").find((block) => block.includes("npx chainrule predict"))!;
    const lines = example.trim().split("\n");
    expect(lines).toHaveLength(3);
    const outputs = lines.map((line) => {
      const [npx, name, ...args] = line.split(" ");
      expect([npx, name]).toEqual(["npx", "chainrule"]);
      return run(process.execPath, [resolve("dist/cli.js"), ...args]);
    });
    expect(outputs[0]).toMatch(/held out {2}loss .* accuracy 0\.[89]/);
    expect(outputs[1]).toMatch(/^160 samples {2}loss .*accuracy 0\.9/);
    expect(outputs[2]!.split("\n")[0]).toBe("fruit,apple,lemon,pear,plum");
    expect(outputs[2]!.trim().split("\n")).toHaveLength(161);
  });

  it("config example is accepted as printed", () => {
    writeFileSync(join(scratch, "config.json"), blocks("json")[0]!);
    const output = run(process.execPath, [resolve("dist/cli.js"), "train", "config.json", "--json", "-q"]);
    const { epochs, config } = JSON.parse(output) as { epochs: number; config: { layers: unknown[] } };
    expect(epochs).toBe(300);
    expect(config.layers[1]).toEqual({ units: 12, activation: "relu", trainable: true });
  });

  it("two commands are scripts that exist, and its links lead somewhere", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      scripts: Record<string, string>;
    };
    expect(blocks("sh").slice(0, 2)).toEqual(["npm ci && npm start\n", "npm ci && npm test\n"]);
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !link.startsWith("http") && !existsSync(link))).toEqual([]);
  });

  it("neighbour in examples/embed names every example, and its links lead somewhere", () => {
    const links = [...readFileSync("examples/embed/README.md", "utf8").matchAll(/\]\(([^)]+)\)/g)].map(
      ([, link]) => link!,
    );
    expect(links.filter((link) => !existsSync(join("examples/embed", link)))).toEqual([]);
    const examples = readdirSync("examples/embed").filter((name) => !["README.md", "build"].includes(name));
    expect(examples.filter((name) => !links.some((link) => link.split("/")[0] === name))).toEqual([]);
  });

  it("table of what there is names all there is, and nothing else", async () => {
    const { activationNames } = await import("../../src/functions/activations.js");
    const { lossNames } = await import("../../src/functions/losses.js");
    const { optimizerKinds } = await import("../../src/functions/optimizers.js");
    const { scheduleNames } = await import("../../src/functions/schedules.js");
    const { initializerNames } = await import("../../src/settings/networkRecords.js");
    const { settings: records } = await import("../../src/settings/records.js");
    const rows = Object.fromEntries(
      [...readme.matchAll(/^\| ([a-z ]+) \| (.*) \|$/gm)].map(([, name, cell]) => [
        name,
        cell!.match(/(?<=`)\w+(?=`)/g) ?? [],
      ]),
    );
    expect(rows.activations).toEqual(activationNames);
    expect(rows.losses).toEqual(lossNames);
    expect(rows.optimisers).toEqual(optimizerKinds);
    expect(rows.schedules).toEqual(scheduleNames);
    expect(rows["first weights"]).toEqual(initializerNames);
    const settings = Object.keys(records);
    const named = [...rows["against overfitting"]!, ...rows["when to stop"]!];
    expect(named.filter((name) => name !== "AbortSignal" && !settings.includes(name))).toEqual([]);
  });
});

/** What both languages of a document have in common: everything but the words. */
function frameOf(text: string) {
  const withoutBlocks = text.replace(/```\w+\n[\s\S]*?```/g, "");
  const all = (pattern: RegExp) => [...withoutBlocks.matchAll(pattern)].map(([one]) => one);
  return {
    headings: all(/^#+ /gm),
    rows: all(/^\|.*\|$/gm).map((row) => row.replace(/`[^`]*`/g, "").split("|").length),
    // comments are translated
    blocks: [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, block]) => [
      language,
      block!.replace(/\s*(?:\/\/|#) .*$/gm, ""),
    ]),
    code: all(/`[^`]+`/g).toSorted(),
    figures: all(/\d(?:[\d.,/]*\d)?(?:e-\d+)?/g).toSorted(),
    links: [...withoutBlocks.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, link]) => link!.replace("docs/zh/", "docs/").replace("README.zh.md", "README.md"))
      .toSorted(),
    emphasis: all(/\*\*[^*]+\*\*/g).length,
    paragraphs: withoutBlocks.trim().split(/\n\n+/).length,
  };
}

describe("README.zh.md", () => {
  const chinese = readFileSync("README.zh.md", "utf8");
  const before = (text: string, part: string) => text.slice(0, text.indexOf(part));

  it("has the headings, commands, figures, tables and links of README.md", () => {
    const english = readme.replaceAll("docs/zh/", "docs/").replaceAll("(README.zh.md)", "(README.md)");
    expect(frameOf(chinese)).toEqual(frameOf(english));
  });

  it("is in Chinese, every heading and paragraph of it, and its links lead somewhere", () => {
    const prose = chinese.replace(/```[\s\S]*?```/g, "").split(/\n\n+/);
    const isPlain = (part: string) => /^(?:# Chainrule|\*\*\[English\].*|\s*)$/.test(part.trim());
    expect(prose.filter((part) => !/\p{Script=Han}/u.test(part) && !isPlain(part))).toEqual([]);
    const links = [...chinese.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  it.each([
    ["README.md", readme],
    ["README.zh.md", chinese],
  ])("%s leads to the worked examples in its first screen, with command and page", async (_, text) => {
    const { workedNames, presetNameOf } = await import("../../playground/worked/examples.js");
    const first = before(text, "```");
    expect(first.split("\n").length).toBeLessThan(26);
    const named = workedNames.filter((name) => name !== "autoencoder");
    for (const name of named) {
      expect(first).toContain(`\`npx chainrule trace ${presetNameOf(name)}\` | \`#data=${name}\``);
    }
    expect(first).toContain("`npx chainrule serve`");
  });
});
