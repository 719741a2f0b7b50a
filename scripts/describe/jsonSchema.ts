/**
 * The config file as a JSON Schema (draft 2020-12), with which editors complete and check it. It is made from the same
 * records that check a file. It leaves out rules between settings (a loss and its output layer, lbfgs and dropout).
 */
import { activationNames, activations } from "../../src/functions/activations.js";
import { allGroups, schemaKey } from "../../src/settings/fileRecords.js";
import type {
  Details,
  DetailSetting,
  Group,
  Kind,
  KindsKind,
  LayersKind,
  NumberKind,
} from "../../src/settings/kinds.js";

export type JsonSchema = Record<string, unknown>;

export const schemaMeaning = "where editors find this schema; chainrule ignores it";

/** The schema of a whole file. */
export function configFileSchema(groups: readonly Group[] = allGroups): JsonSchema {
  const settings = groups.flatMap((group) => Object.entries(group.settings));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Chainrule's config file",
    description: "What `chainrule train config.json` reads. Every key is optional.",
    type: "object",
    properties: {
      [schemaKey]: { description: schemaMeaning, type: "string" },
      ...Object.fromEntries(settings.map(([name, one]) => [name, described(one)])),
    },
    additionalProperties: false,
  };
}

/** A setting with its meaning and default. */
function described(setting: DetailSetting): JsonSchema {
  const { meaning, default: usual } = setting;
  return { description: meaning, ...schemaOf(setting), ...(usual !== undefined && { default: usual }) };
}

function schemaOf(kind: Kind): JsonSchema {
  switch (kind.type) {
    case "number":
    case "integer":
      return { type: kind.type, ...limitsOf(kind) };
    case "choice":
      return { enum: kind.names };
    case "flag":
      return { type: "boolean" };
    case "text":
      return { type: "string" };
    case "word":
      return { const: kind.word };
    case "list":
      return { type: "array", items: schemaOf(kind.of) };
    case "named":
      return { type: "object", additionalProperties: schemaOf(kind.of) };
    case "either":
      return { anyOf: kind.forms.map(schemaOf) };
    case "object": {
      const { details, short, off } = kind;
      const forms = [
        ...(short === undefined ? [] : [schemaOf(details[short]!)]),
        objectSchema(details),
        ...(off === undefined ? [] : [{ const: off }]),
      ];
      return forms.length === 1 ? forms[0]! : { anyOf: forms };
    }
    case "kinds":
      return { anyOf: kindForms(kind) };
    case "layers":
      return layersSchema(kind);
    case "any":
      return kind.schema ? schemaOf(kind.schema) : {};
  }
}

function limitsOf({ type, above, least, below, most }: NumberKind): JsonSchema {
  const widest = type === "integer" ? Number.MAX_SAFE_INTEGER : undefined;
  const highest = most ?? (below === undefined ? widest : undefined);
  return {
    ...(least !== undefined && { minimum: least }),
    ...(above !== undefined && { exclusiveMinimum: above }),
    ...(highest !== undefined && { maximum: highest }),
    ...(below !== undefined && { exclusiveMaximum: below }),
  };
}

function objectSchema(details: Details, kind?: JsonSchema): JsonSchema {
  const required = Object.entries(details)
    .filter(([, one]) => one.required)
    .map(([name]) => name);
  const needsKind = kind !== undefined && kind.default === undefined;
  const all = [...(needsKind ? ["kind"] : []), ...required];
  return {
    type: "object",
    properties: {
      ...(kind && { kind }),
      ...Object.fromEntries(Object.entries(details).map(([name, one]) => [name, described(one)])),
    },
    ...(all.length > 0 && { required: all }),
    additionalProperties: false,
  };
}

/** The names alone, for kinds that need no details, and an object for each kind. */
function kindForms({ kinds, shared, usualKind }: KindsKind): JsonSchema[] {
  const needsDetails = (details: Details) => Object.values(details).some(({ required }) => required);
  const alone = Object.keys(kinds).filter((name) => !needsDetails(kinds[name]!));
  const objects = Object.entries(kinds).map(([name, details]) =>
    objectSchema(
      { ...shared, ...details },
      { description: "its name", enum: [name], ...(name === usualKind && { default: name }) },
    ),
  );
  return [{ enum: alone }, ...objects];
}

/** The list of layers: the inputs, then the others; alpha goes with the activations that take one. */
function layersSchema({ first, other }: LayersKind): JsonSchema {
  const [units, layer] = schemaOf(other).anyOf as [JsonSchema, JsonSchema];
  const withAlpha = activationNames.filter((name) => activations[name].alpha);
  const rule = { properties: { activation: { enum: withAlpha } }, required: ["activation"] };
  return {
    type: "array",
    minItems: 2,
    prefixItems: [schemaOf(first)],
    items: { anyOf: [units, { ...layer, dependentSchemas: { alpha: rule } }] },
  };
}
