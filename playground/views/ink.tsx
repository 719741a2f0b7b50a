/** Shows images of samples in the text colour of the theme: dark on light, or light on dark. */
import { useEffect, useRef } from "preact/hooks";
import type { Dataset, ImageShape } from "../../src/data/dataset.js";
import { colours, rgbOf } from "../drawing/colours.js";

/** The pixels of one sample, as a view. */
export function pixelsOf({ inputs, columns }: Dataset, row: number): Dataset["inputs"] {
  return inputs.subarray(row * columns, (row + 1) * columns);
}

const known = new WeakMap<Dataset, number>();

/** The greatest pixel of all samples, which stands for full ink; 1 where all are 0. */
export function fullInk(dataset: Dataset): number {
  const before = known.get(dataset);
  if (before !== undefined) return before;
  let most = 0;
  const { inputs } = dataset;
  for (let at = 0; at < inputs.length; at++) if (inputs[at]! > most) most = inputs[at]!;
  known.set(dataset, most || 1);
  return most || 1;
}

export interface InkProps {
  /** [height × width], 0 paper to `full` ink. */
  pixels: ArrayLike<number>;
  full: number;
  image: ImageShape;
  /** The description; omitted where text beside the image has it. */
  label?: string;
}

/** An image at one canvas pixel per pixel. CSS decides how large it is shown. */
export function Ink({ pixels, full, image: [height, width], label }: InkProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { text } = colours().value;
  useEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    const data = new ImageData(width, height);
    const [red, green, blue] = rgbOf(text);
    for (let at = 0; at < width * height; at++) {
      data.data.set([red, green, blue, (255 * pixels[at]!) / full], 4 * at);
    }
    context.putImageData(data, 0, 0);
  }, [pixels, full, height, width, text]);
  return (
    <canvas
      class="ink"
      ref={canvas}
      width={width}
      height={height}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
