/** What another package has to offer to be measured beside us. */
import type { Case } from "../cases.js";
import type { Data, Subject } from "../subject.js";

/** A peer's subject, and whether its loss can be held against ours. */
export interface PeerSubject extends Subject {
  comparable: boolean;
}

export interface Peer {
  name: string;
  /** Everything to be installed, the known name first. */
  packages: readonly string[];
  /** Whether it does a case at all, and in bearable time. */
  takes(one: Case): boolean;
  /** Makes ready once. `modules` are those of `packages`. */
  open(
    modules: any[],
    directories: readonly string[],
  ): Promise<(one: Case, data: Data) => Promise<PeerSubject[]>>;
}
