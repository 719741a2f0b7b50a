import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeText, gunzipIfNeeded } from "../../../src/readers/bytes.js";
import { failure } from "./failure.js";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("gunzipIfNeeded", () => {
  it("unpacks gzip to the bytes that were packed", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) >> 7);
    expect(Buffer.from(await gunzipIfNeeded(gzipSync(bytes), "a.gz")).equals(Buffer.from(bytes))).toBe(true);
  });

  it("gives anything else back as it is", async () => {
    const bytes = text("a,b\n");
    expect(await gunzipIfNeeded(bytes, "a.csv")).toBe(bytes);
  });

  const problem =
    /^DataError: images\.gz: expected whole gzip data, got data that are cut short or damaged after \d+ unpacked bytes\. Download or copy the file again\.$/;

  it.each([2, 20, 60, -1])("refuses gzip cut short at byte %i", async (end) => {
    const bytes = Uint8Array.from({ length: 200 }, (_, index) => index * index * 31);
    const packed = gzipSync(bytes).subarray(0, end);
    expect(await failure(() => gunzipIfNeeded(packed, "images.gz"))).toMatch(problem);
  });

  it("refuses gzip with a damaged byte", async () => {
    const packed = Uint8Array.from(gzipSync(text("0123456789 something")));
    packed[packed.length - 6]! ^= 0xff; // in the checksum
    expect(await failure(() => gunzipIfNeeded(packed, "images.gz"))).toMatch(problem);
  });
});

describe("decodeText", () => {
  it("reads UTF-8 without its byte order mark", () => {
    expect(decodeText(text("\uFEFFcafé,准确\n"), "a.csv")).toBe("café,准确\n");
  });

  it("refuses UTF-16", async () => {
    expect(await failure(() => decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0), "a.csv"))).toBe(
      "DataError: a.csv: expected UTF-8 text, got UTF-16LE. Save the file as UTF-8.",
    );
    expect(await failure(() => decodeText(Uint8Array.of(0xfe, 0xff, 0, 0x61), "a.csv"))).toBe(
      "DataError: a.csv: expected UTF-8 text, got UTF-16BE. Save the file as UTF-8.",
    );
  });

  it("refuses bytes that are not UTF-8", async () => {
    expect(await failure(() => decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9), "a.csv"))).toBe(
      "DataError: a.csv: expected UTF-8 text, got bytes that are not. Save the file as UTF-8.",
    );
  });
});
