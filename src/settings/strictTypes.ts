/**
 * Types that refuse wrong settings at the call of `Network.create` and `fit`. Written in place, a configuration has to
 * be right in full. From a variable, its names may have the type `string` and its layers an unknown length; the types
 * refuse only what must be wrong there, and the checks at run time refuse the rest.
 */
import type { ActivationName } from "../functions/activations.js";
import type { LossName } from "../functions/losses.js";
import type { Config, ConfigInput, InputLayer, LayersAndLoss, TrainingInput } from "./generated/types.js";

/** A configuration written in place: layers that fit each other and the loss. */
export type StrictConfig = ConfigInput & LayersAndLoss;

/** A configuration from a variable: `unknown` where it can be right, and `never` where it cannot. */
export type PossibleConfig<Given> = Given extends Config
  ? unknown
  : Given extends {
        /** Units of each layer, inputs first. */
        readonly layers: readonly unknown[];
      }
    ? [WrongNames<Given, ConfigInput> | WrongLayers<Given>] extends [never]
      ? unknown
      : never
    : never;

/**
 * Settings of `fit` from a variable: `unknown` where they can be right, and `never` where they cannot. `Others` are
 * callbacks and what else is no plain value.
 */
export type PossibleSettings<Given, Others> = [WrongNames<Omit<Given, keyof Others>, TrainingInput>] extends [
  never,
]
  ? Pick<Given, keyof Given & keyof Others> extends Others
    ? unknown
    : never
  : never;

/** Names of the settings that are unknown, or whose values are wrong. */
type WrongNames<Given, Wanted> = {
  [Name in keyof Given]-?: Name extends keyof Wanted
    ? IsWrong<Given[Name], boolean extends Given[Name] ? Wanted[Name] | boolean : Wanted[Name]> extends false
      ? never
      : Name
    : Name;
}[keyof Given];

/** `true` for each part of a union that is not wanted; a `string` may be one of the names. */
type IsWrong<Given, Wanted> = Given extends string
  ? IsNever<string extends Given ? Extract<Wanted, string> : Extract<Given, Wanted>>
  : Given extends readonly (infer Part)[]
    ? IsWrong<Part, Extract<Wanted, readonly unknown[]>[number]>
    : IsNever<Given extends object ? Fitting<Given, Wanted> : Extract<Given, Wanted>>;

type IsNever<Given> = [Given] extends [never] ? true : false;

/** The forms of an object that have all its details. */
type Fitting<Given, Wanted> = Wanted extends object
  ? [WrongNames<Given, Wanted>] extends [never]
    ? Named<Given> extends Wanted
      ? Wanted
      : never
    : never
  : never;

/** The same with `never`, which goes with every name, instead of `string` and of types that have all names. */
type Named<Given> = string extends Given
  ? never
  : [ActivationName] extends [Given]
    ? never
    : [LossName] extends [Given]
      ? never
      : Given extends object
        ? { readonly [Name in keyof Given]: Named<Given[Name]> }
        : Given;

/** "layers" where their number is known and they do not fit each other or the loss. */
type WrongLayers<Given extends { readonly layers: readonly unknown[] }> =
  number extends Given["layers"]["length"]
    ? never
    : Named<Pick<Given, keyof Given & ("layers" | "loss")>> extends LayersAndLoss
      ? IsWrong<Given["layers"][0], number | InputLayer> extends false
        ? never
        : "layers"
      : "layers";
