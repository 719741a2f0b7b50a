/**
 * The style of a drawn network, for the lesson page, the page of the playground, and pictures in documents. It takes its
 * colours from the variables --card --text --quiet --positive --negative --marker.
 */
export const drawingStyle = `.positive { --colour: var(--positive); } .negative { --colour: var(--negative); }
.drawing text { fill: var(--text); font-size: 12.5px; font-variant-numeric: tabular-nums; text-anchor: middle;
  stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
.drawing text.start { text-anchor: start; } .drawing text.end { text-anchor: end; }
.drawing .name, .drawing .total { font-weight: 600; font-size: 14px; } .drawing .name { stroke: none; }
.drawing .delta { fill: var(--colour); }
.drawing .unknown, .drawing[data-phase] .many .weight:not(.lit) text:not(.changed) { visibility: hidden; }
.drawing .unit { fill: var(--card); stroke: var(--quiet); stroke-width: 1.5; }
.drawing .halo { fill: none; stroke: none; }
.drawing .wire { stroke: var(--colour); opacity: .45; }
.dense .edge:not(.lit) .wire { opacity: .13; stroke-width: 1; } .drawing .weight text { fill: var(--colour); }
.drawing .bias .wire { stroke-dasharray: 2 4; } .drawing .bias .unit { stroke-dasharray: 2 3; }
.drawing .head { fill: var(--text); display: none; }
@media screen {
.drawing .lit .wire { opacity: 1; stroke-width: 3; }
.drawing .lit line.halo { stroke: var(--marker); stroke-width: 15; stroke-linecap: round; }
.drawing .lit circle.halo { stroke: var(--marker); stroke-width: 13; } .drawing .lit rect.halo { fill: var(--marker); }
.drawing .lit .unit { stroke: var(--text); stroke-width: 2.5; }
.drawing .lit text:not(.name) { font-weight: 600; } .drawing .lit.error text { stroke: none; }
.drawing text.changed { stroke: var(--marker); stroke-width: 7px; font-weight: 600; }
[data-phase="forward"] .lit .forth, [data-phase="error"] .lit .forth { display: inline; }
[data-phase="backward"] .lit .back { display: inline; }
}`;
