/**
 * Writing and reading the tables of assembly/plan.ts by the names of their fields.
 */
interface Field {
  readonly offset: number;
  readonly type: "i32" | "u32" | "usize" | "f32" | "f64";
}
type Fields = Readonly<Record<string, Field>>;

/** A table in linear memory. Holds no view, so it survives growth of the memory. */
export class Table<F extends Fields> {
  constructor(
    readonly memory: WebAssembly.Memory,
    readonly address: number,
    readonly fields: F,
  ) {}

  /** Writes the named fields and leaves the others. */
  set(values: Partial<Record<keyof F, number>>): void {
    const view = new DataView(this.memory.buffer, this.address);
    for (const name in values) {
      const { offset, type } = this.fields[name]!;
      const value = values[name]!;
      if (type === "f64") view.setFloat64(offset, value, true);
      else if (type === "f32") view.setFloat32(offset, value, true);
      else view.setUint32(offset, value, true);
    }
  }

  /** Reads one field. */
  get(name: keyof F): number {
    const view = new DataView(this.memory.buffer, this.address);
    const { offset, type } = this.fields[name]!;
    if (type === "f64") return view.getFloat64(offset, true);
    if (type === "f32") return view.getFloat32(offset, true);
    return type === "i32" ? view.getInt32(offset, true) : view.getUint32(offset, true);
  }
}
