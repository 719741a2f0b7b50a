/**
 * The weights and biases of a network: where they lie in the arena, and views of them.
 */
import { ShapeError } from "../errors.js";
import { plural, show } from "../wording.js";
import type { Arena } from "../wasm/arena.js";
import { bytesPerFloat, type Floats, floatsAt } from "../wasm/kernels.js";
import type { Region } from "../wasm/threadMessages.js";
import type { BiasMode, NetworkConfig } from "../settings/generated/types.js";
import { columnsOf, inputWidths } from "../settings/inputColumns.js";
import { copiesOf, factorCount } from "../settings/members.js";
import { initialise, initialiseFactors } from "./initialise.js";
import { streams } from "./random.js";

/** Values of a layer's bias vector: none, one for all, or one per unit. */
export function biasCount(mode: BiasMode, units: number): number {
  return mode === "none" ? 0 : mode === "shared" ? 1 : units;
}

/** Views of one layer's parameters, in linear memory: writing to them changes the network. */
export interface LayerParameters {
  /**
   * [inputs × units] row-major; [0] where the layer is tied. In the last layer of a network with members
   * [members × inputs × units], those of the first member first.
   */
  weights: Floats;
  /** [units], [1] where shared, [0] without biases; in the last layer of a network with members [members × units]. */
  biases: Floats;
  /**
   * For a tied layer: index of the layer whose weights it uses, transposed. 1 is the first layer, so the weights are
   * `parameters()[tied - 1].weights`.
   */
  tied?: number;
  /**
   * For the first layer of a network with `members` or `inputScale`: [members × inputs], the factors of its inputs.
   */
  inputFactors?: Floats;
}

/** Parameters of one layer as a caller gives them: lists or typed arrays of finite numbers. */
export interface GivenParameters {
  /**
   * [inputs × units] row-major; of the last layer with members [members × inputs × units]. For a tied layer: none, or the
   * transpose of the weights that it uses.
   */
  weights: ArrayLike<number>;
  /** [units], [1] where shared; of the last layer with members [members × units]; left out without biases. */
  biases?: ArrayLike<number>;
  /** [members × inputs], for the first layer of a network with `members` or `inputScale`. */
  inputFactors?: ArrayLike<number>;
}

/** The same, of a layer whose inputs have no factors. */
export type PlainParameters = Required<Omit<GivenParameters, "inputFactors">>;

/** The greatest number that becomes a finite one when it is rounded to float32: half a unit below 2¹²⁸. */
const mostFloat32 = 3.4028235677973362e38;

interface Place {
  weights: number;
  weightCount: number;
  biases: number;
  biasCount: number;
  /** Address 0 and count 0 where the layer has none. */
  factors: number;
  factorCount: number;
}

export class Parameters {
  readonly places: readonly Place[];
  /** All of them, in linear memory. */
  readonly region: Region;

  constructor(
    readonly arena: Arena,
    readonly config: NetworkConfig,
  ) {
    const { layers, biases, precision } = config;
    const sizes = layers.map(({ inputs, units, tied }, index) => {
      const copies = copiesOf(config, index);
      return {
        weightCount: tied === undefined ? copies * inputs * units : 0,
        biasCount: copies * biasCount(biases, units),
        factorCount: index === 0 ? factorCount(config) : 0,
      };
    });
    const counts = sizes.flatMap((of) => [of.weightCount, of.biasCount, of.factorCount]);
    const bytes = counts.map((count) => count * bytesPerFloat[precision]);
    const addresses = arena.take(`a network of ${plural(layers.length, "layer")}`, bytes);
    this.places = layers.map(({ tied }, index) => ({
      ...sizes[index]!,
      weights: addresses[3 * (tied === undefined ? index : tied - 1)]!,
      biases: addresses[3 * index + 1]!,
      factors: sizes[index]!.factorCount > 0 ? addresses[3 * index + 2]! : 0,
    }));
    const address = addresses[0]!;
    this.region = { address, bytes: addresses.at(-1)! + bytes.at(-1)! - address };
  }

  /** Draws first weights and biases by the configuration. */
  initialise(): void {
    const { layers, initializer, biasInitializer, seed, members, inputBins } = this.config;
    const widths = () => inputWidths(inputBins, columnsOf(this.config));
    this.views().forEach(({ weights, biases, inputFactors }, index) => {
      initialise(weights, layers[index]!, index, initializer, seed);
      initialise(biases, layers[index]!, index, biasInitializer, seed, streams.initialiseBiases);
      if (inputFactors) initialiseFactors(inputFactors, members, widths(), seed);
    });
  }

