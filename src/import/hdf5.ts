/**
 * Reads data sets of HDF5 files as h5py writes them by default, which is what Keras does: superblock 0, groups as symbol tables,
 * data in one piece. Why not a library: those that npm has are 1 MB of WebAssembly or fail on damaged files with errors of
 * their own, and this is a small part of the format. Every address is checked, and no object is visited twice.
 * Source: HDF5 File Format Specification 1.1, sections II.A, III.A to III.D, IV.A.
 */
import { show } from "../wording.js";
import type { Refuse } from "./refusal.js";
import type { Floats } from "./steps.js";

/** A data set, which is read when it is needed. */
export interface Hdf5Data {
  readonly shape: readonly number[];
  /** A copy of its numbers. @throws ModelError for another type than float32 and float64, and for data in pieces */
  readonly read: () => Floats;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** More are no perceptron. */
const mostObjects = 50_000;
/** Messages of an object header. */
const message = { dataspace: 1, datatype: 3, layout: 8, filters: 11, continuation: 16, symbolTable: 17 };

/** Whether bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/**
 * The data sets of a file by their paths: `layers/dense/vars/0`.
 *
 * @throws ModelError for a file that is damaged, or written in another version of the format
 */
export function readHdf5(bytes: Uint8Array, where: string, refuse: Refuse): Map<string, Hdf5Data> {
  return new Reader(bytes, where, refuse).datasets();
}

/** A message of an object header: where its data are. */
interface Message {
  type: number;
  at: number;
  length: number;
}

class Reader {
  readonly #view: DataView;
  readonly #visited = new Set<number>();

