/** A sentence as a row of numbers: hashed words. No list of words is kept, so new words need no new columns. */

export const columns = 512;

/**
 * Counts words by their hash. Two words may share a column: with few words among many columns that is rare.
 *
 * @returns [columns], of length 1, so that long sentences do not count more than short ones
 */
export function featuresOf(sentence) {
  const words = sentence.toLowerCase().match(/\p{L}+/gu) ?? [];
  const row = new Float32Array(columns);
  for (const word of words) row[hash(word) % columns] += 1;
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? row.map((value) => value / length) : row;
}

/** FNV-1a, 32 bits. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
