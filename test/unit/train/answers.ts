/** Answers of a network to four classes, the last of which never comes and is never predicted. */
export const labels = [0, 1, 2, 2, 1, 0, 2, 1, 0, 2, 1, 1];
/** [12 × 4] */
export const outputs = [
  [0.7, 0.2, 0.1, 0],
  [0.1, 0.6, 0.3, 0],
  [0.3, 0.3, 0.4, 0],
  [0.5, 0.1, 0.4, 0],
  [0.2, 0.5, 0.3, 0],
  [0.4, 0.4, 0.2, 0],
  [0.1, 0.1, 0.8, 0],
  [0.6, 0.3, 0.1, 0],
  [0.25, 0.25, 0.5, 0],
  [0.2, 0.1, 0.7, 0],
  [0.1, 0.8, 0.1, 0],
  [0.3, 0.4, 0.3, 0],
].flat();

/** Outputs of 1 for the class predicted, 0 for the others; the last row is taken for class 3, which never comes. */
export const certain = [0, 1, 2, 2, 1, 0, 2, 1, 0, 2, 1, 3].flatMap((said) =>
  [0, 1, 2, 3].map((index) => (index === said ? 1 : 0)),
);
