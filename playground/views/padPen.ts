/** A pen on a canvas: strokes as mouse, finger or pen makes them, and how they look on the pad. */
import { clearedCanvas, type Size } from "../drawing/canvas.js";
import type { Stroke } from "./pad.js";
import { padSide } from "./pad.js";

/** Of a line on the pad, in pixels of the picture. */
const penWidth = 2.4;

/**
 * Follows the pointer while it is down.
 *
 * @param onChange called with all strokes, when a stroke begins and whenever it grows
 * @returns clears the strokes; and ends the following
 */
export function followPen(
  canvas: HTMLCanvasElement,
  onChange: (strokes: readonly Stroke[]) => void,
): { clear(): void; end(): void } {
  let strokes: number[][] = [];
  let pointer: number | null = null;
  const add = (event: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    const within = (part: number) => Math.max(0, Math.min(1, part));
    strokes
      .at(-1)!
      .push(within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height));
  };
  const down = (event: PointerEvent) => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    strokes.push([]);
    add(event);
    onChange(strokes);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    // a fast pen makes several points in a frame
    const points = event.getCoalescedEvents?.() ?? [];
    for (const point of points.length > 0 ? points : [event]) add(point);
    onChange(strokes);
  };
  const up = (event: PointerEvent) => {
    if (event.pointerId === pointer) pointer = null;
  };
  const listening = new AbortController();
  const { signal } = listening;
  canvas.addEventListener("pointerdown", down, { signal });
  canvas.addEventListener("pointermove", move, { signal });
  canvas.addEventListener("pointerup", up, { signal });
  canvas.addEventListener("pointercancel", up, { signal });
  return { clear: () => void (strokes = []), end: () => listening.abort() };
}

/** Shows a picture pixel for pixel, if there is one, and strokes upon it. @param colour of the ink, as CSS */
export function showPad(
  canvas: HTMLCanvasElement,
  size: Size,
  { picture, strokes, colour }: { picture: Uint8Array | null; strokes: readonly Stroke[]; colour: string },
): void {
  const context = clearedCanvas(canvas, size);
  const { width, height } = size;
  context.fillStyle = context.strokeStyle = colour;
  picture?.forEach((ink, at) => {
    if (ink === 0) return;
    context.globalAlpha = ink / 255;
    const [x, y] = [at % padSide, Math.floor(at / padSide)];
    const [left, top] = [Math.round((x * width) / padSide), Math.round((y * height) / padSide)];
    const [right, bottom] = [
      Math.round(((x + 1) * width) / padSide),
      Math.round(((y + 1) * height) / padSide),
    ];
    context.fillRect(left, top, right - left, bottom - top);
  });
  context.globalAlpha = 1;
  context.lineWidth = (penWidth * width) / padSide;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(stroke[0]! * width, stroke[1]! * height);
    // a line to where it begins is a dot
    for (let at = 0; at < stroke.length; at += 2)
      context.lineTo(stroke[at]! * width, stroke[at + 1]! * height);
    context.stroke();
  }
}
