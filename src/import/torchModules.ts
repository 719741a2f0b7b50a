/** Modules of PyTorch as text: what `print(model)` prints, or the Python that made them. */
import { ConfigError } from "../errors.js";
import {
  type ActivationName,
  activationFormulas,
  activationNames,
  activations,
} from "../functions/activations.js";
import { show } from "../wording.js";
import { outOfScope, type Refuse } from "./refusal.js";
import type { Step } from "./steps.js";

/** A module: `Linear(4, 8, bias=True)`. */
export interface TorchModule {
  readonly name: string;
  readonly args: readonly string[];
  readonly named: Readonly<Record<string, string>>;
  /** What it does; none for a module with weights, and for one that does nothing. */
  readonly step?: Step;
}

/** Modules with weights. */
const weighted = ["Linear", "BatchNorm1d"];
/** Modules that do nothing to a row; Identity is an activation here. */
const idle = ["Flatten"];

/** A module without modules in it: a name and what is in its parentheses. */
const leaf = /([A-Z]\w{0,40})\(([^()]{0,300})\)/g;
/** Longer texts are no description of a perceptron. */
const mostLetters = 1_000_000;

/** The modules that a text names, in their order. @throws ModelError for one that is not known, by its name */
export function modulesIn(text: string, refuse: Refuse): TorchModule[] {
  if (typeof text !== "string" || text.length > mostLetters) {
    throw refuse("module", "text such as nn.Sequential(nn.Linear(4, 8), nn.ReLU())", show(text));
  }
  const modules = [...text.matchAll(leaf)].map(([, name, inside]) => moduleOf(name!, inside!));
  if (modules.length === 0) throw refuse("module", "an nn.Sequential of modules", show(text), outOfScope);
  return modules.map((one) => known(one, refuse));
}

/** The module of an activation that is given by its name here, or by PyTorch's. @throws ConfigError */
export function activationNamed(given: string): TorchModule {
  const name = String(given).trim();
  if (Object.hasOwn(activations, name)) {
    return { name, args: [], named: {}, step: activationStep(name as ActivationName, undefined) };
  }
  const [, torch = "", inside = ""] = /^(?:torch\.)?(?:nn\.)?(\w+)(?:\(([^()]*)\))?$/.exec(name) ?? [];
  const one = moduleOf(torch, inside);
  const step = activationOf(one);
  if (step) return { ...one, step };
  throw new ConfigError({
    setting: "activations",
    expected: `names of activations (${activationNames.join(", ")}) or modules such as "LeakyReLU(0.2)"`,
    got: show(given),
  });
}

function moduleOf(name: string, inside: string): TorchModule {
  const args: string[] = [];
  const named: Record<string, string> = {};
  for (const part of inside.split(",").map((one) => one.trim())) {
    const [key, value] = part.split("=").map((one) => one.trim());
    if (value !== undefined && /^\w+$/.test(key!) && key !== "__proto__") named[key!] = value;
    else if (part !== "") args.push(part);
  }
  return { name, args, named };
}

function known(one: TorchModule, refuse: Refuse): TorchModule {
  const { name, args, named } = one;
  if (weighted.includes(name) || idle.includes(name)) return one;
  if (name === "Dropout") {
    const rate = Number(named.p ?? args[0] ?? 0.5);
    return { ...one, step: { kind: "dropout", where: "module Dropout", rate } };
  }
  const step = activationOf(one);
  if (step) return { ...one, step };
  const names = activationNames.flatMap((activation) => torchNameOf(activation) ?? []);
  const all = [...weighted, ...idle, "Dropout", ...new Set(names)].join(", ");
  throw refuse(
    "module",
    `one of ${all}`,
    show(`${name}(${[...args, ...Object.values(named)].join(", ")})`),
    outOfScope,
  );
}

/** `LeakyReLU` for leakyRelu; null where PyTorch has none. */
function torchNameOf(activation: ActivationName): string | null {
  return activationFormulas[activation].torch?.(1).split("(")[0] ?? null;
}

/** The step of an activation module; null for a module that is no activation, or computes another function. */
function activationOf({ name, args, named }: TorchModule): Step | null {
  const activation = activationNames.find((one) => torchNameOf(one) === name);
  if (!activation || (named.approximate ?? "'none'").replaceAll(/["']/g, "") !== "none") return null;
  if (Number(named.beta ?? (activation === "softplus" ? args[0] : undefined) ?? 1) !== 1) return null;
  if (activation === "softmax" && !["-1", "1", "None"].includes(named.dim ?? args[0] ?? "None")) return null;
  if (!activations[activation].alpha) return activationStep(activation, undefined);
  // as PyTorch has them: 0.01 for LeakyReLU and 1 for ELU, which are ours too
  const alpha = Number(named.negative_slope ?? named.alpha ?? args[0] ?? activations[activation].alpha.usual);
  return alpha >= 0 && alpha < Infinity ? activationStep(activation, alpha) : null;
}

function activationStep(activation: ActivationName, alpha: number | undefined): Step {
  return { kind: "activation", where: `module ${torchNameOf(activation) ?? activation}`, activation, alpha };
}
