import { describe, expect, it } from "vitest";
import { type CommandRecord, restOf } from "../../../src/cli/resume.js";
import { checkConfig } from "../../../src/settings/configuration.js";

const config = (more: object = {}) => checkConfig({ layers: [2, 3, 1], epochs: 100, ...more });
const begun = { epochs: 10, updates: 200, seconds: 5 };
const trained = { epochs: 40, updates: 800, seconds: 65 };
const record = (more: Partial<CommandRecord> = {}) => ({ begun, config: {}, ...more });

describe("what is left of a training", () => {
  it("is the epochs of the command less those of the checkpoint, not those of a model before it", () => {
    expect(restOf(config(), trained, record())).toEqual({ epochs: 70 });
    expect(restOf(config({ epochs: 30 }), trained, record())).toEqual({ epochs: 0 });
    expect(restOf(config({ epochs: 5 }), trained, record())).toEqual({ epochs: 0 });
  });

  it("counts the limits over all runs", () => {
    const limits = { stepLimit: 601, timeLimit: 61 };
    expect(restOf(config(limits), trained, record())).toEqual({ epochs: 70, stepLimit: 1, timeLimit: 1 });
    expect(restOf(config({ stepLimit: 600 }), trained, record())).toEqual({ epochs: 0 });
    expect(restOf(config({ timeLimit: 60 }), trained, record())).toEqual({ epochs: 0 });
  });

  it("is nothing where the training had ended by itself, unless what ended it is different", () => {
    const earlyStopping = { patience: 3, minChange: 0, monitor: "validation", restoreBest: true };
    const ended = record({ stopped: "earlyStopping", config: { earlyStopping } });
    expect(restOf(config({ earlyStopping, validation: 0.2 }), trained, ended)).toEqual({ epochs: 0 });
    const longer = { ...earlyStopping, patience: 9 };
    expect(restOf(config({ earlyStopping: longer, validation: 0.2 }), trained, ended)).toEqual({
      epochs: 70,
    });
    expect(
      restOf(config(), trained, record({ stopped: "aborted", config: { earlyStopping: false } })),
    ).toEqual({
      epochs: 70,
    });
  });
});
