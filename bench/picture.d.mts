/** A row of the results file. */
export interface ResultRow {
  implementation: string;
  build: string;
  /** The rate as printed, such as "94.9k". */
  text: string;
  rate: number;
  peak: string;
  ratio: string;
}
export const pictureFile: string;
export const readmes: readonly string[];
export function rowsOf(results: string): ResultRow[];
export function chosenRows(results: string): (ResultRow & { label: string })[];
export function pictureOf(results: string): string;
export function readmeOf(readme: string, results: string): string;
export function readResults(): string;
