import { describe, expect, it } from "vitest";
import { Optimizer } from "../../../assembly/codes.js";
import { optimizerKinds, optimizers } from "../../../src/functions/optimizers.js";
import { updateFields } from "../../../src/network/updating.js";
import { planFields } from "../../../src/wasm/generated/layout.js";
import { checkConfig } from "../../../src/settings/configuration.js";

describe("the records of the optimisers", () => {
  it("have the codes of the kernels, and every code has a record", () => {
    const names = optimizerKinds.map((kind) => Optimizer[optimizers[kind].code]);
    const expected = optimizerKinds.map((kind) => ({ adamw: "adam", lbfgs: "sgd" })[kind as string] ?? kind);
    expect(names).toEqual(expected);
    const codes = Object.values(Optimizer).filter((code) => typeof code === "number");
    expect([...new Set(optimizerKinds.map((kind) => optimizers[kind].code))].sort()).toEqual(codes.sort());
  });

  it("put no detail into a field that the plan has not", () => {
    for (const kind of optimizerKinds) {
      const fields = updateFields(checkConfig({ layers: [2, 1], optimizer: kind }));
      expect(Object.keys(planFields)).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });

  it("put every detail into a field of the plan, but for those of optimisers on the host", () => {
    for (const kind of optimizerKinds) {
      const { details, hostSide } = optimizers[kind];
      if (hostSide) continue;
      const config = checkConfig({ layers: [2, 1], optimizer: kind });
      const own = Object.entries(details).map(([name], index) => [name, 0.25 + index / 16] as const);
      const optimizer = { ...config.optimizer, ...Object.fromEntries(own) };
      const fields = Object.values(updateFields({ ...config, optimizer }));
      for (const [, value] of own) expect(fields.filter((one) => one === value)).toHaveLength(1);
    }
  });
});
