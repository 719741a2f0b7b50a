/** The style of the page with bars: dark and light by what the reader's system prefers. */
export const pageStyle = `
:root {
  --page: #fbfaf7; --card: #fff; --text: #1d2326; --quiet: #5d686d; --line: #dcdfdd; --track: #eeefec;
  --typescript: #8a8f93; --scalar: #86b6d6; --simd: #1f78b4; --threads: #0b4a78; --fast: #d9822b; --peer: #9a6fb0;
  --wins: #1f78b4; --loses: #c8553d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181a; --card: #1c2225; --text: #e8ebea; --quiet: #9daab0; --line: #333c40; --track: #262e32;
    --typescript: #90979b; --scalar: #3f6f8f; --simd: #4aa3df; --threads: #a5d8fa; --fast: #f0a050; --peer: #b993cc;
    --wins: #2f8fce; --loses: #d4644c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
header, main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 0; }
main { padding-bottom: 3rem; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
h3 { margin: 0 0 .6rem; font-size: 1rem; }
small, .note, header p { color: var(--quiet); font-size: .875rem; font-weight: 400; }
header p { margin: .3rem 0 0; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .9rem 1rem; margin: 0 0 .8rem; }
.bar { display: grid; align-items: center; gap: .15rem .7rem; padding: .15rem 0;
  grid-template-columns: 15rem minmax(6rem, 1fr) 4rem 4.5rem; }
.bar .detail { display: none; grid-column: 2 / -1; color: var(--quiet); font-size: .8rem; }
.bar:hover .detail { display: block; }
.track { position: relative; display: block; height: 1.1rem; background: var(--track); border-radius: 2px; }
.track i { display: block; height: 100%; min-width: 2px; background: var(--colour); border-radius: 2px; }
.track::after { content: ""; position: absolute; top: -.2rem; bottom: -.2rem; left: var(--base);
  border-left: 1px dashed var(--quiet); }
.ratio, .rate, .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.ratio { font-weight: 650; }
.rate { color: var(--quiet); font-size: .875rem; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .5rem 0; padding: 0; list-style: none;
  font-size: .875rem; }
.legend i { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; border-radius: 2px;
  background: var(--colour); vertical-align: -.05rem; }
.typescript { --colour: var(--typescript); } .scalar { --colour: var(--scalar); }
.simd { --colour: var(--simd); } .threads { --colour: var(--threads); }
.fast { --colour: var(--fast); } .peer { --colour: var(--peer); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; background: var(--card); width: 100%; }
th, td { padding: .3rem .6rem; border: 1px solid var(--line); text-align: left; }
thead th { font-weight: 600; }
td { white-space: nowrap; }
th.figure { text-align: right; }
.heat { width: auto; margin-bottom: 1rem; }
.heat td, .key { text-align: right; font-variant-numeric: tabular-nums; }
.heat td, .key { --strength: 60%; }
td.wasm, .key.wasm { background: color-mix(in srgb, var(--wins) var(--strength), var(--card)); }
td.typescript, .key.typescript { background: color-mix(in srgb, var(--loses) var(--strength), var(--card)); }
.key { padding: .1rem .5rem; border-radius: .2rem; color: var(--text); }
@media (max-width: 40rem) {
  .bar { grid-template-columns: minmax(0, 1fr) auto auto; }
  .bar .who { grid-column: 1; } .bar .ratio { grid-column: 2; } .bar .rate { grid-column: 3; }
  .bar .track { grid-column: 1 / -1; grid-row: 2; } .bar .detail { grid-column: 1 / -1; }
}
@media print { .bar .detail { display: block; } }
`;
