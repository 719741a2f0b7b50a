/**
 * Draws the picture of a network's outputs over the plane on a canvas: a grid that takes a few milliseconds while the
 * training runs, and a finer one when it is paused.
 */
import { clearedCanvas, Picture, type Size } from "../drawing/canvas.js";
import type { Colours } from "../drawing/colours.js";
import type { PlaneView, Session } from "../sessionTypes.js";
import { GridChoice, gridOf, paint, type Ramps, rampsOf } from "./plane.js";
import { type Reading, readingOf } from "./reading.js";
import { Refresher } from "./refresher.js";

/** Time that a picture may take while the training runs, and while it is paused. */
const runningMs = 5;
const stillMs = 30;

export interface SurfaceView {
  plane: PlaneView;
  size: Size;
  colours: Colours;
  /** The output to show, where outputs are numbers. */
  output: number;
  /** Whether to show the predicted class or the sign alone. */
  isDiscrete: boolean;
}

export class SurfacePainter {
  readonly #choice = new GridChoice();
  readonly #refresher = new Refresher(() => this.#draw(), { everyMs: 32 });
  #grid: { size: number; plane: PlaneView; inputs: Float32Array | Float64Array; picture: Picture } | null =
    null;
  #ramps: { colours: Colours; reading: string; ramps: Ramps } | null = null;
  #view: SurfaceView | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly session: Session,
  ) {}

  /** Requests a picture of the latest state. */
  request(view: SurfaceView): void {
    this.#view = view;
    this.#refresher.request();
  }

  end(): void {
    this.#refresher.end();
  }

  #draw(): boolean {
    const view = this.#view!;
    const network = this.session.network.peek();
    const samples = this.session.samples.peek();
    const { columns, outputs } = samples.train;
    if (network.inputs !== columns || network.outputs !== outputs || view.size.width === 0) return true;
    const isRunning = this.session.frame.peek().state === "running";
    const start = performance.now();
    const size = this.#choice.size(isRunning ? runningMs : stillMs);
    const { inputs, picture } = this.#gridFor(size, view.plane);
    if (inputs.length !== picture.pixels.length * columns) return true; // the plane of samples before
    const reading = readingOf(samples, network.config.loss);
    paint(
      picture.pixels,
      network.predict(inputs),
      reading,
      this.#rampsFor(view.colours, reading),
      view.output,
      view.isDiscrete,
    );
    const context = clearedCanvas(this.canvas, view.size);
    picture.draw(context, [0, 0, view.size.width, view.size.height]);
    this.#choice.measured(picture.pixels.length, performance.now() - start);
    // refine the picture while it stays
    if (!isRunning && this.#choice.size(stillMs) > size) this.#refresher.request();
    return true;
  }

  #gridFor(size: number, plane: PlaneView) {
    if (this.#grid?.size !== size || this.#grid.plane !== plane) {
      const inputs = plane.inputsAt(gridOf(size, plane.ranges));
      this.#grid = { size, plane, inputs, picture: new Picture(size, size) };
    }
    return this.#grid;
  }

  #rampsFor(colours: Colours, reading: Reading): Ramps {
    const key = `${reading.kind} ${reading.names.length}`;
    if (this.#ramps?.colours !== colours || this.#ramps.reading !== key) {
      this.#ramps = { colours, reading: key, ramps: rampsOf(colours, reading) };
    }
    return this.#ramps.ramps;
  }
}