  constructor(
    readonly bytes: Uint8Array,
    readonly where: string,
    readonly refuse: Refuse,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  datasets(): Map<string, Hdf5Data> {
    const { bytes, where, refuse } = this;
    if (!isHdf5(bytes)) throw refuse(where, "an HDF5 file", "a file of another kind");
    const [version, offsets, lengths] = [8, 13, 14].map((at) => this.#number(at, 1)) as [
      number,
      number,
      number,
    ];
    if (version !== 0 || offsets !== 8 || lengths !== 8) {
      const advice = "Save it with the usual settings of h5py, as Keras does.";
      throw refuse(where, "an HDF5 file of superblock version 0", `version ${version}`, advice);
    }
    const found = new Map<string, Hdf5Data>();
    const open: [string, number][] = [["", this.#address(64)]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [path, address] = next;
      const messages = this.#messages(address);
      const table = messages.find(({ type }) => type === message.symbolTable);
      if (table) {
        this.#refuseShort(table, 16);
        for (const [name, at] of this.#entries(table))
          open.push([path === "" ? name : `${path}/${name}`, at]);
      } else {
        const data = this.#dataset(path, messages);
        if (data) found.set(path, data);
      }
      if (open.length + found.size > mostObjects) throw this.#damaged("too many objects");
    }
    return found;
  }

  /** The messages of an object header of version 1, with those of its continuations. */
  #messages(address: number): Message[] {
    this.#visit(address);
    if (this.#number(address, 1) !== 1) throw this.#damaged("an object header of another version");
    const count = this.#number(address + 2, 2);
    const blocks: [number, number][] = [[address + 16, this.#number(address + 8, 4)]];
    const messages: Message[] = [];
    for (let block = blocks.pop(); block; block = blocks.pop()) {
      let [at] = block;
      const end = at + block[1];
      while (at + 8 <= end && messages.length < count) {
        const one = { type: this.#number(at, 2), at: at + 8, length: this.#number(at + 2, 2) };
        messages.push(one);
        if (one.type === message.continuation) {
          this.#refuseShort(one, 16);
          blocks.push([this.#address(one.at), this.#number(one.at + 8, 8)]);
        }
        at += 8 + one.length;
      }
    }
    return messages;
  }

  /** Names and addresses of the objects of a group: a B-tree whose leaves are lists of symbols. */
  #entries({ at }: Message): [string, number][] {
    const heap = this.#address(at + 8);
    this.#expect(heap, "HEAP");
    const names = this.#address(heap + 24);
    const entries: [string, number][] = [];
    const nodes = [this.#address(at)];
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      this.#visit(node);
      if (this.#text(node) === "SNOD") {
        const count = this.#number(node + 6, 2);
        for (let index = 0; index < count; index++) {
          const entry = node + 8 + 40 * index;
          entries.push([this.#name(names + this.#number(entry, 8)), this.#address(entry + 8)]);
        }
      } else {
        this.#expect(node, "TREE");
        const count = this.#number(node + 6, 2);
        for (let index = 0; index < count; index++) nodes.push(this.#address(node + 32 + 16 * index));
      }
      if (nodes.length + entries.length > mostObjects) throw this.#damaged("too many objects");
    }
    return entries;
  }

  /** A data set; null for another object. */
  #dataset(path: string, messages: readonly Message[]): Hdf5Data | null {
    const of = (type: number) => messages.find((one) => one.type === type);
    const [space, type, layout] = [of(message.dataspace), of(message.datatype), of(message.layout)];
    if (!space || !type || !layout) return null;
    const shape = this.#shape(space);
    const where = `${this.where}, ${show(path)}`;
    const read = (): Floats => {
      if (of(message.filters))
        throw this.refuse(where, "numbers as they are", "packed ones", "Save it without compression.");
      const size = this.#floatSize(type, where);
      const count = shape.reduce((product, one) => product * one, 1);
      const begin = this.#place(layout, count * size, where);
      const { buffer } = this.bytes.slice(begin, begin + count * size);
      return size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
    };
    return { shape, read };
  }

  #shape(space: Message): number[] {
    this.#refuseShort(space, 4);
    const version = this.#number(space.at, 1);
    const rank = this.#number(space.at + 1, 1);
    const begin = space.at + (version === 1 ? 8 : 4);
    if (rank > 8) throw this.#damaged(`${rank} dimensions`);
    return Array.from({ length: rank }, (_, index) => this.#number(begin + 8 * index, 8));
  }

  /** Bytes of a number: 4 or 8. */
  #floatSize(type: Message, where: string): number {
    this.#refuseShort(type, 8);
    const kind = this.#number(type.at, 1) & 15;
    const isLittle = (this.#number(type.at + 1, 1) & 1) === 0;
    const size = this.#number(type.at + 4, 4);
    if (kind === 1 && isLittle && (size === 4 || size === 8)) return size;
    const got = kind === 1 ? `${8 * size} bits` : `class ${kind} of HDF5`;
    throw this.refuse(where, "float32 or float64", got, "Save the model in float32.");
  }

  /** Where the numbers begin. */
  #place(layout: Message, length: number, where: string): number {
    this.#refuseShort(layout, 4);
    const [version, kind] = [this.#number(layout.at, 1), this.#number(layout.at + 1, 1)];
    if (version !== 3 || kind > 1) {
      throw this.refuse(where, "numbers in one piece", "pieces", "Save it without chunks.");
    }
    const begin = kind === 0 ? layout.at + 4 : this.#address(layout.at + 2);
    const size = kind === 0 ? this.#number(layout.at + 2, 2) : this.#number(layout.at + 10, 8);
    if (size !== length || length > this.bytes.length - begin) {
      throw this.refuse(where, `${length} bytes, as its shape says`, `${Math.min(size, this.bytes.length)}`);
    }
    return begin;
  }

  #visit(address: number): void {
    if (this.#visited.has(address)) throw this.#damaged("an object that leads back to itself");
    this.#visited.add(address);
    if (this.#visited.size > mostObjects) throw this.#damaged("too many objects");
  }

  /** A whole number of 1, 2, 4 or 8 bytes. */
  #number(at: number, size: 1 | 2 | 4 | 8): number {
    if (!(at >= 0 && at + size <= this.bytes.length)) throw this.#damaged("an address beyond its end");
    if (size === 8) return Number(this.#view.getBigUint64(at, true));
    return size === 4
      ? this.#view.getUint32(at, true)
      : size === 2
        ? this.#view.getUint16(at, true)
        : this.#view.getUint8(at);
  }

  #address(at: number): number {
    const address = this.#number(at, 8);
    if (!(address < this.bytes.length)) throw this.#damaged("an address beyond its end");
    return address;
  }

  #text(at: number): string {
    return String.fromCharCode(...[0, 1, 2, 3].map((index) => this.#number(at + index, 1)));
  }

  #expect(at: number, text: string): void {
    if (this.#text(at) !== text) throw this.#damaged(`no ${text} where one should be`);
  }

  /** A name that ends with a zero. */
  #name(at: number): string {
    const end = this.bytes.indexOf(0, at);
    if (end < at || end - at > 1000) throw this.#damaged("a name without an end");
    return new TextDecoder().decode(this.bytes.subarray(at, end));
  }

  #refuseShort({ length }: Message, least: number): void {
    if (length < least) throw this.#damaged("a message that is cut short");
  }

  #damaged(what: string) {
    return this.refuse(this.where, "a whole HDF5 file", what);
  }
}
