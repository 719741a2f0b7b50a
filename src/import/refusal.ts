/** The error about a file that an importer does not know, and small checks of what a file says. */
import { ModelError } from "../errors.js";

/** Makes the error that says what is wrong with a file. @param where "" for the whole file */
export type Refuse = (where: string, expected: string, got: string, advice?: string) => ModelError;

/** @param name of the file */
export function refusalOf(name: string): Refuse {
  return (where, expected, got, advice = "Save the model again with the program that made it.") =>
    new ModelError(`${name}: ${where === "" ? "" : `${where}: `}expected ${expected}, got ${got}. ${advice}`);
}

/** What to do about something that perceptrons do not have. */
export const outOfScope =
  "Chainrule has perceptrons only: take this part out of the model, or keep that part in its own program.";

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The own property of an object, where it is one; undefined for none. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A size: a whole number from 1 to 2³¹ − 1. */
export function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) < 2 ** 31;
}
