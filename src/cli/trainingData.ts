/** What a command trains on: the samples, and what is known about them. */
import type { Dataset } from "../data/dataset.js";
import type { DataNotes } from "../readers/notes.js";

/** Data to train on. */
export interface TrainingData {
  readonly dataset: Dataset;
  /** What the model must remember of the data. */
  readonly notes: DataNotes;
  /** What to tell the person about the data, as sentences. */
  readonly remarks?: readonly string[];
  /** The line of the file of each row, from 1; null or missing where there are no lines. */
  readonly lineOf?: (row: number) => number | null;
  /** Rows to test the model on at the end. */
  readonly test?: Dataset;
  /** Name of the data in messages. */
  readonly name: string;
  /** Whether they were generated. */
  readonly isMade: boolean;
  /** Whether they were given as numbers in the configuration. */
  readonly isGiven: boolean;
}
