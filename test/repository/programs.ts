/**
 * Programs that stand in documents and docstrings: how they are found, checked by the compiler as a user's would be,
 * run, and held to what they say they print. Which of them there must be is the business of the tests.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { afterAll } from "vitest";

export interface Program {
  /** For messages: a name of the package, or a document and the number of its block. */
  where: string;
  code: string;
}

/** Code blocks of a language in Markdown, in order. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);
}

/** Makes a directory inside the package, so that `import … from "chainrule"` finds it as a user's program would. */
export function scratchDirectory(name: string): string {
  mkdirSync("test/.scratch", { recursive: true });
  const scratch = mkdtempSync(`test/.scratch/${name}-`);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  return scratch;
}

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

/** The names of the package, as its types give them to users. */
export function publicSurface(): { checker: ts.TypeChecker; exported: ts.Symbol[] } {
  const entry = resolve("dist/types/src/index.d.ts");
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const file = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
  return { checker, exported: checker.getExportsOfModule(file) };
}

/** What a compiler of TypeScript, set to be strict, has to say against programs; against none of them: []. */
export function typeErrors(scratch: string, programs: readonly Program[]): string[] {
  const files = new Map(
    programs.map(({ where, code }, index) => {
      const path = resolve(scratch, `${index}.mts`);
      writeFileSync(path, code);
      return [path, where];
    }),
  );
  const program = ts.createProgram([...files.keys()], options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const where = (file && files.get(file.fileName)) ?? file?.fileName;
    return `${where}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

/** Imports programs one after the other, and tells what each printed and what it threw. */
const runner = `import { format } from "node:util";
const results = [];
for (const file of process.argv.slice(2)) {
  const lines = [];
  console.log = (...values) => lines.push(...format(...values).split("\\n"));
  const error = await import(file).then(() => null, (reason) => String(reason?.stack ?? reason));
  results.push({ lines, error });
}
process.stdout.write(JSON.stringify(results), () => process.exit());
`;

/**
 * What programs print other than their comments say: `// → 0.2983…`, one for each line, in order. "…" stands for
 * anything. All run in one process of Node, against the built package.
 *
 * @returns a line for each that differs, fails or shows nothing
 */
export function outputErrors(scratch: string, programs: readonly Program[]): string[] {
  const paths = programs.map(({ code }, index) => {
    const path = join(scratch, `${index}.mjs`);
    writeFileSync(path, code);
    return `./${relative(scratch, path)}`;
  });
  writeFileSync(join(scratch, "run.mjs"), runner);
  const output = execFileSync(process.execPath, ["run.mjs", ...paths], { cwd: scratch, encoding: "utf8" });
  const results = JSON.parse(output) as { lines: string[]; error: string | null }[];
  return programs.flatMap(({ where, code }, index) => {
    const { lines, error } = results[index]!;
    if (error !== null) return `${where}: ${error}`;
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1]!);
    if (expected.length === 0) return `${where}: shows no result: // → …`;
    const agrees = expected.length === lines.length && expected.every((text, at) => fits(text, lines[at]!));
    return agrees ? [] : `${where}: says ${JSON.stringify(expected)}, prints ${JSON.stringify(lines)}`;
  });
}

/** Whether a line is as a comment has it. */
function fits(expected: string, line: string): boolean {
  const parts = expected.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(line);
}
