/** Draws a fit on a canvas: samples as points, the line of the network or of perfect predictions. */
import type { Size } from "../drawing/canvas.js";
import type { Colours } from "../drawing/colours.js";
import type { PlaneView } from "../sessionTypes.js";

export interface FitPicture {
  ranges: PlaneView["ranges"];
  /** [points × 2] filled points, and points that are rings. */
  filled: ArrayLike<number>;
  ringed: ArrayLike<number>;
  /** [points × 2] */
  line: ArrayLike<number>;
  /** Whether the line is the network's, or where perfect predictions would be. */
  isNetwork: boolean;
}

/** Draws a picture. @param context scaled to CSS pixels, cleared */
export function drawFit(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { ranges: [across, up], filled, ringed, line, isNetwork }: FitPicture,
  colours: Colours,
): void {
  const placeX = (x: number) => ((x - across[0]) / (across[1] - across[0])) * width;
  // what is outside stays visible at the edge
  const placeY = (y: number) => Math.max(2, Math.min(height - 2, ((up[1] - y) / (up[1] - up[0])) * height));
  const radius = Math.max(1.5, Math.min(3, 60 / Math.sqrt((filled.length + ringed.length) / 2)));
  const trace = (points: ArrayLike<number>) => {
    context.beginPath();
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [placeX(points[at]!), placeY(points[at + 1]!)];
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
  };
  trace(filled);
  context.fillStyle = colours.training;
  context.globalAlpha = 0.7;
  context.fill();
  context.globalAlpha = 1;
  trace(ringed);
  context.strokeStyle = colours.validation;
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  for (let at = 0; at < line.length; at += 2) {
    const [x, y] = [placeX(line[at]!), ((up[1] - line[at + 1]!) / (up[1] - up[0])) * height];
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.strokeStyle = isNetwork ? colours.positive : colours.quiet;
  context.lineWidth = isNetwork ? 2.5 : 1;
  context.setLineDash(isNetwork ? [] : [4, 4]);
  context.stroke();
  context.setLineDash([]);
}
