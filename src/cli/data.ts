/**
 * From files to datasets: tells CSV from IDX by content, reads with the schema of a model or makes one, and
 * keeps what a model must remember to read the same kind of file again.
 */
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { decodeText, gunzipIfNeeded, sniff } from "../readers/bytes.js";
import { readCsv, type Separator } from "../readers/csv.js";
import { encode } from "../readers/encode.js";
import { idxDataset, readIdx } from "../readers/idx.js";
import { inferSchema, type Schema } from "../readers/schema.js";
import type { Dataset } from "../data/dataset.js";
import type { Network } from "../train/network.js";
import { readBytes } from "./files.js";

/** What a model remembers of its data. */
export interface DataNotes {
  /** Columns of a CSV file. */
  schema?: Schema;
  /** Between the cells of a CSV file. */
  separator?: Separator;
  /** Names of classes. */
  classes?: readonly string[];
  /** Height and width of images. */
  image?: readonly [number, number];
  /** Whether the inputs were the targets. */
  autoencoder?: true;
  /** The column that said how much each row counted. */
  sampleWeights?: string;
}

/** Separators by the names they have on the command line. */
const separators: Record<string, Separator> = { ",": ",", ";": ";", "|": "|", tab: "\t", "\t": "\t" };

/** A separator by its name, e.g. `tab`. @param where the user gave it, for messages */
export function separatorOf(name: unknown, where: string): Separator | undefined {
  if (name === undefined) return undefined;
  if (typeof name === "string" && Object.hasOwn(separators, name)) return separators[name];
  throw new ConfigError(`${where}: expected ${oneOf([",", ";", "|", "tab"])}, got ${show(name)}.`);
}

export async function readData(path: string): Promise<{ kind: "idx" | "text"; bytes: Uint8Array }> {
  const bytes = await gunzipIfNeeded(readBytes(path), path);
  const kind = sniff(bytes);
  if (kind === "empty") throw new DataError(`${path}: the file is empty.`);
  if (kind === "idx" || kind === "text") return { kind, bytes };
  throw new DataError(`${path}: expected CSV text or IDX images, got other binary data.`);
}

export async function readImages(
  path: string,
  bytes: Uint8Array,
  labels: string | undefined,
  classes?: readonly string[],
): Promise<Dataset> {
  const images = readIdx(bytes, path);
  if (labels === undefined) return idxDataset(images, null, { images: path });
  const labelBytes = await gunzipIfNeeded(readBytes(labels), labels);
  return idxDataset(images, readIdx(labelBytes, labels), { images: path, labels }, { classes });
}

/** Reads data for a model that is there. @throws DataError, ShapeError where they are of another kind or size */
export async function readForModel(
  { network, notes }: { network: Network; notes: DataNotes },
  data: string,
  options: { labels?: string; separator?: string; withTargets: boolean },
): Promise<Dataset> {
  const { labels, withTargets } = options;
  if (notes.autoencoder && withTargets) {
    refuseTogether("--labels", labels, "an autoencoder", "Drop it: the inputs are the target.");
    return (await readForModel({ network, notes }, data, { ...options, withTargets: false })).asAutoencoder();
  }
  const separator = separatorOf(options.separator, "--separator");
  const { kind, bytes } = await readData(data);
  if (kind === "idx") {
    if (notes.schema)
      throw new DataError(`${data}: the model was trained on CSV columns, not on IDX images.`);
    refuseTogether("--separator", separator, "IDX images", "Drop it: images have no columns.");
    if (withTargets && labels === undefined) {
      throw new ConfigError(`--labels: expected the IDX labels of ${data}, got nothing.`);
    }
    const classes = notes.classes ?? Array.from({ length: network.outputs }, (_, index) => String(index));
    return fitting(network, notes, data, await readImages(data, bytes, labels, classes));
  }
  if (notes.image) throw new DataError(`${data}: the model was trained on images, not on CSV columns.`);
  refuseTogether("--labels", labels, "a CSV file", "Drop it.");
  const table = readCsv(decodeText(bytes, data), data, { separator: separator ?? notes.separator });
  if (!notes.schema && withTargets) {
    throw new DataError(`${data}: the model remembers no CSV columns, so it cannot find them here.`);
  }
  const dataset = encode(table, notes.schema ?? inferSchema(table, null), { target: withTargets });
  return fitting(network, notes, data, dataset);
}

/** The dataset, if its rows are as the model takes them. */
function fitting(network: Network, notes: DataNotes, data: string, dataset: Dataset): Dataset {
  const [wanted, given] = [notes.image, dataset.image ?? undefined].map(
    (image) => image && `images of ${image.join(" × ")} pixels`,
  );
  if (wanted && given ? wanted === given : dataset.columns === network.inputs) return dataset;
  const takes = wanted ?? `${network.inputs} input columns`;
  throw new ShapeError(
    `${data}: expected ${takes}, as the model takes them, got ${given ?? dataset.columns}.`,
  );
}

export function refuseTogether(flag: string, value: unknown, data: string, advice: string): void {
  if (value !== undefined) throw new ConfigError(`${flag}: does not go with ${data}. ${advice}`);
}
