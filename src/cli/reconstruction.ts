/** The reconstruction of an autoencoder: its error, and pairs of images, original and reconstructed. */
import { drawImages } from "../report/images.js";
import type { Dataset } from "../data/dataset.js";
import type { Network } from "../train/network.js";
import { regressionMetrics } from "../train/evaluation/metrics.js";
import type { DataNotes } from "../readers/notes.js";
import { wantsColour, widthOf } from "./say.js";

/** Pairs of images to draw. */
const drawnPairs = 4;

/** Lines below the report of an autoencoder; an empty list for other networks. */
export function reconstructionReport(network: Network, shown: Dataset, notes: DataNotes): string[] {
  if (!shown.isAutoencoder) return [];
  const narrowest = Math.min(...network.config.layers.map(({ units }) => units));
  const outputs = network.predict(shown);
  const flat = new Float64Array(shown.rows * shown.columns);
  outputs.forEach((row, index) => flat.set(row, index * shown.columns));
  const { rmse, mae } = regressionMetrics(shown.inputs, flat);
  const lines = [
    `reconstruction error  rmse ${rmse.toFixed(4)}  mae ${mae.toFixed(4)}, in the units of the data ` +
      `(${shown.columns} inputs through ${narrowest} units)`,
  ];
  if (!notes.image || !(shown.inputs instanceof Uint8Array)) return lines;
  const pairs = Math.min(drawnPairs, shown.rows);
  const pixels = new Uint8ClampedArray(2 * pairs * shown.columns); // rounds, and keeps to 0 … 255
  const captions: string[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const input = shown.inputs.subarray(pair * shown.columns, (pair + 1) * shown.columns);
    pixels.set(input, 2 * pair * shown.columns);
    pixels.set(outputs[pair]!, (2 * pair + 1) * shown.columns);
    captions.push("input", "output");
  }
  const options = { columns: widthOf(process.stdout), colour: wantsColour(process.stdout) };
  return [...lines, "", drawImages(new Uint8Array(pixels.buffer), notes.image, captions, options)];
}
