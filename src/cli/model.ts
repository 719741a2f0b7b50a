/** Opens a model file for the commands that use one. */
import { Network } from "../train/network.js";
import type { DataNotes } from "../readers/notes.js";
import { readBytes } from "./files.js";

export function openModel(path: string): { network: Network; notes: DataNotes } {
  const network = Network.load(readBytes(path), path);
  return { network, notes: network.notes as DataNotes };
}
