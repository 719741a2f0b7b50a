/** Assertions of the reference, for mistakes of the calling program. User settings are checked before they get here. */

/** @throws Error with this message, unless the condition holds */
export function assert(condition: boolean, message: string): void {
  if (!condition) throw new Error(`reference: ${message}`);
}

/** @throws Error unless `values` has at least rows × columns numbers */
export function assertMatrix(name: string, values: ArrayLike<number>, rows: number, columns: number): void {
  assert(
    values.length >= rows * columns,
    `${name}: expected ${rows} rows × ${columns} columns, got ${values.length} numbers`,
  );
}

/** @throws Error unless `values` has this length */
export function assertLength(name: string, values: ArrayLike<unknown>, length: number): void {
  assert(values.length === length, `${name}: expected length ${length}, got ${values.length}`);
}
