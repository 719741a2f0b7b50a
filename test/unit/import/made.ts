/** Files that other programs made, with what they answer: `made/` has them beside the scripts that made them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";

export interface Answers {
  inputs: number[][];
  outputs: number[][];
}

/** A file of `made/`. */
export function madePath(name: string): string {
  return fileURLToPath(new URL(`made/${name}`, import.meta.url));
}

/** A JSON file of `made/`. */
export function made<Kind>(name: string): Kind & Answers {
  return JSON.parse(readFileSync(madePath(name), "utf8")) as Kind & Answers;
}

/** A file in base64. */
export function bytesFrom(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** Compares the answers of a network with those of the program that its file is from: relative to the largest of a row. */
export function expectAnswers(network: Network, { inputs, outputs }: Answers, relative: number): void {
  const found = network.predict(inputs);
  outputs.forEach((row, index) => {
    const largest = Math.max(...row.map(Math.abs));
    expectClose(found[index]!, row, { absolute: relative * largest }, `answers to row ${index}`);
  });
}
