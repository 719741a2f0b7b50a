/** Traces of the presets, for tests of what shows them. */
import { type PresetName, presetNetwork, presetOf } from "../../../../src/explain/presets.js";
import { trace, type Trace } from "../../../../src/explain/trace.js";

export function traceOf(name: PresetName): Trace {
  const preset = presetOf(name);
  const network = presetNetwork(preset);
  try {
    const sample = { inputs: preset.inputs[0]!, targets: preset.targets[0]! };
    return trace(network, sample, { names: preset.names });
  } finally {
    network.dispose();
  }
}
