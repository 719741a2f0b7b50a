/** Modules with one wrong operation: copies of a build in which another opcode stands in one of its functions. */
import { readFileSync } from "node:fs";

/** One function of a module. */
export interface Body {
  /** The name in the text of the module, such as `assembly/product/tileLoops<f32,v128>`. */
  name: string;
  /** Whether it adds, subtracts, multiplies or divides floating-point numbers. */
  calculates: boolean;
  begin: number;
  end: number;
}

/** The prefix of the operations on vectors; the opcode after it is a LEB128 of two bytes, the second of which is 1. */
const vectorPrefix = 0xfd;

/** Opcodes of + − × ÷, by kind of operand: + and − for each other, + for ×, × for ÷. */
const replaced = [1, 0, 0, 2];
const firstOpcodes = { "f32 vector": 0xe4, "f64 vector": 0xf0, f32: 0x92, f64: 0xa0 };

const arithmetic = /\bf(?:32|64)(?:x[24])?\.(?:add|sub|mul|div)\b/;

/** The bodies of all functions of a build in dist/wasm, in the order of the module, and its bytes. */
export function bodiesOf(build: string): { bytes: Uint8Array; bodies: Body[] } {
  const bytes = Uint8Array.from(readFileSync(`dist/wasm/${build}.wasm`));
  const text = readFileSync(`dist/wasm/${build}.wat`, "utf8");
  const functions = text.split(/^ \(func \$/m).slice(1);
  let at = 8;
  const next = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const codeSection = 10;
  for (;;) {
    const id = bytes[at++];
    const size = next();
    if (id === codeSection) break;
    at += size;
  }
  const count = next();
  if (count !== functions.length)
    throw new Error(`${build}: ${count} functions, ${functions.length} in its text`);
  const bodies = functions.map((source) => {
    const [, quoted, bare] = /^(?:"([^"]*)"|(\S+))/.exec(source)!;
    const size = next();
    const body = { name: quoted ?? bare!, calculates: arithmetic.test(source), begin: at, end: at + size };
    at += size;
    return body;
  });
  return { bytes, bodies };
}

/** The first few copies of a module that have one operation of a function replaced; first those on vectors. */
export function mutantsOf(bytes: Uint8Array, body: Body, most = 8): Uint8Array<ArrayBuffer>[] {
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (const mutant of allMutantsOf(bytes, body)) if (found.push(mutant) === most) break;
  return found;
}

function* allMutantsOf(bytes: Uint8Array, { begin, end }: Body): Generator<Uint8Array<ArrayBuffer>> {
  for (const [kind, first] of Object.entries(firstOpcodes)) {
    const isVector = kind.endsWith("vector");
    for (let at = begin; at < end; at++) {
      const other = replaced[bytes[at]! - first];
      if (other === undefined) continue;
      if (isVector !== (bytes[at - 1] === vectorPrefix && bytes[at + 1] === 1)) continue;
      const copy = Uint8Array.from(bytes);
      copy[at] = first + other;
      if (WebAssembly.validate(copy)) yield copy;
    }
  }
}
