/**
 * The style of a lesson page. Blue and orange are the sign of a number, as in the training report. Yellow marks the
 * current step.
 */
import { drawingStyle } from "./drawingStyle.js";
import { mathStyle } from "./generated/math.js";
import { curveStyle } from "./why/curveStyle.js";

const dark = `color-scheme: dark; --page: #14181a; --card: #1c2225; --text: #e8ebea; --quiet: #9daab0; --line: #333c40; --faint: #283034; --positive: #5fb1e8; --negative: #f0a050; --marker: #675617; --focus: #b794f0; --accent: #b794f0;`;

export const lessonStyle: string = `
${mathStyle}
:root {
  color-scheme: light; --page: #fbfaf7; --card: #fff; --text: #1d2326; --quiet: #5d686d; --line: #dcdfdd; --faint: #eceeeb;
  --positive: #1f78b4; --negative: #b9650f; --marker: #ffe486; --focus: #7546b8; --accent: #7546b8;
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${dark} } }
@media screen { :root[data-theme="dark"] { ${dark} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header, main, footer { max-width: 84rem; margin: 0 auto; padding: 1.5rem 1.25rem 0; }
main { padding-top: .5rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; text-wrap: balance; }
.options { float: right; display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: .5rem; margin: 0 0 .5rem 1rem; font-size: .8125rem; }
.options button, select { min-width: 2rem; min-height: 2rem; padding: .2rem .6rem; font-size: inherit; } select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
.jumps { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .6rem 0 0; font-size: .875rem; } .jumps a { color: inherit; padding: .15rem 0; text-decoration-color: var(--line); text-underline-offset: .25em; }
header p { margin: .3rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 0 0 .3rem; font-size: .875rem; font-weight: 600; }
footer { padding-bottom: 2.5rem; color: var(--quiet); font-size: .8125rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.stage { display: grid; grid-template-columns: minmax(0, 17.5rem) minmax(0, 1fr); gap: 1.25rem; align-items: start; margin-top: 1rem; }
html:not(.live) .stage { display: block; } html:not(.live) :is(#steps, .controls, .keys, .options, .jumps a[href^="#step"]) { display: none; }
#steps { position: sticky; top: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
#steps summary { padding: .55rem .9rem; font-weight: 600; cursor: pointer; }
#steps .scroll { max-height: min(100vh - 5rem, 56rem); overflow: auto; border-top: 1px solid var(--line); }
#steps h3 { position: sticky; top: 0; z-index: 1; margin: 0; padding: .35rem .9rem; background: var(--faint); color: var(--quiet); font-size: .75rem; }
#steps ol { margin: 0; padding: 0; list-style: none; }
#steps a { display: grid; grid-template-columns: 1.9rem 1fr auto; gap: .35rem; align-items: center; min-height: 1.9rem; padding: .12rem .9rem;
  color: inherit; text-decoration: none; font-size: .875rem; }
#steps a:hover { background: var(--faint); } #steps a[aria-current] { background: var(--marker); }
#steps a:focus-visible { outline-offset: -2px; }
#steps output { font-variant-numeric: tabular-nums; color: var(--quiet); font-size: .8125rem; } #steps [aria-current] output { color: inherit; }
#steps math { font-size: 1em; }
.number { color: var(--quiet); font-variant-numeric: tabular-nums; }

.picture { padding: .5rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem .5rem 0 0; border-bottom: 0; overflow: auto hidden; }
#drawing { display: block; width: 100%; min-width: min(calc(var(--width) * 1px), 32rem); max-width: calc(var(--width) * 1.6px);
  max-height: max(40vh, 19rem, calc(var(--height) * .8px)); margin: 0 auto; }
${drawingStyle}
${curveStyle}
figure { margin: 0; padding: 1.6rem 1.2rem 2.6rem 4.2rem; } .step-curve { max-width: 34rem; margin-top: .7rem; border-top: 1px solid var(--faint); }
.live .many .weight:not(.lit) text { visibility: hidden; }
@media screen and (prefers-reduced-motion: no-preference) {
  .lit .wire { stroke-dasharray: 9 5; animation: run .7s linear infinite; }
  [data-phase="backward"] .lit .wire { animation-direction: reverse; } [data-phase="update"] .lit .wire { animation: none; stroke-dasharray: none; }
  @keyframes run { from { stroke-dashoffset: 14; } }
}
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: .3rem 1rem .5rem; list-style: none; font-size: .8125rem; color: var(--quiet);
  background: var(--card); border: solid var(--line); border-width: 0 1px; }
.legend i { display: inline-block; width: .9rem; height: .2rem; margin-right: .4rem; border-radius: 1px; background: var(--colour); vertical-align: .22rem; }

.controls { position: sticky; bottom: 0; z-index: 2; display: flex; gap: .75rem; align-items: center; padding: .6rem 1rem; background: var(--faint); border: 1px solid var(--line); }
button { flex: none; min-height: 2.75rem; min-width: 7rem; padding: .3rem .9rem; font: inherit; font-weight: 600; color: var(--page); background: var(--text); border: 1px solid var(--text); border-radius: .4rem; cursor: pointer; }
button:disabled { color: var(--quiet); background: none; border-color: var(--line); cursor: default; }
.where { display: grid; flex: 1; min-width: 0; text-align: center; font-size: .875rem; font-variant-numeric: tabular-nums; }
input[type="range"] { width: 100%; height: 1.25rem; margin: 0; accent-color: var(--text); }
.step, .line { padding: 1rem 1.1rem; background: var(--card); border: 1px solid var(--line); }
.step { border-top: 0; } .live .step:last-child, .live .step.now { border-radius: 0 0 .5rem .5rem; }
.step h3 { color: var(--quiet); font-weight: 400; } .step .number { display: inline-block; min-width: 1.7rem; padding: 0 .4rem; margin-right: .3rem; border-radius: .3rem; background: var(--marker); color: var(--text); text-align: center; font-weight: 600; }
.equations { margin: .7rem 0; font-size: 1.15rem; } .result math { font-weight: 700; }
.step .result math { color: var(--colour, inherit); }
.why { margin: 0; max-width: 46rem; text-wrap: pretty; }
.also { margin: .7rem 0 0; padding: .6rem 0 0; border-top: 1px solid var(--faint); list-style: none; font-size: .9375rem; }
.also li { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; } .also li > :first-child { color: var(--quiet); } .also .sideways { min-width: 0; max-width: 100%; padding: .1rem 0; }
.legend .keys { margin-left: auto; }
@media screen { .live .step:not(.now) { display: none; } }
.live .steps { min-height: 15rem; }

.tables { display: flex; flex-wrap: wrap; gap: 1.25rem 2rem; align-items: flex-start; } .tables > div { flex: 1 1 15rem; min-width: 0; } .tables > .wide { flex-grow: 2; }
.tables .scroll { overflow: auto; max-height: 30rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .28rem .6rem .28rem 0; text-align: left; font-weight: 400; border-bottom: 1px solid var(--faint); white-space: nowrap; vertical-align: top; }
thead th { color: var(--quiet); font-size: .8125rem; } .figure { text-align: right; }
.notes { padding-left: 1.2rem; }
.lines { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
.line { display: flex; flex-direction: column; border-radius: .5rem; min-width: 0; } .line .equations { margin-top: 0; font-size: 1rem; } .line .why { color: var(--quiet); font-size: .875rem; }
.reasons { columns: 34rem 2; column-gap: 2rem; } .reason { break-inside: avoid; margin: 0 0 1.5rem; padding: 1rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.reason h3 { font-size: 1rem; } .reason p { margin: .5rem 0; text-wrap: pretty; } .reason .equations { font-size: 1rem; } .reason-figure { margin: .6rem 0; overflow: auto hidden; }
.reason-figure > svg { display: block; width: 100%; min-width: 24rem; height: auto; }
.glossary summary { cursor: pointer; } .glossary h2 { display: inline-block; margin: 2.5rem 0 .5rem; }
.glossary dl { margin: 0; columns: 24rem; column-gap: 2.5rem; } dt { font-weight: 600; break-after: avoid; } dt i { font-weight: 400; } dd { margin: 0 0 .8rem; break-inside: avoid; } dd small { display: block; color: var(--quiet); font-size: .8125rem; }

@media (max-width: 60rem) {
  .stage { display: flex; flex-direction: column; align-items: stretch; gap: .75rem; }
  #steps { position: static; order: 1; } #steps .scroll { max-height: 60vh; } .scene { min-width: 0; }
}
@media (max-width: 36rem) {
  body { font-size: 15px; } header, main, footer { padding-left: .75rem; padding-right: .75rem; } h1 { font-size: 1.3rem; }
  .options { float: none; justify-content: flex-start; margin-left: 0; } .controls { gap: .5rem; padding: .5rem; } button { min-width: 0; padding: .3rem .7rem; } .step, .line { padding: .8rem .75rem; }
  .equations { font-size: 1rem; } .equations { --left: 3.2rem; } .keys { display: none; }
}
@media print {
  :root { --page: #fff; } body { font-size: 10pt; } #steps, .controls, .keys, .options, .jumps, .unseen { display: none !important; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .stage { display: block; } .picture, .legend, .step, .line { border: 0; padding: .2rem 0; } #drawing { max-height: none; }
  #drawing .unknown { visibility: visible; } #drawing .weight [data-from]:not([data-from="0"]) { visibility: hidden; }
  .step, .line, dd { break-inside: avoid; } h2, h3 { break-after: avoid; } .equations { margin: .2rem 0; font-size: 1rem; }
  .tables .scroll { max-height: none; } .glossary::details-content { content-visibility: visible; height: auto; }
}
`;
