/** Measures other packages in the turns of a case, if they are installed and compute the same. */
import type { Case } from "../cases.js";
import { agrees, lossAfterTraining, lossBound, worstError } from "../measure.js";
import { productData } from "../products.js";
import type { PeerStatus } from "../results.js";
import type { Data, Subject } from "../subject.js";
import { dataOf } from "../subjects.js";
import { brain } from "./brain.js";
import { jax } from "./jax.js";
import { onnx } from "./onnx.js";
import { findPackage, importPackage } from "./packages.js";
import type { Peer, PeerSubject } from "./peer.js";
import { tfjs } from "./tfjs.js";

export const peers: readonly Peer[] = [tfjs, jax, brain, onnx];

interface Opened {
  peer: Peer;
  status: PeerStatus;
  make: (one: Case, data: Data) => Promise<PeerSubject[]>;
}

export class Peers {
  readonly packages: PeerStatus[] = [];
  readonly #opened: Opened[] = [];

  /** Opens the packages that are installed for the directory; the others get a status that says how to install them. */
  static async open(from: string, all: readonly Peer[] = peers): Promise<Peers> {
    const found = new Peers();
    for (const peer of all) found.#add(await openPeer(peer, from));
    return found;
  }

  #add({ status, opened }: { status: PeerStatus; opened: Opened | null }): void {
    this.packages.push(status);
    if (opened) this.#opened.push(opened);
  }

  /** Subjects that agree with ours on a case. One that fails or disagrees is left out, and its status says so. */
  async subjects(one: Case, baseline: Subject): Promise<PeerSubject[]> {
    const data = one.kind === "product" ? productData(one) : dataOf(one);
    const wanted = await lossAfterTraining(one, baseline);
    const good: PeerSubject[] = [];
    for (const { peer, status, make } of this.#opened) {
      if (!peer.takes(one)) continue;
      try {
        for (const subject of await make(one, data)) {
          const wrong = await complaint(one, subject, wanted, baseline);
          if (wrong === null) good.push(subject);
          else subject.dispose();
          note(status, wrong === null ? "measured" : `${one.name}: ${subject.build} ${wrong}`);
        }
      } catch (error) {
        note(status, `${one.name}: failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return good;
  }
}

/** Adds a text to a status, unless it has it already. */
function note(status: PeerStatus, text: string): void {
  const parts = status.status === opened ? [] : status.status.split("; ");
  if (!parts.includes(text)) status.status = [...parts, text].join("; ");
}

const opened = "takes part in none of these cases";

async function openPeer(peer: Peer, from: string): Promise<{ status: PeerStatus; opened: Opened | null }> {
  const { name } = peer;
  const found = peer.packages.map((each) => findPackage(each, from));
  const version = found[0]?.version ?? null;
  const missing = peer.packages.filter((_, index) => !found[index]);
  if (missing.length > 0) {
    return { status: { name, version, status: `not installed: npm i ${missing.join(" ")}` }, opened: null };
  }
  const status: PeerStatus = { name, version, status: opened };
  try {
    const modules: any[] = [];
    for (const each of found) modules.push(await importPackage(each!));
    const directories = found.map((each) => each!.directory);
    return { status, opened: { peer, status, make: await peer.open(modules, directories) } };
  } catch (error) {
    status.status = `could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
    return { status, opened: null };
  }
}

/** Why a subject must not be timed; null if it may be. */
async function complaint(
  one: Case,
  subject: PeerSubject,
  wanted: number,
  baseline: Subject,
): Promise<string | null> {
  const loss = await lossAfterTraining(one, subject);
  if (!subject.comparable) return null;
  if (subject.answers) {
    const worst = worstError(subject.answers(), baseline.answers!());
    return worst <= lossBound ? null : `refused: off by ${worst} of the largest answer`;
  }
  return agrees(loss, wanted) ? null : `refused: loss ${loss}, ours ${wanted}`;
}
