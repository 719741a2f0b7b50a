import { describe, expect, it } from "vitest";
import { isNpy, readNpy, readNpz } from "../../../src/readers/npy.js";
import { failure } from "./failure.js";
import { cellsOf } from "./tables.js";

/** Files that NumPy 1.24 wrote. */
const files = {
  // np.asfortranarray(np.arange(6, dtype="<f8").reshape(2, 3))
  fortran:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAhAAAAAAAAA8D8AAAAAAAAQQAAAAAAAAABAAAAAAAAAFEA=",
  // np.array([("a", 1.5, 3), ("bé", 2.5, -4)], dtype=[("name", "<U4"), ("x", "<f4"), ("n", ">i2")])
  fields:
    "k05VTVBZAQC2AHsnZGVzY3InOiBbKCduYW1lJywgJzxVNCcpLCAoJ3gnLCAnPGY0JyksICgnbicsICc+aTInKV0sICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKYQAAAAAAAAAAAAAAAAAAAAAAwD8AA2IAAADpAAAAAAAAAAAAAAAAACBA//w=",
  // np.array([[1, 2], [3, 4]], dtype=object), its beginning
  pickled:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqAAg==",
  // np.savez_compressed(f, x=np.array([[1.0, 2.0], [3.0, np.nan]]), y=np.array([0, 1]))
  archive:
    "UEsDBBQAAAAIAAAAIQD4YUpJVQAAAKAAAAAFABQAeC5ucHkBABAAoAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgYw+GAPoRkcIBQHlP5RDwBQSwMEFAAAAAgAAAAhAH5q+8lJAAAAkAAAAAUAFAB5Lm5weQEAEACQAAAAAAAAAEkAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALgYoYITSAFBLAQIUAxQAAAAIAAAAIQD4YUpJVQAAAKAAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQIUAxQAAAAIAAAAIQB+avvJSQAAAJAAAAAFAAAAAAAAAAAAAACAAYwAAAB5Lm5weVBLBQYAAAAAAgACAGYAAAAMAQAAAAA=",
  // np.asfortranarray(np.arange(12).reshape(2, 3, 2))
  cube: "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAYAAAAAAAAAAgAAAAAAAAAIAAAAAAAAAAQAAAAAAAAACgAAAAAAAAABAAAAAAAAAAcAAAAAAAAAAwAAAAAAAAAJAAAAAAAAAAUAAAAAAAAACwAAAAAAAAA=",
} as const;
const fileOf = (name: keyof typeof files) => Uint8Array.from(Buffer.from(files[name], "base64"));

/** A file with a header and numbers of our own. */
function npy(descr: string, shape: string, body: ArrayBufferView, order = "False"): Uint8Array {
  const header = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117) + "\n";
  const start = [0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0, ...Buffer.from(header)];
  return Uint8Array.from([...start, ...new Uint8Array(body.buffer, body.byteOffset, body.byteLength)]);
}

