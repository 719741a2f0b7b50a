/** Types of licences.mjs. */
import type { Metafile } from "esbuild";

export function bundledPackages(metafiles: readonly Metafile[]): string[];
export function licencesText(packages: readonly string[]): Promise<string>;
