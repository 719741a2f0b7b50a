/**
 * The entry of the files that hold the whole library, for Node and for pages without a bundler: everything is there, so networks
 * can read records. Bundlers start from `index.ts`, and take what a program needs.
 */
import { enableRecords } from "./train/predict/records.js";

export * from "./index.js";

enableRecords();
