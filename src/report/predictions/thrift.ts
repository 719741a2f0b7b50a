/**
 * Writes structures in Thrift's compact protocol, in which Parquet keeps its metadata.
 * [https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md]
 */

/** A value with its type. */
export type Value =
  | { readonly kind: "i32" | "i64"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "list"; readonly of: Value["kind"]; readonly values: readonly Value[] }
  | { readonly kind: "struct"; readonly fields: readonly Field[] };

/** A field of a structure by its number; ascending. */
export type Field = readonly [number: number, value: Value];

const codes = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

export const i32 = (value: number): Value => ({ kind: "i32", value });
export const i64 = (value: number): Value => ({ kind: "i64", value });
export const text = (value: string): Value => ({ kind: "text", value });
export const struct = (...fields: Field[]): Value => ({ kind: "struct", fields });
export const list = (of: Value["kind"], values: readonly Value[]): Value => ({ kind: "list", of, values });

/** The bytes of a value. */
export function thriftBytes(value: Value): Uint8Array {
  const to: number[] = [];
  write(to, value);
  return Uint8Array.from(to);
}

function write(to: number[], value: Value): void {
  switch (value.kind) {
    case "i32":
    case "i64":
      writeVarint(to, value.value < 0 ? -2 * value.value - 1 : 2 * value.value);
      return;
    case "text": {
      const bytes = new TextEncoder().encode(value.value);
      writeVarint(to, bytes.length);
      for (const byte of bytes) to.push(byte);
      return;
    }
    case "list": {
      const { length } = value.values;
      const code = codes[value.of];
      if (length < 15) to.push((length << 4) | code);
      else {
        to.push(0xf0 | code);
        writeVarint(to, length);
      }
      for (const one of value.values) write(to, one);
      return;
    }
    case "struct": {
      let before = 0;
      for (const [number, one] of value.fields) {
        // the numbers that Parquet uses are at most 15 apart
        to.push(((number - before) << 4) | codes[one.kind]);
        write(to, one);
        before = number;
      }
      to.push(0);
    }
  }
}

/** A whole number ≥ 0, seven bits a byte, the lowest first. */
export function writeVarint(to: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    to.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  to.push(rest);
}
