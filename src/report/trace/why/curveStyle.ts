/** The style of the curves. It takes its colours from the variables --text --quiet --line --faint --positive --accent. */
export const curveStyle = `.plot { display: block; width: 100%; overflow: visible; }
.plot text { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; } .plot .y, .plot .end { text-anchor: end; } .plot .x { text-anchor: middle; }
.plot text.main { fill: var(--accent); font-weight: 600; }
.plot .rule { stroke: var(--faint); } .plot .axis { stroke: var(--line); }
.plot .curve { fill: none; stroke: var(--quiet); stroke-width: 1.75; vector-effect: non-scaling-stroke; }
.plot .curve.main { stroke: var(--accent); } .plot .curve.taken { stroke-width: 5; } .plot .curve.tangent { stroke: var(--text); stroke-width: 1.25; stroke-dasharray: 5 4; }
.plot .mark { fill: var(--quiet); } .plot .mark.main { fill: var(--accent); } .plot .mark.hollow { fill: var(--card); stroke: var(--quiet); stroke-width: 1.5; }`;
