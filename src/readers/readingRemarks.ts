/** What a person may want to know of how a table was read: whatever is not as in plain CSV with a header. */
import { show } from "../wording.js";
import type { Table } from "./table.js";

/** Sentences about a table that was read; none for plain files. */
export function readingRemarks({ name, reading, columns }: Table): string[] {
  const { format, separator, decimal, encoding = "utf-8", header, formats = {}, notes } = reading;
  const written: string[] = [];
  if (format === "CSV" && separator !== ",") {
    written.push(separator === " " ? "cells between blanks" : `cells between ${show(separator)}`);
  }
  if (decimal === ",") written.push("decimal commas");
  if (encoding !== "utf-8") written.push(`encoding ${encoding}`);
  const remarks: string[] = [];
  if (written.length > 0) remarks.push(`${name}: read with ${written.join(", ")}.`);
  if (header === false) {
    remarks.push(`${name}: no names in the first line, so the columns are called 1 to ${columns.length}.`);
  }
  const own = Object.entries(formats).map(([column, how]) => `${show(column)} (${how})`);
  if (own.length > 0) remarks.push(`${name}: numbers that are not written plainly in ${own.join(", ")}.`);
  return [...remarks, ...notes.map((note) => `${name}: ${note}`)];
}
