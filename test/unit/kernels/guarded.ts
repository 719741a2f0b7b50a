/**
 * Memory in which every region is followed by a canary, so that a test sees what is written beyond its end;
 * and an instance of a build on such memory.
 */
import { Arena, type MemoryRegion } from "../../../src/wasm/arena.js";
import { type BuildName, hasThreads } from "../../../src/wasm/builds.js";
import { newMemory } from "../../../src/wasm/memory.js";
import { productFields } from "../../../src/wasm/generated/layout.js";
import {
  bytesPerFloat,
  type Floats,
  floatsAt,
  instantiate,
  type Kernels,
  type Precision,
} from "../../../src/wasm/kernels.js";
import { Table } from "../../../src/wasm/table.js";

/** Memory for the trainings of a file, one after the other: new pages for each would take most of the time. */
export function regionOf(shared: boolean): MemoryRegion {
  const memory = newMemory(shared);
  memory.grow(256);
  return { memory, base: 1024, bytes: memory.buffer.byteLength - 1024 };
}

const canaryBytes = 64;
const canary = 0xa5;

export class GuardedArena extends Arena {
  readonly #canaries: { what: string; at: number }[] = [];

  /**
   * @param given   see `Arena`
   * @param fill    writes into each region numbers that the kernels must not rely on
   * @param isExact whether canaries follow the last byte of a region; else they follow its padding to 64
   *                bytes, which plans may overwrite
   */
  constructor(
    given: boolean | MemoryRegion,
    private readonly fill: (region: Uint8Array) => void,
    private readonly isExact = false,
  ) {
    super(given);
    if (isExact) this.#guard("before everything", super.take("a canary", [canaryBytes])[0]!);
  }

  override take(what: string, sizes: readonly number[]): number[] {
    const lengths = sizes.map((bytes) => (this.isExact ? bytes : Math.ceil(bytes / 64) * 64));
    const [before, ...all] = super.take(what, [canaryBytes, ...lengths.map((bytes) => bytes + canaryBytes)]);
    this.#guard(`before ${what}`, before!);
    all.forEach((at, index) => {
      this.fill(new Uint8Array(this.memory.buffer, at, lengths[index]!));
      this.#guard(`${what}, after region ${index + 1}`, at + lengths[index]!);
    });
    return all;
  }

  #guard(what: string, at: number): void {
    new Uint8Array(this.memory.buffer, at, canaryBytes).fill(canary);
    this.#canaries.push({ what, at });
  }

  /** Names of the canaries that were overwritten. */
  get harmed(): string[] {
    const isHarmed = ({ at }: { at: number }) =>
      new Uint8Array(this.memory.buffer, at, canaryBytes).some((byte) => byte !== canary);
    return this.#canaries.filter(isHarmed).map(({ what }) => what);
  }
}

/** An instance whose regions begin as NaN and end exactly at a canary. */
export class GuardedInstance {
  readonly arena: GuardedArena;
  readonly kernels: Kernels;

  constructor(
    build: BuildName,
    readonly precision: Precision,
  ) {
    this.arena = new GuardedArena(hasThreads(build), (region) => void region.fill(0xff), true);
    this.kernels = instantiate(build, this.arena.memory, precision);
  }

  /** A region for numbers: the given ones, or this many NaN. */
  numbers(values: ArrayLike<number> | number): { at: number; view: () => Floats } {
    const length = typeof values === "number" ? values : values.length;
    const at = this.arena.take("a test", [length * bytesPerFloat[this.precision]])[0]!;
    const view = () => floatsAt(this.arena.memory, this.precision, at, length);
    if (typeof values !== "number") view().set(values);
    return { at, view };
  }

  /** Runs a product; fields that are not given are 0. The rest of the workspace begins as NaN. */
  product(fields: Partial<Record<keyof typeof productFields, number>>): void {
    const workspace = this.arena.take("a workspace", [this.kernels.workspaceBytes])[0]!;
    const table = new Table(this.arena.memory, workspace, productFields);
    const zeros = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));
    table.set({ ...zeros, ...fields });
    this.kernels.product(workspace);
  }

  /** Whether every byte between the regions is as it was. */
  intact(): boolean {
    return this.arena.harmed.length === 0;
  }
}
