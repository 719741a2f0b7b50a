import { describe, expect, it } from "vitest";
import { readLink, writeLink } from "../../../playground/link.js";
import { inChinese } from "../../../playground/messages.js";
import { defaultsOf, firstChoices, limits, mostLayers } from "../../../playground/choices.js";
import {
  type Hidden,
  unitsAfter,
  withLayer,
  withoutLayer,
  withUnits,
} from "../../../playground/hiddenLayers.js";
import { controlLabels } from "../../../playground/hiding.words.js";
import { controlNames, firstView, showTab, shownTabs, view } from "../../../playground/view.js";

describe("the view in a link", () => {
  it("is written after the choices, in the order of the page, and read back", () => {
    const shown = { tab: "steps", hide: ["rate", "data"] } as const;
    const text = writeLink(defaultsOf("circles"), "zh", null, shown);
    expect(text).toBe("data=circles&lang=zh&tab=steps&hide=data,rate");
    const link = readLink(text);
    expect(link.complaints).toEqual([]);
    expect(link.view).toEqual({ tab: "steps", hide: ["data", "rate"] });
    expect(link.choices).toEqual(defaultsOf("circles"));
    expect(writeLink(firstChoices, "en", null, firstView)).toBe("");
    expect(readLink("").view).toEqual(firstView);
  });

  it("says what is wrong in it, and uses the rest", () => {
    const { view: read, complaints } = readLink("#tab=learn&hide=rate,speeed,batch");
    expect(read).toEqual({ tab: "train", hide: ["rate", "batch"] });
    expect(complaints).toEqual([
      `hide: expected some of ${controlNames.join(", ")}, separated by commas, got "rate,speeed,batch". Used rate,batch instead.`,
      'tab: expected "train", "steps", "bench" or "export", got "learn". Used train instead.',
    ]);
    const hidden = readLink("#tab=bench&hide=bench");
    expect(hidden.view).toEqual({ tab: "train", hide: ["bench"] });
    expect(hidden.complaints).toEqual([
      'tab: expected "train", "steps" or "export", got "bench". Used train instead.',
    ]);
    for (const text of [...complaints, ...hidden.complaints]) expect(inChinese(text)).not.toBeNull();
  });

  it("shows no hidden tab", () => {
    view.value = { tab: "train", hide: ["export"] };
    expect(shownTabs(view.value)).toEqual(["train", "steps", "bench"]);
    showTab("steps");
    expect(view.value.tab).toBe("steps");
    showTab("export");
    expect(view.value.tab).toBe("train");
    view.value = firstView;
  });

  it("has a name of its own for every control, in both languages", () => {
    for (const language of ["en", "zh"] as const) {
      const labels = Object.values(controlLabels(language));
      expect(labels.every((label) => label.length > 0)).toBe(true);
      expect(new Set(labels).size).toBe(controlNames.length);
    }
  });
});

describe("hidden layers", () => {
  const two: Hidden = [
    { units: 8, activation: "tanh" },
    { units: 3, activation: "relu" },
  ];

  it("change by 1, 4 or 16 units, and back to the same size", () => {
    expect([1, 15, 16, 60, 64, 500].map((units) => unitsAfter(units, "more"))).toEqual([
      2, 16, 20, 64, 80, 512,
    ]);
    expect([2, 16, 20, 64, 80].map((units) => unitsAfter(units, "fewer"))).toEqual([1, 15, 16, 60, 64]);
    const [least, most] = limits.units;
    expect([unitsAfter(least, "fewer"), unitsAfter(most, "more")]).toEqual([least, most]);
  });

  it("are added like the last one, up to the limit, and removed, without a change of the list given", () => {
    expect(withUnits(two, 1, 4)).toEqual([two[0], { units: 4, activation: "relu" }]);
    expect(withLayer(two)).toEqual([...two, two[1]]);
    expect(withLayer([])).toEqual([{ units: 4, activation: "tanh" }]);
    const full = Array.from({ length: mostLayers }, () => ({ ...two[0]! }));
    expect(withLayer(full)).toBe(full);
    expect(withoutLayer(two, 0)).toEqual([two[1]]);
    expect(two).toHaveLength(2);
  });
});
