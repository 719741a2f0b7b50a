import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/** Rooms by floor; a file may import from its own room and from lower floors. */
const floors: Record<string, number> = {
  assembly: 0,
  "src/errors.ts": 0,
  "src/nearest.ts": 0,
  "src/wording.ts": 0,
  "src/functions": 1,
  "src/settings": 2,
  "src/wasm": 3,
  "src/network": 4,
  "src/data": 5,
  "src/train": 6,
  "src/readers": 7,
  "src/explain": 7,
  "src/report": 8,
  "src/export": 9,
  "src/cli": 10,
  playground: 10,
  "src/index.ts": 10,
};
/** Rooms beside the floors, and what they may import. */
const beside: Record<string, string[]> = {
  "src/reference": [],
  bench: [
    "src/errors.ts",
    "src/wording.ts",
    "src/wasm",
    "src/network",
    "src/data",
    "src/train",
    "src/report",
    "src/reference",
  ],
};
/** Which rooms beside the floors a floor may import. */
const reaches: Record<string, string[]> = {
  "src/cli": ["bench"],
  playground: ["bench"],
  "src/explain": ["src/reference"],
};
/** Built-in modules of Node and the DOM's constructors may enter at the faces only, and in the suite. */
const faces = new Set(["src/cli", "playground", "bench"]);

const roomOf = (file: string) => {
  const [top, second = ""] = file.split("/");
  return top === "src" ? `src/${second}` : top!;
};

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((file) => join("src", file))
  .concat(readdirSync("assembly").map((file) => join("assembly", file)))
  .concat(
    ["bench", "playground"].flatMap((top) =>
      readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => join(top, file)),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated"));

/** Files and packages that a file imports. */
function importsOf(file: string): { local: string[]; packages: string[] } {
  const source = readFileSync(file, "utf8");
  const names = [...source.matchAll(/^(?:import|export)[^"';]*from\s+"([^"]+)"/gm)].map((match) => match[1]!);
  const local = names
    .filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(file), name)).replace(/\.js$/, "") + ".ts");
  return { local, packages: names.filter((name) => !name.startsWith(".")) };
}

/** What is wrong with a file's imports. */
function complaints(file: string, { local, packages }: ReturnType<typeof importsOf>): string[] {
  const room = roomOf(file);
  const wrong = local.filter((target) => {
    const other = roomOf(target);
    if (other === room) return false;
    if (room in beside) return !beside[room]!.includes(other);
    if (other in beside) return !reaches[room]?.includes(other);
    return !(floors[other]! < floors[room]!);
  });
  const outside = faces.has(room) ? [] : packages.filter((name) => name.startsWith("node:"));
  return [...wrong, ...outside].map((target) => `${file} → ${target}`);
}

describe("floors", () => {
  it("every file stands in a room that has a floor", () => {
    const homeless = files.filter((file) => !(roomOf(file) in floors) && !(roomOf(file) in beside));
    expect(homeless).toEqual([]);
    expect(files.length).toBeGreaterThan(40);
  });

  it("imports point down, and Node's modules enter at the faces only", () => {
    expect(files.flatMap((file) => complaints(file, importsOf(file)))).toEqual([]);
  });

  it("the check sees an import that points up, sideways, or out", () => {
    const bad = {
      local: ["src/train/loop/epochs.ts", "src/reference/loss.ts"],
      packages: ["node:fs", "valibot"],
    };
    expect(complaints("src/network/plan.ts", bad)).toHaveLength(3);
    const suite = { local: ["bench/suite.ts"], packages: [] };
    expect(complaints("src/report/textTable.ts", suite)).toHaveLength(1);
    expect(complaints("src/cli/bench.ts", suite)).toEqual([]);
    expect(complaints("bench/suite.ts", { local: ["src/cli/main.ts"], packages: [] })).toHaveLength(1);
  });

  it("no file prints outside the faces", () => {
    const noisy = files.filter(
      (file) => !faces.has(roomOf(file)) && /^(?!\s*\* ).*\bconsole\.\w+\(/m.test(readFileSync(file, "utf8")),
    );
    expect(noisy).toEqual([]);
  });
});
