/** The data sets in groups, by what is to be learnt. */
import { hasNumbers, isPlane } from "../choices.js";
import type { DataName } from "../sessionTypes.js";
import { isWorked } from "../worked/examples.js";

export const dataGroups = ["example", "classes", "numbers", "images"] as const;
export type DataGroup = (typeof dataGroups)[number];

export function groupOf(name: DataName): DataGroup {
  if (isWorked(name)) return "example";
  if (hasNumbers(name)) return "numbers";
  return isPlane(name) ? "classes" : "images";
}
