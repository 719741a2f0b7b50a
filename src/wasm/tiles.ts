/**
 * Which register tile is fastest on this engine. It is a table because a trial at start-up would time the
 * code that V8 makes before it optimises. Results do not depend on the tile (assembly/tile.ts).
 */
import { Tile } from "../../assembly/codes.js";
import { type BuildName, isExact } from "./buildNames.js";

/** The parts of `globalThis` that tell the engine. */
export interface Host {
  Bun?: unknown;
  process?: { versions?: Record<string, string | undefined> } | undefined;
  Deno?: { version?: { v8?: string } };
  navigator?: { userAgent?: string } | undefined;
}

/** V8's version, such as 11.3 (Node 20), 12.4 (Node 22), 13.6 (Node 24); 0 where it is another engine. */
export function v8Version(host: Host): number {
  if (host.Bun) return 0; // Bun reports a version of V8, but does not use it
  const version = host.Deno?.version?.v8 ?? host.process?.versions?.v8;
  if (version) return Number.parseFloat(version) || 0;
  const chrome = /\bChrom(?:e|ium)\/(\d+)/.exec(host.navigator?.userAgent ?? "");
  return chrome ? Number(chrome[1]) / 10 : 0;
}

/**
 * The `Tile` for a build. From V8 13 on, larger tiles fit into the registers: simd, 4 rows 47 and 5 rows 48
 * GFLOP/s; fast, 6 rows 55. Before: simd, 4 rows 44 and 5 rows 24; fast, 6 rows 27, with barriers 53. Measured on
 * Zen 4 with the tiles alone; the 128-bit peak was 58.7. In a whole product of 1024³: wide, 4 rows 85 and 5 rows 90; fast-wide,
 * 5 rows 101 and 6 rows 104.
 */
export function fastestTile(build: BuildName, host: Host = globalThis as Host): Tile {
  const version = v8Version(host);
  if (!isExact(build)) {
    if (version === 0) return Tile.rows4;
    return version >= 13 ? Tile.rows6 : Tile.rows6Barriers;
  }
  const isPlain = build.startsWith("simd") || build.startsWith("wide");
  return isPlain && version >= 13 ? Tile.rows5 : Tile.rows4;
}
