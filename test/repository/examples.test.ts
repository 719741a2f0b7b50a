/** The reference as editors show it (docstrings in dist/types), its examples, and the programs of the documents. */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import {
  codeBlocks,
  outputErrors,
  type Program,
  publicSurface,
  scratchDirectory,
  typeErrors,
} from "./programs.js";

/** What a docstring of dist/types says. */
interface Documented {
  name: string;
  /** Whether there is a sentence. */
  isDescribed: boolean;
  /** Functions, classes and methods: what a user calls, and wants to see called. */
  isCallable: boolean;
  /** Code of its examples. */
  examples: string[];
  /** Parameters that it leaves out. */
  missing: string[];
}

let names: Documented[];
let examples: Program[];
let inDocuments: Program[];
beforeAll(() => {
  names = documentedNames();
  examples = names.flatMap((one) => one.examples.map((code) => ({ where: one.name, code })));
  inDocuments = documentPrograms();
});

/** Every public name, and the members of classes and interfaces. */
function documentedNames(): Documented[] {
  const { checker, exported } = publicSurface();
  const { Alias, Class, Function, Interface, Method } = ts.SymbolFlags;
  const documented = (name: string, symbol: ts.Symbol): Documented => {
    const tags = symbol.getJsDocTags(checker);
    const texts = (tag: string) =>
      tags.filter((one) => one.name === tag).map((one) => ts.displayPartsToString(one.text));
    const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    const described = texts("param").map((text) => text.split(" ")[0]);
    const isCallable = (symbol.flags & (Class | Function | Method)) !== 0 || signature !== undefined;
    // a parameter that is taken apart has no name of its own
    const missing = (signature?.parameters ?? []).filter((one, index) =>
      one.name.startsWith("__") ? described.length <= index : !described.includes(one.name),
    );
    return {
      name,
      isDescribed: symbol.getDocumentationComment(checker).length > 0,
      isCallable,
      examples: texts("example").flatMap((text) => codeBlocks(`${text.trim()}\n`, "js")),
      missing: isCallable ? missing.map((one) => `${name}: ${one.name}`) : [],
    };
  };
  return exported.flatMap((one) => {
    const symbol = one.flags & Alias ? checker.getAliasedSymbol(one) : one;
    const own = documented(one.name, symbol);
    if (!(symbol.flags & (Class | Interface))) return [own];
    const members = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])].filter(
      ({ declarations }) => declarations?.some((member) => isShown(member)),
    );
    const calls = (member: Documented) => ({
      ...member,
      // callbacks and methods of interfaces are for others to call
      isCallable: (symbol.flags & Class) !== 0 && member.isCallable,
      missing: symbol.flags & Class ? member.missing : [],
    });
    return [
      own,
      ...members.map((member) => calls(documented(`${one.name}.${checker.symbolToString(member)}`, member))),
    ];
  });
}

/** Whether a member is for users: no constructor, nothing private. */
function isShown(member: ts.Declaration): boolean {
  const isPrivate = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
  const name = ts.getNameOfDeclaration(member);
  return name !== undefined && !ts.isPrivateIdentifier(name) && !isPrivate;
}

/** Blocks of the README and of docs/ that import nothing but this package: whole programs. */
function documentPrograms(): Program[] {
  const paths = readdirSync("docs", { recursive: true, encoding: "utf8" }).map((path) => `docs/${path}`);
  const blocks = ["README.md", ...paths.filter((path) => path.endsWith(".md"))].flatMap((path) =>
    codeBlocks(readFileSync(path, "utf8"), "js").map((code, index) => ({
      where: `${path}, js block ${index + 1}`,
      code,
    })),
  );
  return blocks.filter(({ code }) => {
    const imports = [...code.matchAll(/^import .* from "(.*)";$/gm)].map((match) => match[1]!);
    return imports.length > 0 && imports.every((name) => /^chainrule(\/|$)/.test(name));
  });
}

describe("the reference, as editors show it,", () => {
  it("says something of every name, and of every member of classes and interfaces", () => {
    expect(names.length).toBeGreaterThan(800);
    expect(names.filter(({ isDescribed }) => !isDescribed).map(({ name }) => name)).toEqual([]);
  });

  it("has an example of every function, class and method", () => {
    const callable = names.filter(({ isCallable }) => isCallable);
    expect(callable.length).toBeGreaterThan(80);
    expect(callable.filter((one) => one.examples.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it("tells of every parameter of functions and methods", () => {
    expect(names.flatMap(({ missing }) => missing)).toEqual([]);
  });
});

describe("programs", () => {
  const scratch = scratchDirectory("examples");

  it("of examples and documents compile, as a user's strict ones, against the built types", () => {
    expect(inDocuments.length).toBeGreaterThan(2);
    expect(typeErrors(scratch, [...examples, ...inDocuments])).toEqual([]);
  });

  it("of examples and documents print what they say, every line in order", () => {
    // those of the README run in a test of their own, those for pages in none
    const others = inDocuments.filter(
      ({ where, code }) => !where.startsWith("README") && !/\bdocument\./.test(code),
    );
    expect(outputErrors(scratch, [...examples, ...others])).toEqual([]);
  });
});
