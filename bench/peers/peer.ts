/** The interface of another package that is measured in the same turns. */
import type { Case } from "../cases.js";
import type { Data, Subject } from "../subject.js";

/** A peer's subject, and whether its loss can be compared with ours. */
export interface PeerSubject extends Subject {
  comparable: boolean;
  /** Whether it runs native code, which is not held against a peak of WebAssembly. */
  isNative?: boolean;
}

/** A package of npm. */
export interface Peer {
  name: string;
  /** All packages to install, its own name first. */
  packages: readonly string[];
  /** Whether it can run a case in reasonable time. */
  takes(one: Case): boolean;
  /** Prepares it once. `modules` are those of `packages`. */
  open(
    modules: any[],
    directories: readonly string[],
  ): Promise<(one: Case, data: Data) => Promise<PeerSubject[]>>;
}
