/**
 * A pen on a small grey canvas: draws thick soft lines between points, noise and specks.
 *
 * It uses only + − × ÷, Math.sqrt, floor, min, max and imul. Every engine rounds these the same way, so an image has the
 * same bytes everywhere.
 */

/** A square of ink, each pixel 0 (paper) to 1 (ink). */
export class Canvas {
  readonly #ink: Float64Array;

  /** @param size width and height in pixels */
  constructor(readonly size: number) {
    this.#ink = new Float64Array(size * size);
  }

  clear(): void {
    this.#ink.fill(0);
  }

  /**
   * Draws one piece of a stroke: a segment whose half-width changes from `radius0` to `radius1`. Where pieces overlap, the
   * darker value stays, so that joints are not visible.
   *
   *     ink = strength · clamp((radius − distance) / edge + ½)
   *
   * @param edge width in pixels over which ink fades into paper
   * @param strength 0 … 1, the ink in the middle of the line
   */
  segment(
    x0: number,
    y0: number,
    radius0: number,
    x1: number,
    y1: number,
    radius1: number,
    edge: number,
    strength: number,
  ): void {
    const { size } = this;
    const ink = this.#ink;
    const reach = Math.max(radius0, radius1) + 0.5 * edge;
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(size - 1, Math.floor(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y1) + reach));
    const dx = x1 - x0;
    const dy = y1 - y0;
    const lengthSquared = dx * dx + dy * dy;
    const perLength = lengthSquared > 0 ? 1 / lengthSquared : 0;
    for (let y = top; y <= bottom; y++) {
      const toY = y + 0.5 - y0;
      for (let x = left; x <= right; x++) {
        const toX = x + 0.5 - x0;
        const along = Math.max(0, Math.min(1, (toX * dx + toY * dy) * perLength));
        const awayX = toX - along * dx;
        const awayY = toY - along * dy;
        const distance = Math.sqrt(awayX * awayX + awayY * awayY);
        const radius = radius0 + along * (radius1 - radius0);
        const value = strength * Math.max(0, Math.min(1, (radius - distance) / edge + 0.5));
        const at = y * size + x;
        if (value > ink[at]!) ink[at] = value;
      }
    }
  }

  /**
   * Writes the canvas as bytes, 0 paper to 255 ink, each pixel off by up to ± `noise`.
   *
   * @param to    [size · size] bytes, overwritten
   * @param noise largest deviation, in bytes; 0: no noise
   * @param seed  32-bit seed of the noise. The generator is xorshift32 [Marsaglia 2003], which is good enough for the
   *   noise of pixels.
   */
  develop(to: Uint8Array, noise: number, seed: number): void {
    const ink = this.#ink;
    let state = seed | 1;
    for (let at = 0; at < ink.length; at++) {
      let value = 255 * ink[at]!;
      if (noise > 0) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        value += noise * ((state >>> 0) * (2 / 4294967296) - 1);
      }
      to[at] = Math.max(0, Math.min(255, Math.floor(value + 0.5)));
    }
  }
}
