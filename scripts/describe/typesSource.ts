/**
 * Writes the TypeScript types of the settings, with a docstring and the default of each, from their records. The
 * build puts them into `src/settings/generated/types.ts`, so that the published declarations are plain interfaces.
 */
import { activationNames, activations } from "../../src/functions/activations.js";
import { lossNames, losses } from "../../src/functions/losses.js";
import { expectedOf } from "../../src/settings/expected.js";
import type {
  ChoiceKind,
  DetailSetting,
  Details,
  EitherKind,
  Group,
  Kind,
  KindsKind,
  ObjectKind,
  Setting,
} from "../../src/settings/kinds.js";
import { layerKind, inputLayerKind } from "../../src/settings/networkRecords.js";
import { count } from "../../src/settings/limits.js";

/** Types that are declared elsewhere, by the file to import them from. */
const imported: Readonly<Record<string, string>> = {
  ActivationName: "../../functions/activations.js",
  LossName: "../../functions/losses.js",
  Monitor: "../../functions/metrics.js",
  OptimizerKind: "../../functions/optimizers.js",
  ScheduleName: "../../functions/schedules.js",
  BuildName: "../buildNames.js",
};

type Form = "input" | "complete";

/** The text of the module of types. */
export function typesSource(groups: readonly Group[]): string {
  const all = groups.flatMap(({ settings }) => Object.entries(settings));
  const of = (scope: Setting["scope"]) => all.filter(([, one]) => one.scope === scope);
  const declared = new Map<string, string>();
  for (const [, setting] of all) declare(setting, declared);
  const network = of("network").filter(([name]) => name !== "layers");
  const parts = [
    header,
    ...declared.values(),
    layersSource(),
    interfaceOf("NetworkInput", "The settings of a network, as `Network.create` takes them.", [
      layersInput,
      ...network.map(([name, one]) => property(name, one, "input")),
    ]),
    interfaceOf("NetworkConfig", "The settings of a network, complete.", [
      layersComplete,
      ...network.map(([name, one]) => property(name, one, "complete")),
    ]),
    interfaceOf(
      "TrainingInput",
      "The settings of a training, as `fit` takes them beside callbacks; `Network.create` takes them too.",
      of("training").map(([name, one]) => property(name, one, "input")),
    ),
    interfaceOf(
      "TrainingConfig",
      "The settings of a training, complete.",
      of("training").map(([name, one]) => property(name, one, "complete")),
    ),
    "/** All settings of a network and its training, complete: the effective configuration. */\nexport interface Config extends NetworkConfig, TrainingConfig {}\n",
    "/** What `Network.create` takes: layers, and any of the other settings. */\nexport interface ConfigInput extends NetworkInput, TrainingInput {}\n",
  ];
  const text = parts.join("\n");
  const imports = Object.entries(imported)
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
    .map(([name, file]) => `import type { ${name} } from "${file}";`);
  return text.replace("// imports\n", `${imports.join("\n")}\n`);
}

const header = `/** Made by scripts/settings.mjs from the records in src/settings. */
// imports
`;

const layersInput = [
  '/** Units of each layer, inputs first: `[784, { units: 128, activation: "relu" }, 10]`. A number is a layer with the defaults. */',
  "readonly layers: readonly (number | LayerInput)[];",
];
const layersComplete = [
  "/** All layers but the inputs. */",
  "readonly layers: readonly LayerConfig[];",
  "/** Fraction of the inputs that each training step leaves out. */",
  "readonly inputDropout: number;",
];

function interfaceOf(name: string, doc: string, properties: readonly (readonly string[])[]): string {
  const body = properties.flatMap((lines) => lines.map((line) => `  ${line}`));
  return [`/** ${doc} */`, `export interface ${name} {`, ...body, "}", ""].join("\n");
}

/** Docstring and declaration of a property. */
function property(name: string, setting: DetailSetting, form: Form): string[] {
  const isOptional = form === "input" ? !setting.required : !isComplete(setting);
  const type = typeOf(setting, form) + (isOptional ? " | undefined" : "");
  return [`/** ${docOf(setting, form)} */`, `readonly ${name}${isOptional ? "?" : ""}: ${type};`];
}

