/** Tables by name, with the byte offsets of their fields. */
export type Tables = Record<
  string,
  { bytes: number; fields: Record<string, { offset: number; type: string; part?: string }> }
>;
export function tablesOf(source: string): Tables;
export function readTables(): Promise<Tables>;
export function makeLayout(): Promise<Record<string, string>>;
