/** Whether the processes of a group begin with the same network, data and settings: else their updates would not fit together. */
import { ConfigError } from "../../errors.js";
import type { FitRun } from "../loop/fitRun.js";
import { type GroupOperations, gatherNumbers } from "./distributed.js";

/** @throws ConfigError on all processes, naming the first that differs from process 0 */
export async function requireSameStart(run: FitRun, group: GroupOperations): Promise<void> {
  const { state, settings, seed, parameters, samples } = run;
  const { timeLimit: _, ...decisive } = settings; // process 0 decides about time
  const own: Record<string, number> = {
    data: hashOf(new TextEncoder().encode(`${state.mark} ${samples.count} ${run.held?.rows}`)),
    settings: hashOf(new TextEncoder().encode(JSON.stringify({ ...decisive, seed, epochs: run.lastEpoch }))),
    position: hashOf(new TextEncoder().encode(`${state.epochs} ${state.samples} ${state.updates}`)),
    weights: hashOf(parameters.bytes()),
  };
  const [first, ...others] = await gatherNumbers(group, Object.values(own));
  for (const [index, values] of others.entries()) {
    const at = values.findIndex((value, place) => value !== first![place]);
    if (at < 0) continue;
    throw new ConfigError({
      setting: "distributed",
      reason: `process ${index + 1} has other ${wording[Object.keys(own)[at]!]} than process 0`,
      advice: "Start all processes with the same command, data and checkpoint.",
    });
  }
}

const wording: Readonly<Record<string, string>> = {
  data: "data",
  settings: "settings",
  position: "epochs and updates behind it",
  weights: "weights",
};

/** FNV-1a by words of four bytes; the shift lets high bits reach low ones. Source: Fowler, Noll & Vo, draft-eastlake-fnv. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  const add = (word: number) => {
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) add(view.getInt32(at, true));
  for (; at < bytes.length; at++) add(bytes[at]!);
  return hash >>> 0;
}
