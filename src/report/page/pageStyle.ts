/** The style of the report page; its colours are in `palette.ts`. */
import { palettes, properties } from "./palette.js";

export const pageStyle = `
:root { ${properties(palettes.light)} --ink: invert(1); --frame: #232022; }
@media screen and (prefers-color-scheme: dark) {
  :root { ${properties(palettes.dark)} --ink: none; --frame: var(--line); }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 1.75rem 1.25rem 0; }
h1 { margin: 0; font-size: 1.65rem; line-height: 1.25; overflow-wrap: anywhere; }
header p { margin: .35rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 0 0 .15rem; font-size: 1rem; overflow-wrap: anywhere; }
small, .note, footer { color: var(--quiet); font-size: .8125rem; font-weight: 400; }
.note { margin: 0 0 .5rem; }
footer { padding-bottom: 2.5rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem 1.25rem; margin: 1.5rem 0 0;
  padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
dt { color: var(--quiet); font-size: .8125rem; }
dd { margin: 0; font-size: 1.65rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
dd small { display: block; line-height: 1.4; overflow-wrap: anywhere; }
.finding { margin: 1rem 0 0; padding: .6rem .9rem; background: var(--card); color: var(--text); border: 1px solid var(--line);
  border-left: 4px solid var(--wrong); border-radius: .35rem; max-width: 70ch; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .75rem 0 0; }
a { color: var(--text); text-decoration-color: var(--line); text-underline-offset: .25em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--validation); outline-offset: 2px; border-radius: 2px; }

.grid { display: flex; flex-wrap: wrap; gap: 1rem; --least: 21rem; }
.grid.two { --least: 26rem; } .grid.four { --least: 16rem; }
article { position: relative; display: flex; flex: 1 1 min(100%, var(--least)); flex-direction: column; min-width: 0; padding: 1rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
article.wide { flex-basis: 100%; } #run article { align-self: flex-start; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: .1rem 0 .3rem; padding: 0; list-style: none;
  font-size: .8125rem; }
.legend i { display: inline-block; width: .9rem; height: .2rem; margin-right: .4rem; border-radius: 1px;
  background: var(--colour); vertical-align: .22rem; }
.dot { display: inline-block; width: .55rem; height: .55rem; margin-right: .4rem; border-radius: 50%; background: var(--colour); }
.training { --colour: var(--training); } .validation { --colour: var(--validation); } .plain { --colour: var(--text); }
.positive { --colour: var(--positive); } .negative { --colour: var(--negative); }
.right { --colour: var(--text); } .wrong, .worst { --colour: var(--wrong); } .roc { --colour: var(--training); }
.roc.worst { --colour: var(--wrong); }
.mistaken { color: var(--wrong); }

.few { margin: .5rem 0 .1rem; font-size: .8125rem; } .few + .legend { font-variant-numeric: tabular-nums; }
figure { margin: auto 0 0; padding: 1.4rem .6rem 2.6rem 3.1rem; }
svg { display: block; width: 100%; overflow: visible; }
svg.square { aspect-ratio: 1; }
figure:has(.square) { align-self: center; width: 100%; max-width: 26rem; }
svg text { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
text.y, text.end { text-anchor: end; } text.x { text-anchor: middle; }
.rule { stroke: var(--faint); } .axis { stroke: var(--line); }
.curve { fill: none; stroke: var(--colour); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round;
  vector-effect: non-scaling-stroke; }
.curve.training { stroke-width: 1.5; }
.curve.roc { stroke-width: 1.25; opacity: .75; } .curve.roc.worst { stroke-width: 2; opacity: 1; }
.curve.roc:hover { stroke-width: 3.5; opacity: 1; }
.curve.chance, .curve.best { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 3 4; }
.mark { fill: var(--colour); } .mark:hover { stroke: var(--colour); stroke-width: 5; }
circle.dot { fill: var(--colour); opacity: .55; } circle.dot:hover { opacity: 1; }
.bar { fill: var(--colour); stroke: var(--card); stroke-width: 1; vector-effect: non-scaling-stroke; }
.network text { text-anchor: middle; } .network text.start { text-anchor: start; } .network text.end { text-anchor: end; }
.network .count { fill: var(--text); font-size: 14px; font-weight: 600; }
.network .cut { stroke: var(--card); stroke-width: 4; paint-order: stroke; }
.network line { stroke: var(--colour); } .schematic line { stroke: var(--training); }
.network line:hover { stroke-width: 4; opacity: 1; }
.unit { fill: var(--card); stroke: var(--quiet); stroke-width: 1.25; }

input[name="loss-scale"] { position: absolute; opacity: 0; width: 1px; height: 1px; margin: 0; }
.switch { position: absolute; top: .9rem; right: 1rem; display: flex; border: 1px solid var(--line); border-radius: .35rem; overflow: hidden; }
.switch label { padding: .05rem .55rem; font-size: .8125rem; color: var(--quiet); cursor: pointer; }
#loss-linear:checked ~ .switch [for="loss-linear"], #loss-log:checked ~ .switch [for="loss-log"] {
  background: var(--faint); color: var(--text); }
#loss-linear:focus-visible ~ .switch, #loss-log:focus-visible ~ .switch { outline: 2px solid var(--validation); outline-offset: 1px; }
#loss-linear:checked ~ .log, #loss-log:checked ~ .linear { display: none; }

.scroll { position: relative; max-height: 32rem; overflow: auto; }
table { border-collapse: collapse; width: 100%; font-size: .8125rem; font-variant-numeric: tabular-nums; }
th, td { padding: .26rem .35rem; text-align: left; font-weight: 400; border-bottom: 1px solid var(--faint); }
th:first-child { padding-left: 0; } th:has(.dot) { white-space: nowrap; } th:last-child, td:last-child { padding-right: 0; }
thead th { position: sticky; top: 0; background: var(--card); color: var(--quiet); }
th.figure, td.figure { text-align: right; } td.figure { white-space: nowrap; }
td.measure { background: linear-gradient(var(--faint), var(--faint)) 0 0 / var(--part) 100% no-repeat; }
.pairs th { padding-right: 1.25rem; color: var(--quiet); white-space: nowrap; vertical-align: top; }
.pairs td { width: 100%; overflow-wrap: anywhere; } .pairs thead { display: none; }
.heat { width: auto; border-collapse: separate; border-spacing: 2px; }
.heat th, .heat td, .heat td:last-child { border: 0; white-space: nowrap; padding: .2rem .15rem; border-radius: 2px; }
.heat td { min-width: 1.55rem; text-align: center; background: color-mix(in srgb, var(--colour) var(--part), var(--card)); }
.heat .right { --colour: var(--right-cell); } .heat .wrong { --colour: var(--wrong-cell); }
.heat .none { background: none; color: var(--quiet); }
.heat thead th { text-align: center; vertical-align: bottom; color: var(--text); }
.heat tbody th { padding-right: .4rem; text-align: right; position: sticky; left: 0; background: var(--card); }
.few td { min-width: 3.2rem; padding: .55rem; } .few th { padding: .3rem .4rem; }
.legend .right i, .legend .wrong i { width: .7rem; height: .7rem; vertical-align: -.05rem; opacity: .55; }
.upright span { display: inline-block; writing-mode: vertical-rl; rotate: 180deg; }

.pictures { display: flex; flex-wrap: wrap; gap: 1rem 1.1rem; margin: .6rem 0 0; padding: 0; list-style: none; }
.pictures li { display: grid; align-content: start; justify-items: start; gap: .1rem; line-height: 1.35; width: max-content; min-width: 7rem; max-width: min(100%, 20rem); overflow-wrap: anywhere; }
.pair { display: flex; gap: 2px; max-width: 100%; } .pair img { min-width: 0; }
img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line); border-radius: 2px; }
img.ink { filter: var(--ink); border-color: var(--frame); }
code { font: .8125rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.whole code { user-select: all; -webkit-user-select: all; }
summary { cursor: pointer; font-size: .8125rem; color: var(--quiet); padding: .3rem 0; }
pre { margin: .3rem 0 0; padding: .75rem; background: var(--faint); border-radius: .35rem; overflow: auto; max-height: 28rem;
  font: .8125rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; user-select: all; -webkit-user-select: all; }
@media (max-width: 30rem) {
  header, main, footer { padding-left: .9rem; padding-right: .9rem; }
  th, td { padding: .26rem .22rem; font-size: .75rem; } .heat { border-spacing: 1px; }
  .heat th, .heat td { font-size: .6875rem; padding: .2rem 0; } .heat:not(.few) td { min-width: 1.5rem; } .heat tbody th { padding-right: .3rem; }
  article { padding: .85rem .8rem; } figure { padding-left: 2.7rem; padding-right: .3rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  :root { --page: #fff; } body { font-size: 10pt; } nav { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  article { break-inside: avoid; } h2, h3 { break-after: avoid; } .scroll { max-height: none; overflow: visible; }
}
`;
