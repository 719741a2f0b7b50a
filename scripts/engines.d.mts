/** Types of engines.mjs. */

export function findEngine(name: string): string[] | null;
export function install(name: string): Promise<string[]>;
