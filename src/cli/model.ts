/** Opens a model file for the commands that use one. */
import { Network } from "../train/network.js";
import { type DataNotes, dataNotesOf } from "../readers/notes.js";
import { readBytes } from "./files.js";

export function openModel(path: string): { network: Network; notes: DataNotes } {
  const network = Network.load(readBytes(path), path);
  const notes = dataNotesOf(network.notes, network.inputs, path);
  // models of the library may have only a schema
  const target = notes.schema?.target;
  const classes = notes.classes ?? (target?.kind === "class" ? target.classes : undefined);
  const fits = classes?.length === network.outputs;
  return { network, notes: fits ? { ...notes, classes } : notes };
}
