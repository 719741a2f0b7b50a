/** Paths of the sources of all codes. */
export const codeSources: string[];
export function codesOf(source: string): Record<string, Record<string, number>>;
export function signaturesOf(wat: string): { imports: string[]; exports: Record<string, string> };
export function makeAbi(): Promise<Record<string, string>>;
