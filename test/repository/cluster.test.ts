import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messageSeconds, withCosts } from "../../scripts/distributed-cost.mjs";
import { makeProgram } from "../../src/cli/program.js";

describe("examples/cluster", () => {
  const files = readdirSync("examples/cluster").filter((name) => /\.(sbatch|yaml)$/.test(name));
  const program = makeProgram("en");

  it("has every file in its list", () => {
    const listed = [...readFileSync("examples/cluster/README.md", "utf8").matchAll(/\]\((\w[\w.-]*)\)/g)];
    const there = readdirSync("examples/cluster").filter((name) => name !== "README.md");
    expect(listed.map(([, name]) => name).sort()).toEqual(there.sort());
  });

  it.each(files)("%s gives commands flags that they have", (name) => {
    const text = readFileSync(`examples/cluster/${name}`, "utf8")
      .replaceAll(/^\s*#.*$/gm, "")
      .replaceAll(/\\\n/g, " ");
    const [, command, rest] = /chainrule,?\s+(?:- )?(train|search)\b([\s\S]*)/.exec(text)!;
    const known = program.commands
      .find((one) => one.name() === command)!
      .options.flatMap(({ long, short }) => [long, short]);
    const used = rest!.match(/(?<=[\s[])--?[a-z][a-z-]*(?=[\s,\]])/g)!;
    expect(used.length).toBeGreaterThan(1);
    expect(used.filter((flag) => !known.includes(flag))).toEqual([]);
  });
});

describe("the cost model", () => {
  it("is in docs/distributed.md as its script computes it", () => {
    expect(withCosts()).toBe(readFileSync("docs/distributed.md", "utf8"));
  });

  it("counts messages and bytes", () => {
    const network = { alpha: 1, beta: 10 };
    expect(messageSeconds(100, 1, network)).toBe(0);
    expect(messageSeconds(100, 2, network)).toBe(2 * 1 + 10);
    expect(messageSeconds(100, 4, network)).toBe(2 * 3 + 15);
    expect(messageSeconds(100, 4, network, 2)).toBe(2 * 2 + 15);
  });
});
