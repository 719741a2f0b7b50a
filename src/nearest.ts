/** Guesses which name was meant when one is mistyped. Only for messages: nothing is corrected by it. */

/** Longer names are not compared: nobody mistypes them, and it would take long. */
const mostLetters = 200;

/** ` Did you mean "x"?` where some name is close to `wanted`, else an empty string. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const name = nearest(wanted, names);
  return name === null ? "" : ` Did you mean ${JSON.stringify(name)}?`;
}

/** The name that is closest to `wanted`, or null where none is close. */
export function nearest(wanted: string, names: readonly string[]): string | null {
  if (typeof wanted !== "string") return null;
  let best: string | null = null;
  let fewest = Math.min(wanted.length, Math.max(1, Math.floor(wanted.length / 3)) + 1);
  if (wanted.length > mostLetters) return null;
  for (const name of names) {
    if (name.length > mostLetters) continue;
    const edits = distance(wanted.toLowerCase(), name.toLowerCase());
    if (edits < fewest) [best, fewest] = [name, edits];
  }
  return best;
}

/** The first ten names, quoted, for messages that list the choices. */
export function listNames(names: readonly string[]): string {
  const quoted = names.slice(0, 10).map((name) => JSON.stringify(name));
  if (names.length > 10) return `${quoted.join(", ")} and ${names.length - 10} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** Least number of characters put in, taken out or replaced between two names. [Levenshtein 1966] */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const current = [line];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[line - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
