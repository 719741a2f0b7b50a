/** Records strokes of mouse, finger or pen on a canvas, and shows them there. */
import { clearedCanvas, type Size } from "../drawing/canvas.js";
import type { Stroke } from "./pad.js";
import { padSide } from "./pad.js";

/** Width of a line on the pad, in pixels of the image. */
const penWidth = 2.4;

/**
 * Records the strokes of the pointer.
 *
 * @param onChange called with all strokes whenever one starts or grows
 * @returns functions that clear the strokes and end the recording
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
    // a fast pen reports several points per frame
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

/** Shows an image, if any, pixel by pixel, and strokes over it. @param colour of the ink, as CSS */
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
    // a line of length 0 is a dot
    for (let at = 0; at < stroke.length; at += 2)
      context.lineTo(stroke[at]! * width, stroke[at + 1]! * height);
    context.stroke();
  }
}
