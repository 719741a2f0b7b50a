/** Every document by its path, as it should be. */
export function makeDocuments(): Promise<Record<string, string>>;
