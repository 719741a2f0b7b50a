/** Types of engines.mjs. */

export function findEngine(name: string): string[] | null;
