import { expect, it } from "vitest";
import { readText } from "../../../src/settings/readText.js";
import { settings } from "../../../src/settings/records.js";

it.each([
  ["8", 8],
  ["8,0, 4", [8, 0, 4]],
  ["all", "all"],
  ["8,x", [8, "x"]],
])("--input-bins %j is read as %j", (text, value) => {
  expect(readText(settings.inputBins, text, "inputBins")).toEqual(value);
});
