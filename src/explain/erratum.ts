/** A misprint of a published example: the type. The data are made from scripts/documents/published/. */

/** A printed figure that is not what its document's rule gives, and why. */
export interface Erratum {
  /** The key of the number that it should be: net_o1, error_after_1. */
  readonly key: string;
  /** The figure as it is printed. */
  readonly text: string;
  /** What went wrong, by language. */
  readonly why: Readonly<Record<"en" | "zh", string>>;
}
