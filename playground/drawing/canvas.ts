/** Canvases at the resolution of the screen, their size as a signal, and small images made from pixels. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** The size of an element's content in CSS pixels, and the number of screen pixels per CSS pixel. */
export interface Size {
  width: number;
  height: number;
  ratio: number;
}

/** The size of an element as a signal; 0 × 0 until known. */
export function useSize(element: RefObject<Element | null>): ReadonlySignal<Size> {
  const size = useSignal<Size>({ width: 0, height: 0, ratio: 1 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver((entries) => {
      const { width, height } = entries.at(-1)!.contentRect;
      size.value = { width, height, ratio: devicePixelRatio || 1 };
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return size;
}

/** Sets a canvas to the resolution of the screen, clears it, and returns its context, scaled to CSS pixels. */
export function clearedCanvas(
  canvas: HTMLCanvasElement,
  { width, height, ratio }: Size,
): CanvasRenderingContext2D {
  const [wide, high] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  // setting the size allocates a new buffer, so only on change
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, wide, high);
  context.setTransform(wide / Math.max(1, width), 0, 0, high / Math.max(1, height), 0, 0);
  return context;
}

/** A small image that can be drawn at any size: fill `pixels` (see `colours.ts`), then draw. */
export class Picture {
  /** [height × width], from the top left. */
  readonly pixels: Uint32Array;
  readonly #canvas = document.createElement("canvas");
  readonly #data: ImageData;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    [this.#canvas.width, this.#canvas.height] = [width, height];
    this.#data = new ImageData(width, height);
    this.pixels = new Uint32Array(this.#data.data.buffer);
  }

  /** @param smooth whether to interpolate between pixels */
  draw(
    context: CanvasRenderingContext2D,
    [x, y, width, height]: readonly [x: number, y: number, width: number, height: number],
    smooth = true,
  ): void {
    this.#canvas.getContext("2d")!.putImageData(this.#data, 0, 0);
    context.imageSmoothingEnabled = smooth;
    context.drawImage(this.#canvas, x, y, width, height);
  }
}
