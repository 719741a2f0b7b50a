/**
 * A checkpoint file: the model file of a training in progress, with two more entries in its metadata. `command` is what is needed
 * to go on, as JSON; `sha256` is over the whole file, with 64 zeros in its own place. So no damaged byte goes unnoticed, and every
 * safetensors library can read the file.
 */
import { createHash } from "node:crypto";
import { DataError } from "../errors.js";
import { strictJson } from "../network/strictJson.js";
import { isPlainObject } from "../settings/check.js";

const zeros = "0".repeat(64);
/** How the checksum stands in the header. Elsewhere its quotes would be escaped. */
const written = (sum: string) => `"sha256":"${sum}"`;

/** The parts of a safetensors file. */
interface Parts {
  /** Its header, as JSON: tensors by name, and `__metadata__`. */
  header: Record<string, unknown> & { __metadata__: Record<string, string> };
  headerBytes: number;
}

/** A model file with the command that trains it, and with a checksum. Hashing happens on another thread. */
export async function seal(model: Uint8Array, command: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const sealed = withMetadata(model, (metadata) => ({
    ...metadata,
    command: JSON.stringify(command),
    sha256: zeros,
  }));
  const digest = await crypto.subtle.digest("SHA-256", sealed);
  const view = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  view.write(written(Buffer.from(digest).toString("hex")), view.indexOf(written(zeros)), "latin1");
  return sealed;
}

/**
 * The command of a checkpoint file, whose every byte is as it was written.
 *
 * @throws DataError with the reason, for a file that is damaged or no checkpoint
 */
export function unseal(bytes: Uint8Array): unknown {
  const { header, headerBytes } = partsOf(bytes);
  const { sha256, command } = header.__metadata__;
  if (typeof sha256 !== "string" || typeof command !== "string") throw new DataError("it is no checkpoint");
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = view.subarray(0, 8 + headerBytes).indexOf(written(sha256));
  const zeroed = Buffer.from(written(zeros));
  const sum = createHash("sha256")
    .update(view.subarray(0, Math.max(at, 0)))
    .update(zeroed)
    .update(view.subarray(Math.max(at, 0) + zeroed.length))
    .digest("hex");
  if (at < 0 || sum !== sha256) throw new DataError("it is damaged: its checksum differs");
  const read = strictJson(command);
  if ("problem" in read) throw new DataError(`it is damaged: its command ${read.problem}`);
  return read.value;
}

/** A safetensors file with other metadata. */
export function withMetadata(
  bytes: Uint8Array,
  change: (metadata: Record<string, string>) => Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const { header, headerBytes } = partsOf(bytes);
  const changed = { ...header, __metadata__: change(header.__metadata__) };
  const json = new TextEncoder().encode(JSON.stringify(changed));
  const length = Math.ceil(json.length / 8) * 8;
  const tensors = bytes.subarray(8 + headerBytes);
  const result = new Uint8Array(8 + length + tensors.length);
  new DataView(result.buffer).setBigUint64(0, BigInt(length), true);
  result.fill(0x20, 8 + json.length, 8 + length);
  result.set(json, 8);
  result.set(tensors, 8 + length);
  return result;
}

function partsOf(bytes: Uint8Array): Parts {
  if (bytes.length < 8) throw new DataError(`it is cut short, at ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > bytes.length - 8) throw new DataError("it is damaged, or cut short in its header");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + headerBytes));
    const header = JSON.parse(text) as Parts["header"];
    if (isPlainObject(header) && isPlainObject(header.__metadata__)) return { header, headerBytes };
  } catch {
    // the same
  }
  throw new DataError("it is damaged: its header cannot be read");
}
