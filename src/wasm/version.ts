/** The version of this package. scripts/library.mjs defines it. */
declare const __VERSION__: string | undefined;

export const version = typeof __VERSION__ === "string" ? __VERSION__ : "development";
