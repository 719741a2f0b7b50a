export function tablesOf(
  source: string,
): Record<string, { bytes: number; fields: Record<string, { offset: number; type: string }> }>;
export function layoutSource(tables: ReturnType<typeof tablesOf>): string;
