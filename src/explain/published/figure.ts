/** Published figures and errata: types of the data. Lines count in the text version of each document. */

export const documentIds = ["000", "001", "002", "003", "004"] as const satisfies readonly DocumentId[];
/**
 * Number of a published version: "000" the step-by-step article in English and Chinese, "001" an earlier draft of it,
 * "002" a Chinese retelling with a program, "003" Chinese slides, "004" a Chinese 3-3-2 example in matrices.
 */
export type DocumentId = "000" | "001" | "002" | "003" | "004";

/** The same in every language of a trace. */
export interface Both {
  /** In English. */
  readonly en: string;
  /** In Chinese. */
  readonly zh: string;
}

/** A figure, as it is printed, with every place where it stands; a line twice where it stands there twice. */
export interface PublishedFigure {
  /** The key of the number that it should be: net_h1, w5_new, error_after_10000. */
  readonly key: string;
  /** As it is printed. */
  readonly text: string;
  /** By document, the lines where it stands. */
  readonly at: Readonly<Partial<Record<DocumentId, readonly number[]>>>;
}

/** A place where a published version is wrong. */
export interface Erratum {
  /** Where it stands. */
  readonly document: DocumentId;
  /** Lines of the text version of that document. */
  readonly lines: readonly number[];
  /** What is printed. */
  readonly printed: string;
  /** What should be. */
  readonly correct: string;
  /** Figures that this explains, where there are any, as they are printed. */
  readonly figures: readonly string[];
  /** How it came about, or what is wrong with it. */
  readonly why: Both;
}

export const documents: Readonly<Record<DocumentId, Both>> = {
  "000": {
    en: "the step-by-step article, in English and Chinese, with notes",
    zh: "分步讲解的文章，中英对照，附译注",
  },
  "001": {
    en: "the same article, mostly English, an earlier draft",
    zh: "同一篇文章，以英文为主，较早的稿本",
  },
  "002": {
    en: "a Chinese retelling with a Python program",
    zh: "中文转述，附 Python 程序",
  },
  "003": { en: "Chinese slides", zh: "中文幻灯片" },
  "004": { en: "a Chinese 3-3-2 example in matrices", zh: "中文的 3-3-2 矩阵例题" },
};
