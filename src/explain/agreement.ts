/**
 * Compares figures as people write them with exact numbers: how many decimals a figure has, and whether they are
 * right.
 */

/** A number as somebody wrote it. */
export interface Written {
  /** The text, trimmed. */
  readonly text: string;
  /** Its value. */
  readonly value: number;
  /** Decimal places, including trailing zeros: 5 for 4.4e-4. May be negative: 1e3. */
  readonly decimals: number;
}

/** The result of comparing a written figure with the number that it should be. */
export interface Agreement {
  /** Whether the figure is the number, or the number rounded to as many decimals. */
  readonly agrees: boolean;
  /**
   * "exact": equal to 12 digits; "rounded": equal to the digits that are written; "truncated": cut off there
   * instead of rounded.
   */
  readonly how: "exact" | "rounded" | "truncated" | "differs";
  /** Their difference, in units of the last decimal. */
  readonly units: number;
}

const form = /^([+-]?)(\d+(?:,\d{3})*|\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads a figure; null if the text is not one. "−" counts as minus, and 10,000 may have its comma. */
export function readWritten(text: string): Written | null {
  const match = form.exec(
    text
      .trim()
      .replace(/^[−－]/, "-")
      .replace(/(?<=[eE])−/, "-"),
  );
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole + fraction === "") return null;
  const value = Number(`${sign}${whole.replaceAll(",", "") || "0"}.${fraction || "0"}e${exponent}`);
  if (!Number.isFinite(value)) return null;
  return { text: text.trim(), value, decimals: fraction.length - Number(exponent) };
}

/** Half a unit of the last decimal: the largest error of a rounded figure. */
export function halfUnit({ decimals }: Written): number {
  return 0.5 * 10 ** -decimals;
}

/** Compares a figure with the number that it should be. */
export function agreement(written: Written, ours: number): Agreement {
  const gap = Math.abs(written.value - ours);
  const units = gap * 10 ** written.decimals;
  const size = Math.max(Math.abs(ours), Math.abs(written.value));
  if (gap <= 1e-12 * size) return { agrees: true, how: "exact", units };
  // both numbers are rounded to doubles, so a tie may fall to either side
  if (gap <= halfUnit(written) + 2 ** -50 * size) return { agrees: true, how: "rounded", units };
  const isTruncated = units < 1 && Math.abs(written.value) < Math.abs(ours);
  return { agrees: false, how: isTruncated ? "truncated" : "differs", units };
}
