/** The written-out types of settings are those of the checks: the compiler says so (`npm run types`). */
import type * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { networkEntries } from "../../../src/network/config.js";
import type { NetworkConfig, NetworkInput } from "../../../src/network/networkSettings.js";
import type { trainingEntries } from "../../../src/train/settings.js";
import type { TrainingConfig, TrainingInput } from "../../../src/train/trainingSettings.js";

type Entries = Record<string, v.GenericSchema>;
type Given<Of extends Entries> = { [Name in keyof Of]?: v.InferInput<Of[Name]> };
type Complete<Of extends Entries> = { [Name in keyof Of]: v.InferOutput<Of[Name]> };
/** Names of the settings whose types are not the same, each assignable to the other. */
type Different<One, Other> = {
  [Name in keyof One | keyof Other]-?: Name extends keyof One & keyof Other
    ? [One[Name], Other[Name]] extends [Other[Name], One[Name]]
      ? never
      : Name
    : Name;
}[keyof One | keyof Other];

type Network = Omit<typeof networkEntries, "layers">;
/** Filled in after the checks of single settings. */
type Filled = "optimizer" | "batchSize" | "weightDecay" | "loss" | "layers" | "inputDropout";

describe("types of settings", () => {
  it("are those that are checked", () => {
    const different: [
      Different<Given<typeof trainingEntries>, TrainingInput>,
      Different<Given<Network>, Omit<NetworkInput, "layers">>,
      Different<Omit<Complete<typeof trainingEntries>, Filled>, Omit<TrainingConfig, Filled>>,
      Different<Omit<Complete<Network>, Filled>, Omit<NetworkConfig, Filled>>,
    ][] = [];
    expect(different satisfies [never, never, never, never][]).toEqual([]);
  });
});
