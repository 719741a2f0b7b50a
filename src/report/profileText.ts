/** The profile of a table as text: for each column its meaning, range, quartiles, a histogram, or its most frequent texts. */
import type { ColumnProfile } from "../readers/profile.js";
import { plural, show } from "../wording.js";
import { formatTable } from "./textTable.js";

const blocks = "▁▂▃▄▅▆▇█";

/** One line for each column, under a heading. */
export function profileLines(columns: readonly ColumnProfile[]): string[] {
  const rows = columns.map(({ name, kind, missing, different, numbers, texts, detail }) => [
    name,
    kind ?? "–",
    missing === 0 ? "" : String(missing),
    String(different),
    detail !== undefined && numbers === null ? detail : contents(numbers, texts),
  ]);
  const head = ["column", "meaning", "missing", "different", "contents"];
  return formatTable([head, ...rows], { align: ["left", "left", "right", "right", "left"], widest: 100 });
}

function contents(numbers: ColumnProfile["numbers"], texts: ColumnProfile["texts"]): string {
  const listed = texts.map(([text, count]) => `${show(text)} ${count}`).join(", ");
  if (numbers === null) return listed;
  const { least, quartiles, most, mean, deviation, histogram } = numbers;
  const own = `${histogramText(histogram)}  ${short(least)} … ${short(most)}, quartiles ${quartiles.map(short).join(" ")}, mean ${short(mean)} ± ${short(deviation)}`;
  return texts.length === 0 ? own : `${own}; ${plural(texts.length, "text")}: ${listed}`;
}

function histogramText(counts: readonly number[]): string {
  const most = Math.max(...counts);
  return counts
    .map((count) => (count === 0 ? " " : blocks[Math.min(7, Math.floor((8 * count) / most))]!))
    .join("");
}

/** A number to four figures: 3.142, 891, 1.2e+9. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