/** Whether a complete configuration always has a value: it has a default, or one that depends on other settings. */
function isComplete({ required, default: usual, completed }: DetailSetting): boolean {
  return required === true || usual !== undefined || completed === true;
}

/** The meaning as a sentence, and in inputs the limits and the default. */
export function docOf(setting: DetailSetting, form: Form = "input"): string {
  const meaning = capitalised(setting.meaning);
  const limits = setting.type === "number" || setting.type === "integer" ? limitsOf(setting) : "";
  if (form === "complete") return `${meaning}.`;
  const usual = setting.usual ?? (setting.default === undefined ? "" : literal(setting.default));
  const words = setting.required ? " Required." : usual ? ` (default: ${usual.replaceAll("`", "")})` : "";
  return `${meaning}${limits ? `; ${limits}` : ""}${words.startsWith(" (") ? `${words}.` : `.${words}`}`;
}

/** With a capital at the beginning, unless that is a symbol. */
function capitalised(text: string): string {
  return /^[a-z]\w/.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text;
}

function limitsOf(kind: Kind): string {
  return expectedOf(kind)
    .replace(/^a finite number ?/, "")
    .replace(/^a number /, "");
}

function literal(value: unknown): string {
  return JSON.stringify(value);
}

/** The TypeScript type of a kind. */
export function typeOf(kind: Kind, form: Form): string {
  switch (kind.type) {
    case "number":
    case "integer":
      return "number";
    case "flag":
      return "boolean";
    case "text":
      return "string";
    case "word":
      return literal(kind.word);
    case "choice":
      return kind.typeName ?? kind.names.map(literal).join(" | ");
    case "list":
      return `readonly ${grouped(typeOf(kind.of, form))}[]`;
    case "named":
      return `Readonly<Record<string, ${typeOf(kind.of, form)}>>`;
    case "either":
      return kind.typeName ?? kind.forms.map((one) => typeOf(one, form)).join(" | ");
    case "object":
      return form === "complete" && kind.off !== undefined
        ? `${kind.types![form]} | ${literal(kind.off)}`
        : kind.types![form];
    case "kinds":
      return kind.types![form];
    case "layers":
      return "readonly (number | LayerInput)[]";
    case "any":
      return kind.typeName;
  }
}

/** The type of the detail that a value sets if it is not an object. */
function shortOf({ short, details }: ObjectKind): string[] {
  return short === undefined ? [] : [typeOf(details[short]!, "input")];
}

function grouped(type: string): string {
  return type.includes("|") ? `(${type})` : type;
}

/** Declares the types that a kind names. */
function declare(setting: Setting, into: Map<string, string>): void {
  if (setting.type === "choice" || setting.type === "either") declareAlias(setting, setting.meaning, into);
  if (setting.type === "object" && setting.types) {
    const { input, complete } = setting.types;
    const about = capitalised(setting.meaning);
    const forms = [...shortOf(setting), ...(setting.off === undefined ? [] : [literal(setting.off)])];
    const body = propertiesOf(setting.details, "input").flat();
    const object = `{\n${body.map((line) => `      ${line}`).join("\n")}\n    }`;
    into.set(input, `/** ${about}. */\nexport type ${input} =\n  | ${[...forms, object].join("\n  | ")};\n`);
    into.set(
      complete,
      interfaceOf(complete, `${about}; complete.`, propertiesOf(setting.details, "complete")),
    );
  }
  if (setting.type === "kinds" && setting.types) declareKinds(setting, setting.meaning, into);
}

function declareAlias(
  kind: (ChoiceKind | EitherKind) & Kind,
  meaning: string,
  into: Map<string, string>,
): void {
  const { typeName } = kind;
  if (typeName === undefined || !/^\w+$/.test(typeName) || Object.hasOwn(imported, typeName)) return;
  const { typeName: _, ...plain } = kind;
  const about = capitalised(meaning);
  into.set(typeName, `/** ${about}. */\nexport type ${typeName} = ${typeOf(plain as Kind, "input")};\n`);
}

function propertiesOf(details: Details, form: Form): string[][] {
  return Object.entries(details).map(([name, one]) => property(name, one, form));
}

