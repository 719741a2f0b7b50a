/** What a check works with. */
import type { Network } from "../../train/network.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import type { BuildStatus } from "../../wasm/builds.js";
import type { Ledger } from "./ledger.js";

export interface Bench {
  /** Where the check writes its results. */
  ledger: Ledger;
  create: (config: ConfigInput) => Network;
  /** The builds that can run here. */
  builds: readonly BuildStatus[];
}
