/**
 * A host of a module that knows nothing of ours: the module, a memory, and tables written by their offsets.
 */
import { Activation, Loss, Pass, Refusal, Run, Trainable } from "../../../assembly/codes.js";
import { layerBytes, layerFields, planBytes, planFields } from "../../../src/wasm/generated/layout.js";
import type { BuildName } from "../../../src/wasm/builds.js";
import { exportsOf, programOf } from "../../../src/wasm/programs.js";
import { Table } from "../../../src/wasm/table.js";

export { Activation, Loss, Pass, Refusal, Run, Trainable };
export type PlanValues = Partial<Record<keyof typeof planFields, number>>;
export type LayerValues = Partial<Record<keyof typeof layerFields, number>>;

/** What a description says of a plan and its layers; what is left out is 0. */
export interface Description {
  plan: PlanValues;
  layers: LayerValues[];
}

/** A network 2-3-2 of sigmoids in batches of one, by half squared errors, in f64. */
export function smallDescription(): Description {
  const layer = (inputs: number, outputs: number) => ({
    inputs,
    outputs,
    activation: Activation.sigmoid,
    biasCount: outputs,
    trainable: Trainable.weights | Trainable.biases,
  });
  const plan = { learningRate: 0.5, errorFactor: 1, lossFactor: 0.5, classOn: 1, batch: 1, threads: 1 };
  return {
    plan: { ...plan, floatBytes: 8, pass: Pass.gradients, answers: 4, epochs: 3, layers: 2 },
    layers: [layer(2, 3), layer(3, 2)],
  };
}

/** A module with a memory of this many pages. */
export class Embedded {
  readonly memory: WebAssembly.Memory;
  readonly exports: Record<string, (...given: number[]) => number>;

  constructor(build: BuildName, pages: number) {
    const shared = build.endsWith("threads");
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared });
    this.exports = exportsOf(programOf(build), this.memory) as never;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  describe(at: number, { plan, layers }: Description): void {
    this.bytes.fill(0, at, at + planBytes + layers.length * layerBytes);
    this.plan(at).set(plan);
    layers.forEach((layer, index) => this.layer(at, index).set(layer));
  }

  plan(at: number): Table<typeof planFields> {
    return new Table(this.memory, at, planFields);
  }

  layer(plan: number, index: number): Table<typeof layerFields> {
    return new Table(this.memory, plan + planBytes + index * layerBytes, layerFields);
  }

  /** The parameters of the layer at `index`, as views. */
  parameters(plan: number, index: number): { weights: Float64Array; biases: Float64Array } {
    const layer = this.layer(plan, index);
    const { buffer } = this.memory;
    const [inputs, outputs] = [layer.get("inputs"), layer.get("outputs")];
    return {
      weights: new Float64Array(buffer, layer.get("weights"), inputs * outputs),
      biases: new Float64Array(buffer, layer.get("biases"), layer.get("biasCount")),
    };
  }
}