/** A union with one object for each kind. */
function declareKinds(kind: KindsKind, meaning: string, into: Map<string, string>): void {
  const { input, complete, name } = kind.types!;
  const about = capitalised(meaning);
  if (name !== undefined && !Object.hasOwn(imported, name)) {
    const names = Object.keys(kind.kinds).map(literal).join(" | ");
    into.set(name, `/** A name: ${meaning}. */\nexport type ${name} = ${names};\n`);
  }
  for (const form of ["input", "complete"] as const) {
    const members = alike(kind, form).map(([names, details]) => {
      const isOptional = form === "input" && names.includes(kind.usualKind ?? "");
      const union = names.map(literal).join(" | ");
      const named = `readonly kind${isOptional ? "?" : ""}: ${union}${isOptional ? " | undefined" : ""};`;
      const shared = propertiesOf(kind.shared ?? {}, form);
      const lines = [["/** Its name. */", named], ...shared, ...propertiesOf(details, form)].flat();
      return `  | {\n${lines.map((line) => `      ${line}`).join("\n")}\n    }`;
    });
    if (form === "input") members.unshift(`  | ${name}`);
    const type = form === "input" ? input : complete;
    into.set(
      type,
      `/** ${about}${form === "complete" ? "; complete" : ""}. */\nexport type ${type} =\n${members.join("\n")};\n`,
    );
  }
}

/** Groups names with the same details. The name that an object may leave out is in a group alone. */
function alike({ kinds, usualKind }: KindsKind, form: Form): [names: string[], details: Details][] {
  const groups = new Map<string, [string[], Details]>();
  for (const [name, details] of Object.entries(kinds)) {
    const key = name === usualKind ? name : propertiesOf(details, form).flat().join("\n");
    const group = groups.get(key);
    if (group) group[0].push(name);
    else groups.set(key, [[name], details]);
  }
  return [...groups.values()];
}

/** The types of layers. Rules between a layer's place, its activation and the loss are in `LayersAndLoss`. */
function layersSource(): string {
  const { tied, ...details } = layerKind.details;
  const complete = Object.entries({
    inputs: {
      ...count,
      required: true as const,
      meaning: "units of the layer below, or inputs: rows of the weights",
    },
    columns: {
      ...count,
      meaning: "columns of the data, in the first layer where `inputBins` makes more inputs of them",
    },
    ...details,
  }).map(([name, one]) => property(name, one, "complete"));
  const index = [
    "/** Index of the earlier layer whose weights it uses, transposed; 1 is the first after the inputs. */",
    "readonly tied?: number | undefined;",
  ];
  const ofRow = activationNames
    .filter((name) => activations[name].isOfRow)
    .map(literal)
    .join(" | ");
  const withPartner = lossNames.filter((name) => losses[name].partner);
  const partners = withPartner.map(
    (name) =>
      `  | {
      /** What training minimises. */
      readonly loss: ${literal(name)};
      /** Units of each layer, inputs first; the last layer is ${losses[name].partner}. */
      readonly layers: LayersTo<${literal(losses[name].partner)}>;
    }`,
  );
  return [
    interfaceOf(
      "InputLayer",
      "The inputs, as the first of the layers.",
      propertiesOf(inputLayerKind.details, "input"),
    ),
    interfaceOf(
      "LayerInput",
      "A layer as users write it. The first of the list is the inputs: it takes `units`, `dropout` and `name` only.",
      propertiesOf({ ...details, tied }, "input"),
    ),
    interfaceOf("LayerConfig", "A layer that computes, complete.", [...complete, index]),
    `/** Any layer between the inputs and the last. */
export interface HiddenLayer extends LayerInput {
  readonly activation?: Exclude<ActivationName, ${ofRow}> | undefined;
}

/** Layers whose last one has one of some activations. */
export type LayersTo<Activation extends ActivationName> = readonly [
  inputs: number | InputLayer,
  ...hidden: readonly (number | HiddenLayer)[],
  outputs:
    | number
    | (LayerInput & {
        /** The function that its units apply. */
        readonly activation?: Activation | undefined;
      }),
];

/** Layers, and a loss that goes with the last of them. */
export type LayersAndLoss =
  | {
      /** What training minimises. */
      readonly loss?: Exclude<LossName, ${withPartner.map(literal).join(" | ")}> | undefined;
      /** Units of each layer, inputs first. */
      readonly layers: LayersTo<ActivationName>;
    }
${partners.join("\n")};
`,
  ].join("\n");
}