  /** Views by layer. Valid until the memory next grows. */
  views(): LayerParameters[] {
    const at = (address: number, count: number) =>
      floatsAt(this.arena.memory, this.config.precision, address, count);
    return this.places.map((place, index) => {
      const { tied } = this.config.layers[index]!;
      return {
        weights: at(place.weights, place.weightCount),
        biases: at(place.biases, place.biasCount),
        ...(tied !== undefined && { tied }),
        ...(place.factorCount > 0 && { inputFactors: at(place.factors, place.factorCount) }),
      };
    });
  }

  /**
   * Overwrites all parameters. If something does not fit, overwrites nothing.
   *
   * @throws ShapeError naming the layer
   */
  set(given: readonly GivenParameters[]): void {
    const views = this.views();
    if (given?.length !== views.length) {
      throw new ShapeError(`parameters: expected ${views.length} layers, got ${show(given?.length)}.`);
    }
    const pairs = views.flatMap(({ weights, biases, tied, inputFactors }, index) => {
      const own = given[index] ?? { weights: [] };
      const factors = inputFactors ?? weights.subarray(0, 0);
      return [
        [`layer ${index + 1}: weights`, weights, tied === undefined ? own.weights : []] as const,
        [`layer ${index + 1}: biases`, biases, own.biases ?? []] as const,
        [`layer ${index + 1}: inputFactors`, factors, own.inputFactors ?? []] as const,
      ];
    });
    for (const [name, view, values] of pairs) {
      if (values?.length !== view.length) {
        throw new ShapeError(`${name}: expected ${view.length} numbers, got ${show(values?.length)}.`);
      }
      this.#refuseNotFinite(name, values);
    }
    this.#refuseUntied(given);
    for (const [, view, values] of pairs) view.set(values);
  }

  /** Refuses anything but numbers that are finite, in the network's precision too. */
  #refuseNotFinite(name: string, values: ArrayLike<number>): void {
    const { precision } = this.config;
    const most = precision === "float32" ? mostFloat32 : Number.MAX_VALUE;
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (typeof value === "number" && Math.abs(value) <= most) continue;
      const expected = Number.isFinite(value) ? `a number finite in ${precision}` : "a finite number";
      throw new ShapeError(`${name}[${at}]: expected ${expected}, got ${show(value)}.`);
    }
  }

  /** Refuses weights given for tied layers that are not the transpose of those they use. */
  #refuseUntied(given: readonly GivenParameters[]): void {
    for (const [index, { inputs, units, tied }] of this.config.layers.entries()) {
      const values: ArrayLike<number> | undefined = given[index]!.weights;
      if (tied === undefined || !values?.length) continue;
      const name = `layer ${index + 1}: weights`;
      if (values.length !== inputs * units) {
        throw new ShapeError(
          `${name}: expected none, or the ${inputs * units} numbers of layer ${tied}, to which it is tied, ` +
            `got ${values.length}.`,
        );
      }
      const shared = given[tied - 1]!.weights;
      for (let at = 0; at < values.length; at++) {
        const expected = shared[(at % units) * inputs + Math.floor(at / units)]!;
        if (values[at] === expected) continue;
        throw new ShapeError(
          `${name}[${at}]: expected ${expected}, as layer ${tied} has it, to which it is tied, ` +
            `got ${show(values[at])}. Leave them out.`,
        );
      }
    }
  }

  /** All parameters' bytes in layer order, copied; those of tied weights once. @param into what it returned before */
  bytes(into?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const views = this.#byteViews();
    const bytes = into ?? new Uint8Array(views.reduce((sum, view) => sum + view.length, 0));
    let at = 0;
    for (const view of views) {
      bytes.set(view, at);
      at += view.length;
    }
    return bytes;
  }

  /** Views by layer of what `bytes` returned. */
  viewsOf(bytes: Uint8Array<ArrayBuffer>): LayerParameters[] {
    let at = 0;
    const next = (like: Floats): Floats => {
      const own = bytes.slice(at, (at += like.byteLength));
      return like instanceof Float64Array ? new Float64Array(own.buffer) : new Float32Array(own.buffer);
    };
    return this.views().map(({ weights, biases, inputFactors, ...others }) => ({
      ...others,
      weights: next(weights),
      biases: next(biases),
      ...(inputFactors && { inputFactors: next(inputFactors) }),
    }));
  }

  /** Restores what `bytes` returned. */
  restore(bytes: Uint8Array): void {
    let at = 0;
    for (const view of this.#byteViews()) {
      view.set(bytes.subarray(at, at + view.length));
      at += view.length;
    }
  }

  #byteViews(): Uint8Array<ArrayBuffer>[] {
    return this.views()
      .flatMap(({ weights, biases, inputFactors = [] }) => [weights, biases, inputFactors].flat())
      .map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}
