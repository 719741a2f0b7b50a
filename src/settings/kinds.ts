/**
 * What a setting can be, as plain data. A record says its kind, default and meaning once; `check.ts` checks values
 * by it, `expected.ts` names what is expected, `readText.ts` reads the text of a flag, and `scripts/describe`
 * writes the JSON Schema, the types and the documents. Not here: the settings themselves; see `records.ts`.
 */
import type { Detail } from "../functions/detail.js";

/** A finite number: above < value < below, least ≤ value ≤ most. */
export interface NumberKind extends Pick<Detail, "above" | "least" | "below" | "most"> {
  readonly type: "number" | "integer";
}

/** One of some names. */
export interface ChoiceKind {
  readonly type: "choice";
  readonly names: readonly string[];
  /** Names by other spellings that are accepted: "\\t" for "tab". */
  readonly spellings?: Readonly<Record<string, string>>;
  /** Name of the TypeScript type of these names. */
  readonly typeName?: string;
}

export interface FlagKind {
  readonly type: "flag";
}

export interface TextKind {
  readonly type: "text";
  /** The end of "expected …". */
  readonly expected?: string;
}

/** One word, or `false`, beside other forms. */
export interface WordKind {
  readonly type: "word";
  readonly word: string | false;
}

/** A list of values of one kind. On the command line they are separated by commas, and lists of numbers in it by semicolons. */
export interface ListKind {
  readonly type: "list";
  readonly of: Kind;
  readonly expected?: string;
  /** How a flag is written that gives lists of numbers. */
  readonly example?: string;
}

/** An object with any names and values of one kind, such as weights by class. */
export interface NamedKind {
  readonly type: "named";
  readonly of: Kind;
}

/** A value of any one of several kinds. */
export interface EitherKind {
  readonly type: "either";
  readonly forms: readonly Kind[];
  readonly expected?: string;
  readonly typeName?: string;
  /** How a flag is written where one form has names. */
  readonly example?: string;
}

/** An object of settings, or (for `short`) the value of one of them. */
export interface ObjectKind {
  readonly type: "object";
  readonly details: Details;
  /** The detail that a value sets if it is not an object. */
  readonly short?: string;
  /** The value that turns the whole setting off. */
  readonly off?: false;
  readonly expected: string;
  /** How details are written after a flag. */
  readonly example?: string;
  readonly types?: GeneratedTypes;
}

/** A name with details that depend on it: `"adam"` or `{ kind: "adam", beta1: 0.8 }`. */
export interface KindsKind {
  readonly type: "kinds";
  readonly kinds: Readonly<Record<string, Details>>;
  readonly shared?: Details;
  /** The name that an object without `kind` has. */
  readonly usualKind?: string;
  /** The end of "expected …", for a value that is neither a name nor an object. */
  readonly expected: string;
  /** Whether the command line takes details by position too: `uniform:-0.5,0.5`. */
  readonly byPosition?: true;
  /** Text for the help: how details are written. */
  readonly example: string;
  readonly types?: GeneratedTypes;
}

/** The layers of a network: the first is the inputs, the others compute. `layerChecks.ts` checks how they fit. */
export interface LayersKind {
  readonly type: "layers";
  readonly first: ObjectKind;
  readonly other: ObjectKind;
  readonly expected: string;
}

/** A value that other code checks. */
export interface AnyKind {
  readonly type: "any";
  readonly typeName: string;
  /** What the JSON Schema says about it. */
  readonly schema?: Kind;
}

export type Kind =
  | NumberKind
  | ChoiceKind
  | FlagKind
  | TextKind
  | WordKind
  | ListKind
  | NamedKind
  | EitherKind
  | ObjectKind
  | KindsKind
  | LayersKind
  | AnyKind;

/** Names of the generated TypeScript types of a kind with details. */
export interface GeneratedTypes {
  /** What a user may give; the short forms are added to it where it is used. */
  readonly input: string;
  readonly complete: string;
  /** The names of a kind with details. */
  readonly name?: string;
}

/** One part of a setting, by its name. */
export type Details = Readonly<Record<string, DetailSetting>>;

/** What every record says besides its kind. */
export interface Told {
  /** What the setting does, in one line. */
  readonly meaning: string;
  /** The value of a setting that is not given. */
  readonly default?: unknown;
  /** The default in words, where it depends on something. */
  readonly usual?: string;
  /** Whether a complete configuration always has it, although its default depends on other settings. */
  readonly completed?: true;
  /** The default on the command line in words, if it is different. */
  readonly commandLine?: string;
  /** The flag as the help shows it: `--huber-delta <error>`. */
  readonly flag?: string;
  /** Names by which people look for it. They appear in advice only. */
  readonly alsoCalled?: readonly string[];
  readonly required?: true;
  /** Whether it names files. In a config file the names are relative to that file. */
  readonly isPath?: true;
  /** Whether the flag may be given several times; each gives one text or more. */
  readonly repeats?: true;
}

export type DetailSetting = Kind & Told;

/**
 * Properties of a setting that code asks for, instead of keeping lists of names.
 *
 * - `buffered`: while it is on, kernels keep gradients in buffers
 * - `refusedByLbfgs`: L-BFGS follows one smooth, unchanging function; this would change it
 * - `refusedByLesson`: a lesson is plain gradient descent without it
 * - `notedInTrace`: a trace shows the numbers without it, and says so
 * - `changesLoss`: losses with different values of it cannot be compared
 * - `ofLoss`: some losses take it, others ignore it
 * - `ofModel`: training that starts from a model keeps the model's value
 * - `fixedInSearch`: it stays the same in all trials of a search
 * - `looksAtEpochs`: something may follow from it after each epoch, so epochs are not joined into one call
 * - `trainOnly`: the command `train` takes it, a search does not
 * - `freeInResume`: a training that goes on from a checkpoint may have another value of it: it changes no bit of an epoch
 * - `fixedInResume`: such a training must have the same value: the state of the training belongs to it
 */
export type Trait =
  | "buffered"
  | "refusedByLbfgs"
  | "refusedByLesson"
  | "notedInTrace"
  | "changesLoss"
  | "ofLoss"
  | "ofModel"
  | "fixedInSearch"
  | "looksAtEpochs"
  | "trainOnly"
  | "freeInResume"
  | "fixedInResume";

export type Setting = DetailSetting & {
  /**
   * Who takes it: `network` for `Network.create` only, `training` for `Network.create` and `fit`, `file` for the command
   * line and its config files.
   */
  readonly scope: "network" | "training" | "file";
  readonly traits?: readonly Trait[];
  /** What a line about a training calls it if it is on. */
  readonly called?: string;
};

/** Settings under a heading of the help. */
export interface Group {
  readonly heading: string;
  readonly settings: Readonly<Record<string, Setting>>;
}
