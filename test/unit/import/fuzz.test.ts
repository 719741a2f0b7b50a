import { beforeAll, expect, it } from "vitest";
import { fuzz, importers, loadKeras } from "../../fuzz/importers.js";
import { madePath } from "./made.js";

beforeAll(() => loadKeras(madePath("")));

it.each(Object.keys(importers))("%s: 300 changed files give a network or one of our errors", async (name) => {
  const { networks, errors } = await fuzz(name, 300, 7);
  expect(networks + errors).toBe(300);
  expect(Math.min(networks, errors)).toBeGreaterThan(5);
});
