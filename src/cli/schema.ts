/**
 * The config file as a JSON Schema, by which editors complete and check it: read off the very checks that a
 * file goes through, with what `meanings.ts` says of each setting. scripts/settings.mjs writes it to
 * chainrule.schema.json. Rules between settings (a loss and its output layer, lbfgs and dropout) are not in it.
 */
import type * as v from "valibot";
import { networkEntries } from "../network/config.js";
import { layerForms, usualAlpha } from "../network/layers.js";
import { trainingEntries } from "../train/settings.js";
import { meaningOf } from "./meanings.js";
import { fileEntries, schemaKey } from "./settings.js";

export type JsonSchema = Record<string, unknown>;

/** As much of valibot's schemas and actions as is read here. */
interface Node {
  type: string;
  pipe?: readonly Node[];
  wrapped?: Node;
  default?: unknown;
  entries?: Record<string, Node>;
  options?: readonly unknown[];
  literal?: unknown;
  item?: Node;
  value?: Node;
  requirement?: number;
  metadata?: { forms?: readonly Node[] };
}

/** The schema of a whole file (draft 2020-12). */
export function configFileSchema(): JsonSchema {
  const { layers: _, ...network } = networkEntries;
  const entries = { ...fileEntries, ...network, ...trainingEntries } as unknown as Record<string, Node>;
  const properties = Object.entries(entries).map(([name, node]) => [name, described(name, node)]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Chainrule's config file",
    description: "What `chainrule train config.json` reads. Everything may be left out.",
    type: "object",
    properties: {
      [schemaKey]: { description: meaningOf(schemaKey), type: "string" },
      layers: layersSchema(),
      ...Object.fromEntries(properties),
    },
    additionalProperties: false,
  };
}

/** The list of layers, whose checks are a function: see layers.ts. */
function layersSchema(): JsonSchema {
  const units = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  const form = (entries: v.GenericSchema) => jsonSchemaOf(entries as unknown as Node, "layers[i]");
  const withAlpha = {
    properties: { activation: { enum: Object.keys(usualAlpha) } },
    required: ["activation"],
  };
  const layer = { ...form(layerForms.other), dependentSchemas: { alpha: withAlpha } };
  return {
    description: meaningOf("layers"),
    type: "array",
    minItems: 2,
    prefixItems: [{ anyOf: [units, form(layerForms.input)] }],
    items: { anyOf: [units, layer] },
  };
}

/** A setting with what it means. */
function described(path: string, node: Node): JsonSchema {
  const description = meaningOf(path);
  return { ...(description !== undefined && { description }), ...jsonSchemaOf(node, path) };
}

function jsonSchemaOf(node: Node, path: string): JsonSchema {
  const { pipe } = node;
  if (node.type === "optional") {
    const { default: usual } = node;
    return { ...jsonSchemaOf(node.wrapped!, path), ...(usual !== undefined && { default: usual }) };
  }
  const forms = pipe?.find(({ metadata }) => metadata?.forms)?.metadata!.forms;
  if (forms) return { anyOf: forms.map((form) => jsonSchemaOf(form, path)) };
  if (pipe) return Object.assign({}, ...pipe.map((part) => partOf(part, path))) as JsonSchema;
  return partOf(node, path);
}

/** What one schema, or one check in a pipe, says. */
function partOf(node: Node, path: string): JsonSchema {
  const { requirement = 0 } = node;
  switch (node.type) {
    case "number":
    case "string":
    case "boolean":
    case "integer":
      return { type: node.type };
    case "min_value":
      return Number.isFinite(requirement) ? { minimum: requirement } : {};
    case "max_value":
      return Number.isFinite(requirement) ? { maximum: requirement } : {};
    case "gt_value":
      return Number.isFinite(requirement) ? { exclusiveMinimum: requirement } : {};
    case "lt_value":
      return Number.isFinite(requirement) ? { exclusiveMaximum: requirement } : {};
    case "picklist":
      return { enum: node.options };
    case "literal":
      return { const: node.literal };
    case "union":
      return { anyOf: node.options!.map((option) => jsonSchemaOf(option as Node, path)) };
    case "array":
      return { type: "array", items: jsonSchemaOf(node.item!, path) };
    case "record":
      return { type: "object", additionalProperties: jsonSchemaOf(node.value!, path) };
    case "strict_object":
      return objectSchema(node.entries!, path);
    case "finite": // no number in JSON is anything else
    case "custom": // that it is an object, which comes next
    case "unknown":
      return {};
    default:
      throw new Error(`${path}: no JSON Schema is known for ${node.type}`);
  }
}

function objectSchema(entries: Record<string, Node>, path: string): JsonSchema {
  const names = Object.keys(entries);
  const { kind } = entries;
  const [only] = (kind?.wrapped ?? kind)?.options ?? [];
  const pathOf = (name: string) => {
    const ofKind = `${path}.${String(only)}.${name}`;
    return meaningOf(ofKind) === undefined ? `${path}.${name}` : ofKind;
  };
  const required = names.filter((name) => entries[name]!.type !== "optional");
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, described(pathOf(name), entries[name]!)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}
