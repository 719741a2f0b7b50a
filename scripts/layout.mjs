/**
 * Reads the `@unmanaged` classes of assembly/plan.ts and gives the byte offset of every field, so that the
 * host's view of the tables has one source. Fields stand at their natural alignment, as AssemblyScript puts
 * them. A test compares the sizes with what the modules themselves say.
 */
const sizes = { i32: 4, u32: 4, usize: 4, f32: 4, f64: 8 };

/** Source text → `{ Plan: { bytes, fields: { lossSum: { offset, type }, … } }, … }`. */
export function tablesOf(source) {
  const tables = {};
  for (const [, name, body] of source.matchAll(/@unmanaged\s+export class (\w+) \{([\s\S]*?)\n\}/g)) {
    const fields = {};
    let end = 0;
    for (const [, field, type] of body.matchAll(/^ {2}(\w+): (\w+);$/gm)) {
      const size = sizes[type];
      if (!size) throw new Error(`assembly/plan.ts: ${name}.${field}: no size known for ${type}`);
      const offset = Math.ceil(end / size) * size;
      fields[field] = { offset, type };
      end = offset + size;
    }
    tables[name] = { bytes: end, fields };
  }
  return tables;
}

/** The same as a TypeScript file. */
export function layoutSource(tables) {
  const lines = ["/** Made by scripts/layout.mjs from assembly/plan.ts. */"];
  for (const [name, { bytes, fields }] of Object.entries(tables)) {
    lines.push(`export const ${name.toLowerCase()}Bytes = ${bytes};`);
    lines.push(`export const ${name.toLowerCase()}Fields = {`);
    for (const [field, { offset, type }] of Object.entries(fields)) {
      lines.push(`  ${field}: { offset: ${offset}, type: "${type}" },`);
    }
    lines.push("} as const;");
  }
  return lines.join("\n") + "\n";
}
