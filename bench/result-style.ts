/** What the page of results adds to the style of the training report: bars, and a colour for each implementation. */
import { properties } from "../src/report/page/palette.js";

/** The colours in both themes. Cells of the heat map are mixed from those of `simd` and `fast`; text stands on them. */
export const resultColours = {
  light: {
    typescript: "#8a8f93",
    scalar: "#86b6d6",
    simd: "#1f78b4",
    threads: "#0b4a78",
    wide: "#1d8a5a",
    fast: "#d9822b",
    peer: "#9a6fb0",
  },
  dark: {
    typescript: "#90979b",
    scalar: "#3f6f8f",
    simd: "#4aa3df",
    threads: "#a5d8fa",
    wide: "#4cc38a",
    fast: "#f0a050",
    peer: "#b993cc",
  },
} as const;

/** How strongly a cell of the heat map has its colour, in percent. @param strength 0 to 1 */
export function heatStrength(strength: number): number {
  return 10 + 35 * strength;
}

export const resultStyle = `
:root { ${properties(resultColours.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${properties(resultColours.dark)} } }
header .headline { margin: .6rem 0 .8rem; color: var(--text); font-size: 1.2rem; } .headline strong { font-size: 1.6rem; }
.headline small { display: block; font-size: .875rem; }
article { margin: 0 0 .8rem; }
main { padding-bottom: 3rem; }
.bar { display: grid; align-items: center; gap: .15rem .7rem; padding: .15rem 0; font-size: .875rem;
  grid-template-columns: 15rem minmax(6rem, 1fr) 4rem 4.5rem; }
.bar .detail { display: none; grid-column: 2 / -1; color: var(--quiet); font-size: .8rem; }
.bar:hover .detail { display: block; }
.track { position: relative; display: block; height: 1.1rem; background: var(--faint); border-radius: 2px; }
.track i { display: block; height: 100%; min-width: 2px; background: var(--colour); border-radius: 2px; }
.track::after { content: ""; position: absolute; top: -.2rem; bottom: -.2rem; left: var(--base);
  border-left: 1px dashed var(--quiet); }
.ratio, .rate { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.ratio { font-weight: 650; }
.rate { color: var(--quiet); }
.legend i { height: .8rem; vertical-align: -.05rem; }
.typescript { --colour: var(--typescript); } .scalar { --colour: var(--scalar); }
.simd { --colour: var(--simd); } .threads { --colour: var(--threads); }
.wide { --colour: var(--wide); } .fast { --colour: var(--fast); } .peer { --colour: var(--peer); }
.heat .wasm, .key.wasm { --colour: var(--simd); } .heat .typescript, .key.typescript { --colour: var(--fast); }
.key { padding: .1rem .5rem; border-radius: .2rem; color: var(--text);
  background: color-mix(in srgb, var(--colour) ${heatStrength(1)}%, var(--card)); }
@media (max-width: 40rem) {
  .bar { grid-template-columns: minmax(0, 1fr) auto auto; }
  .bar .who { grid-column: 1; } .bar .ratio { grid-column: 2; } .bar .rate { grid-column: 3; }
  .bar .track { grid-column: 1 / -1; grid-row: 2; } .bar .detail { grid-column: 1 / -1; }
}
@media print { .bar .detail { display: block; } }
`;
