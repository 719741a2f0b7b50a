/** Predictions as an array of NumPy: [rows × numbers], without names, classes and repeated columns; NaN for a row that could not be read. */
import type { PredictionHead, PredictionWriter } from "./predictions.js";

/** Bytes of the header: enough for any number of rows. */
const headerBytes = 128;

export function npyPredictions({ names, precision }: PredictionHead): PredictionWriter {
  let rows = 0;
  const size = precision === "float32" ? 4 : 8;
  return {
    start: () => header(0, names.length, size),
    block(block) {
      rows += block.rows;
      const view = new DataView(new ArrayBuffer(block.rows * names.length * size));
      let at = 0;
      for (const answer of block.answers) {
        for (let index = 0; index < names.length; index++, at += size) {
          const value = answer === null ? Number.NaN : answer.numbers[index]!;
          if (size === 4) view.setFloat32(at, value, true);
          else view.setFloat64(at, value, true);
        }
      }
      return new Uint8Array(view.buffer);
    },
    end: () => "",
    finalStart: () => header(rows, names.length, size),
  };
}

/** Version 1.0 of the format: magic, version, length, and a Python literal that ends in a line feed. */
function header(rows: number, columns: number, size: number): Uint8Array {
  const about = `{'descr': '<f${size}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const bytes = new Uint8Array(headerBytes).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, headerBytes - 10, 0]);
  bytes.set(new TextEncoder().encode(about), 10);
  bytes[headerBytes - 1] = 0x0a;
  return bytes;
}
