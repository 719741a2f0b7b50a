import { describe, expect, it } from "vitest";
import { Tile } from "../../../assembly/codes.js";
import { fastestTile, v8Version } from "../../../src/wasm/tiles.js";

const node = (v8: string) => ({ process: { versions: { v8 } } });
const chrome = {
  navigator: { userAgent: "Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36" },
};
const firefox = { navigator: { userAgent: "Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0" } };

describe("v8Version", () => {
  it.each([
    ["Node 20", node("11.3.244.8-node.33"), 11.3],
    ["Node 24", node("13.6.233.17-node.37"), 13.6],
    ["Deno", { Deno: { version: { v8: "14.9.207.2-rusty" } }, ...node("") }, 14.9],
    ["Bun, which names a version of V8 all the same", { Bun: {}, ...node("12.4.254.14-node.12") }, 0],
    ["Chromium", chrome, 15.6],
    ["Firefox", firefox, 0],
    ["nothing", {}, 0],
  ])("of %s", (_, host, version) => {
    expect(v8Version(host)).toBe(version);
  });
});

describe("fastestTile", () => {
  it.each([
    ["scalar", node("13.6"), Tile.rows4],
    ["simd", node("11.3.244.8-node.33"), Tile.rows4],
    ["simd", node("13.6.233.17-node.37"), Tile.rows5],
    ["simd", node("12.4.254.21-node.33"), Tile.rows4],
    ["simd-threads", node("13.6.233.17-node.37"), Tile.rows5],
    ["simd", firefox, Tile.rows4],
    ["fast", node("12.4.254.21-node.33"), Tile.rows6Barriers],
    ["fast", chrome, Tile.rows6],
    ["fast-threads", chrome, Tile.rows6],
    ["fast-wide", node("13.6.233.17-node.37"), Tile.rows6],
    ["wide", node("13.6.233.17-node.37"), Tile.rows5],
    ["fast", { Bun: {} }, Tile.rows4],
  ] as const)("of build %s", (build, host, tile) => {
    expect(fastestTile(build, host)).toBe(tile);
  });
});
