/** Model files taken apart and put together again, with any header: what no writer would make. */

/** A header of a container; the metadata are strings. */
export type Header = Record<string, unknown> & { __metadata__: Record<string, string> };

/** The header of a model file as text, and the bytes of its tensors. */
export function apart(bytes: Uint8Array): { header: Header; body: Uint8Array } {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + size));
  return { header: JSON.parse(text) as Header, body: bytes.slice(8 + size) };
}

/** A file of a header, which may be any text, and a body. */
export function together(header: object | string, body: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
}

/** A model file with another header. */
export function withHeader(
  bytes: Uint8Array,
  change: (header: Header) => object | string | void,
): Uint8Array {
  const { header, body } = apart(bytes);
  return together(change(header) ?? header, body);
}

/** A model file with other chainrule metadata. */
export function withAbout(
  bytes: Uint8Array,
  change: (about: Record<string, unknown>) => object | string | void,
): Uint8Array {
  return withHeader(bytes, (header) => {
    const about = JSON.parse(header.__metadata__.chainrule!) as Record<string, unknown>;
    const other = change(about) ?? about;
    header.__metadata__.chainrule = typeof other === "string" ? other : JSON.stringify(other);
  });
}
