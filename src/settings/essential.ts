/** The settings of a configuration that a person would write: those that are not defaults. */
import { optimizers } from "../functions/optimizers.js";
import { checkConfig, configInput } from "./configuration.js";
import type { Config, ConfigInput } from "./generated/types.js";

/** Settings that say where a network is computed, not what. */
const ofHost = ["build", "threads"];

/**
 * The settings that are not defaults, as a person would write them. `checkConfig` of them gives `config` again, except
 * for build and threads, which change no bit.
 */
export function essentialConfig(config: Config): ConfigInput {
  const given = configInput(config);
  const layers = given.layers.map((layer, index) => {
    if (typeof layer === "number") return layer;
    const { trainable, ...rest } = layer;
    const own = { ...rest, ...(trainable === false && { trainable }) };
    const isPlain = index > 0 && Object.keys(own).length === 2 && own.activation === "sigmoid";
    return isPlain ? own.units : own;
  });
  const defaults: Record<string, unknown> = {
    ...configInput(checkConfig({ layers, optimizer: kindOf(given) })),
  };
  const others = Object.entries(given).filter(
    ([name, value]) =>
      name !== "layers" && !ofHost.includes(name) && JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  return { layers, ...Object.fromEntries(others), optimizer: briefOptimizer(config) } as ConfigInput;
}

const kindOf = ({ optimizer }: ConfigInput) => ({ kind: (optimizer as { kind: "sgd" }).kind });

/** The optimiser's kind, its learning rate, and its settings that are not defaults of the kind. */
function briefOptimizer({ optimizer, layers, loss }: Config): ConfigInput["optimizer"] {
  const { kind, learningRate } = optimizer;
  const list = [layers[0]!.inputs, ...layers.map(({ units, activation }) => ({ units, activation }))];
  const defaults: Record<string, unknown> = {
    ...checkConfig({ layers: list, loss, optimizer: { kind } }).optimizer,
  };
  const others = Object.entries(optimizer).filter(
    ([name, value]) => name !== "learningRate" && name !== "kind" && defaults[name] !== value,
  );
  const rate = optimizers[kind].findsSteps ? {} : { learningRate }; // it finds its step sizes itself
  return { kind, ...rate, ...Object.fromEntries(others) } as ConfigInput["optimizer"];
}
