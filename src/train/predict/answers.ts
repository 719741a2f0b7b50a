/** Outputs of a network → an answer with names: a class and the probabilities of all classes, or numbers by target. */
import { inputColumnNames, type Schema, targetNames } from "../../data/columns/columns.js";
import { isInputColumn } from "../../data/columns/inputColumnCheck.js";
import { activations } from "../../functions/activations.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import { argmax } from "../evaluation/metrics.js";
import { isYesOrNo, knownNames } from "../networkData.js";

/** The answer to a record. Which fields it has depends on what the network learnt. */
export interface RecordAnswer {
  /** The class with the greatest output, where the target is a class. */
  readonly class?: string;
  /**
   * The output of each class by its name, or of each of several yes/no targets by its column: between 0 and 1, where the last
   * layer is sigmoid or softmax.
   */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** The same where the outputs are no probabilities: with hinge loss, for instance. */
  readonly scores?: Readonly<Record<string, number>>;
  /** The number of each target by its column, in the units of the targets. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** What the outputs of a network stand for. */
export interface NamedOutputs {
  /** Names of the classes; null where the outputs stand for no classes. */
  readonly classes: readonly string[] | null;
  /** Names of the numbers of an answer: the classes, or the targets. */
  readonly names: readonly string[];
  /** Under which field of an answer the numbers stand. */
  readonly field: "probabilities" | "scores" | "numbers";
  /** The numbers of an answer: the outputs, or for one output of two classes the probabilities of both. */
  numbersOf(outputs: ArrayLike<number>): ArrayLike<number>;
}

/**
 * Finds out what the outputs of a network stand for.
 *
 * @param notes of the network
 * @throws ConfigError for names of classes that are not one for each class
 */
export function namedOutputs(notes: Record<string, unknown>, config: NetworkConfig): NamedOutputs {
  const { units, activation } = config.layers.at(-1)!;
  const schema = notes.schema as Schema | null | undefined;
  const target = schema?.target;
  const ofTarget = target?.kind === "class" ? target.classes : undefined;
  const { classes } = knownNames({ ...notes, classes: notes.classes ?? ofTarget }, config);
  const between = activations[activation].isProbability ? "probabilities" : "scores";
  const asTheyAre = (outputs: ArrayLike<number>) => outputs;
  if (classes && units > 1) return { classes, names: classes, field: between, numbersOf: asTheyAre };
  if (classes && isYesOrNo(config)) {
    const both = ({ 0: second }: ArrayLike<number>) => [1 - second!, second!];
    return { classes, names: classes, field: between, numbersOf: both };
  }
  const known = notes.autoencoder === true ? namesOfInputs(schema) : target ? targetNames(target) : null;
  const one = typeof target?.name === "string" ? target.name : "prediction";
  const plain = units === 1 ? [one] : Array.from({ length: units }, (_, index) => String(index));
  const names = known?.length === units ? known : plain;
  const field = target?.kind === "labels" && between === "probabilities" ? between : "numbers";
  return { classes: null, names, field, numbersOf: asTheyAre };
}

function namesOfInputs(schema: Schema | null | undefined): readonly string[] | null {
  return schema?.inputs?.every(isInputColumn) ? inputColumnNames(schema) : null;
}

/** The class of the greatest of an answer's numbers; the first of several equal ones. */
export function classOf({ classes }: Pick<NamedOutputs, "classes">, numbers: ArrayLike<number>): string {
  return classes![argmax(numbers, 0, numbers.length)]!;
}

/** Makes answers of rows of outputs, in the units of the targets. */
export function answersOf(named: NamedOutputs): (outputs: ArrayLike<number>) => RecordAnswer {
  const { classes, names, field, numbersOf } = named;
  const byName = writer(names);
  return (outputs) => {
    const numbers = numbersOf(outputs);
    return classes
      ? { class: classOf(named, numbers), [field]: byName(numbers) }
      : { [field]: byName(numbers) };
  };
}

/** Writes numbers under names. */
function writer(names: readonly string[]): (values: ArrayLike<number>) => Record<string, number> {
  if (names.includes("__proto__"))
    return (values) => Object.fromEntries(names.map((name, index) => [name, values[index]!]));
  return (values) => {
    const written: Record<string, number> = {};
    for (let index = 0; index < names.length; index++) written[names[index]!] = values[index]!;
    return written;
  };
}