describe("NPY", () => {
  it("has its columns by number, in C order and in Fortran order", () => {
    const plain = npy("'<f8'", "(2, 3)", Float64Array.of(0, 1, 2, 3, 4, 5));
    for (const bytes of [plain, fileOf("fortran")]) {
      const table = readNpy(bytes, "t.npy");
      expect([table.header, cellsOf(table), table.lineOf(0)]).toEqual([
        ["1", "2", "3"],
        [
          ["0", "1", "2"],
          ["3", "4", "5"],
        ],
        null,
      ]);
    }
  });

  it("flattens rows of more dimensions, in C order", () => {
    expect(cellsOf(readNpy(fileOf("cube"), "t.npy"))).toEqual([
      ["0", "1", "2", "3", "4", "5"],
      ["6", "7", "8", "9", "10", "11"],
    ]);
  });

  it("has a column for each field", () => {
    const table = readNpy(fileOf("fields"), "t.npy");
    expect([table.header, cellsOf(table)]).toEqual([
      ["name", "x", "n"],
      [
        ["a", "1.5", "3"],
        ["bé", "2.5", "-4"],
      ],
    ]);
  });

  it.each([
    ["'<f4'", Float32Array.of(1.5, -2), ["1.5", "-2"]],
    ["'<f2'", Uint16Array.of(0x3e00, 0xc000), ["1.5", "-2"]],
    ["'|i1'", Int8Array.of(1, -2), ["1", "-2"]],
    ["'<i2'", Int16Array.of(1, -2), ["1", "-2"]],
    ["'<i4'", Int32Array.of(1, -2), ["1", "-2"]],
    ["'<i8'", BigInt64Array.of(1n, -2n), ["1", "-2"]],
    ["'|u1'", Uint8Array.of(1, 255), ["1", "255"]],
    ["'|b1'", Uint8Array.of(1, 0), ["1", "0"]],
    ["'<u2'", Uint16Array.of(1, 65535), ["1", "65535"]],
    ["'<u4'", Uint32Array.of(1, 4294967295), ["1", "4294967295"]],
    ["'<u8'", BigUint64Array.of(1n, 2n ** 53n), ["1", "9007199254740992"]],
    ["'|S2'", Uint8Array.of(0x61, 0, 0x62, 0x63), ["a", "bc"]],
  ])("of type %s", (descr, body, expected) => {
    expect(cellsOf(readNpy(npy(descr, "(2,)", body), "t.npy")).map(([cell]) => cell)).toEqual(expected);
  });

  it("has NaN as an empty cell", () => {
    const { columns } = readNpy(npy("'<f8'", "(3,)", Float64Array.of(1, NaN, Infinity)), "t.npy");
    expect(columns[0]).toEqual({
      numbers: Float64Array.of(1, NaN, NaN),
      codes: Int32Array.of(-1, 0, 1),
      texts: ["", "Infinity"],
    });
  });

  it.each([
    [
      fileOf("pickled"),
      "expected numbers or texts, got Python objects (pickled). Save it with a plain type: numpy.save(file, array.astype(float)).",
    ],
    [
      npy("'<c16'", "(1,)", new Float64Array(2)),
      'expected numbers or texts, got values of type "<c16". Save it with a plain type: numpy.save(file, array.astype(float)).',
    ],
    [
      npy("'<f8'", "(3, 2)", new Float64Array(5)),
      "expected 176 bytes as the header says, got 168. The file is cut short: save or copy it again.",
    ],
    [npy("'<f8'", "(0, 2)", new Float64Array(0)), "expected rows, got an array without any."],
    [
      fileOf("fortran").subarray(0, 60),
      "expected 128 bytes as the header says, got 60. The file is cut short: save or copy it again.",
    ],
    [
      npy("'<f8'", "nonsense", new Float64Array(1)),
      /^expected the header of an array of NumPy, got "\{'descr': '<f8'/,
    ],
  ])("refuses a file that is none, or cut short", async (bytes, message) => {
    expect(isNpy(bytes)).toBe(true);
    const text = await failure(() => readNpy(bytes, "t.npy"));
    if (typeof message === "string") expect(text).toBe(`DataError: t.npy: ${message}`);
    else expect(text.replace("DataError: t.npy: ", "")).toMatch(message);
  });
});

describe("NPZ", () => {
  it("stands arrays side by side, by name", async () => {
    const table = await readNpz(fileOf("archive"), "t.npz");
    expect([table.header, cellsOf(table)]).toEqual([
      ["x.1", "x.2", "y"],
      [
        ["1", "2", "0"],
        ["3", "", "1"],
      ],
    ]);
  });

  it("refuses an archive that is cut short or damaged", async () => {
    const bytes = fileOf("archive");
    expect(await failure(() => readNpz(bytes.subarray(0, 200), "t.npz"))).toBe(
      "DataError: t.npz: expected a whole zip archive, got one without a directory: it is cut short. Save or copy the file again.",
    );
    bytes[90]! ^= 0xff;
    expect(await failure(() => readNpz(bytes, "t.npz"))).toBe(
      "DataError: t.npz: expected a whole zip archive, got a damaged x.npy. Save or copy the file again.",
    );
  });
});
