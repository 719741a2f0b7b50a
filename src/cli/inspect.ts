/** `chainrule inspect`: what a model is: layers with sizes and costs, settings, scaling, columns. */
import { formatTable } from "../report/table.js";
import { configInput } from "../train/settings.js";
import { openModel } from "./model.js";
import { answer, type OutputFlags } from "./say.js";

export async function inspectCommand(model: string, flags: OutputFlags): Promise<void> {
  const { network, notes } = openModel(model);
  const { config } = network;
  const size = config.precision === "float64" ? 8 : 4;
  const layers = config.layers.map((layer, index) => {
    const { weights, biases } = network.parameters()[index]!;
    return {
      ...layer,
      parameters: weights.length + biases.length,
      bytes: (weights.length + biases.length) * size,
      flopsPerSample: 2 * weights.length,
    };
  });
  const total = (key: "parameters" | "bytes" | "flopsPerSample") =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  const document = {
    model,
    layers,
    parameters: total("parameters"),
    bytes: total("bytes"),
    flopsPerSample: total("flopsPerSample"),
    config: configInput(config),
    scalers: network.scalers,
    notes,
    weightsSha256: await network.weightsSha256(),
  };
  answer(flags, document, () => {
    const number = (value: number) => value.toLocaleString("en");
    const rows = layers.map((layer, index) => [
      String(index + 1),
      `${layer.inputs} → ${layer.units}`,
      layer.activation + (layer.trainable ? "" : " (frozen)"),
      number(layer.parameters),
      number(layer.bytes),
      number(layer.flopsPerSample),
    ]);
    const sums = [
      "",
      "",
      "total",
      number(document.parameters),
      number(document.bytes),
      number(document.flopsPerSample),
    ];
    const table = formatTable(
      [["layer", "shape", "activation", "parameters", "bytes", "forward flops/sample"], ...rows, sums],
      { align: ["right", "left", "left", "right", "right", "right"] },
    );
    const { layers: _layers, ...settings } = configInput(config);
    const lines = Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]);
    const { inputs, targets } = network.scalers;
    const about = [
      ["input scaling", inputs?.kind ?? "none"],
      ["target scaling", targets?.kind ?? "none"],
      [
        "inputs",
        notes.schema ? notes.schema.inputs.map(({ name }) => name).join(", ") : String(network.inputs),
      ],
      ["classes", notes.classes?.join(", ") ?? "none"],
      ["weights sha256", document.weightsSha256],
    ];
    return [...table, "", ...formatTable([...lines, ...about])].join("\n");
  });
}
