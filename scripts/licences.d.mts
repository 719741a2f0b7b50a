/** Types of licences.mjs. */
import type { Metafile } from "esbuild";

export function bundledPackages(metafiles: readonly Metafile[]): string[];
export const bundledFiles: readonly { name: string; notice: string }[];
export function licencesText(
  packages: readonly string[],
  files?: readonly { name: string; notice: string }[],
): Promise<string>;
