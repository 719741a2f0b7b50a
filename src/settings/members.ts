/**
 * Members of a network, and factors of its inputs: what goes with them, and how many numbers they have. What they compute
 * is in assembly/members.ts.
 */
import { ConfigError } from "../errors.js";
import type { NetworkConfig } from "./generated/types.js";

type Sized = Pick<NetworkConfig, "members" | "inputScale" | "layers">;

/** How many factors of its inputs a network has: one for each input of each member, or none. */
export function factorCount({ members, inputScale, layers }: Sized): number {
  return settingOfFactors({ members, inputScale }) ? members * layers[0]!.inputs : 0;
}

/** How many weights and biases a layer has: one of each for each member in the last layer. */
export function copiesOf({ members, layers }: Pick<Sized, "members" | "layers">, index: number): number {
  return index === layers.length - 1 ? members : 1;
}

/** Which of the two settings gives a network factors of its inputs; null where it has none. */
export function settingOfFactors({ members, inputScale }: Pick<Sized, "members" | "inputScale">) {
  return members > 1 ? "members" : inputScale ? "inputScale" : null;
}

/**
 * Refuses members, and factors of the inputs, that do not go with the rest of the network.
 *
 * @throws ConfigError
 */
export function refuseMembers(config: Sized & Pick<NetworkConfig, "biases">): void {
  const { members, inputScale, layers, biases } = config;
  if (members > 1 && inputScale) {
    throw new ConfigError({
      setting: "inputScale",
      reason: "does not go with members, which have factors of the inputs always",
      advice: "Drop it.",
    });
  }
  const setting = settingOfFactors(config);
  if (setting && layers.some(({ tied }) => tied !== undefined)) {
    throw new ConfigError({
      setting,
      reason: "does not go with tied weights",
      advice: "Drop one of them.",
    });
  }
  if (members > 1 && biases === "shared") {
    throw new ConfigError({
      setting: "members",
      reason: 'goes with biases "perNeuron" or "none"',
      got: '"shared"',
      advice: "Take one of these.",
    });
  }
}
