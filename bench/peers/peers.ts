/** Measures other packages in the turns of a case, if npm or Python has them here and they compute the same. */
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
import { findPython, openPython, type PythonPeer, pythonPeers, usualPythons } from "./python.js";
import { tfjs } from "./tfjs.js";

export const peers: readonly (Peer | PythonPeer)[] = [tfjs, jax, brain, onnx, ...pythonPeers];

/** What opening a package gives. */
interface Opening {
  version: string | null;
  make: (one: Case, data: Data) => Promise<PeerSubject[]>;
  close?: () => void;
}

interface Opened extends Opening {
  takes: (one: Case) => boolean;
  status: PeerStatus;
}

export class Peers {
  readonly packages: PeerStatus[] = [];
  readonly #opened: Opened[] = [];

  /**
   * Opens the packages that are installed for the directory, and those that one of the Pythons has. The others get a status
   * that says how to install them.
   */
  static async open(from: string, all = peers, pythons = usualPythons): Promise<Peers> {
    const found = new Peers();
    for (const peer of all) {
      const { name } = peer;
      const isPython = "module" in peer;
      const status: PeerStatus = { name, version: null, status: unused };
      found.packages.push(status);
      try {
        const opening = await (isPython ? openFromPython(peer, pythons) : openPackage(peer, from));
        status.version = opening.version;
        const takes = (one: Case) => (isPython ? peer.builds[one.kind] !== null : peer.takes(one));
        found.#opened.push({ ...opening, takes, status });
      } catch (error) {
        if (error instanceof MissingError)
          Object.assign(status, { version: error.version, status: error.message });
        else status.status = `could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    return found;
  }

  /** Ends the processes of Python. */
  close(): void {
    for (const { close } of this.#opened) close?.();
  }

  /** Subjects that agree with ours on a case. One that fails or disagrees is left out, and its status says so. */
  async subjects(one: Case, baseline: Subject): Promise<PeerSubject[]> {
    const data = one.kind === "product" ? productData(one) : dataOf(one);
    const wanted = await lossAfterTraining(one, baseline);
    const good: PeerSubject[] = [];
    for (const { takes, status, make } of this.#opened) {
      if (!takes(one)) continue;
      try {
        for (const subject of await make(one, data)) {
          const wrong = await complaint(one, subject, wanted, baseline);
          if (wrong === null) good.push(subject);
          else subject.dispose();
          const threads = subject.threads > 1 ? ` on ${subject.threads} threads` : "";
          note(status, wrong === null ? "measured" : `${one.name}: ${subject.build}${threads} ${wrong}`);
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
  const parts = status.status === unused ? [] : status.status.split("; ");
  if (!parts.includes(text)) status.status = [...parts, text].join("; ");
}

const unused = "takes part in none of these cases";

/** A package that is not installed; the message says how to install it. */
class MissingError extends Error {
  constructor(
    message: string,
    /** Of the part that is installed. */
    readonly version: string | null = null,
  ) {
    super(message);
  }
}

async function openPackage({ packages, open }: Peer, from: string): Promise<Opening> {
  const found = packages.map((each) => findPackage(each, from));
  const version = found[0]?.version ?? null;
  const missing = packages.filter((_, index) => !found[index]);
  if (missing.length > 0) throw new MissingError(`not installed: npm i ${missing.join(" ")}`, version);
  const modules: any[] = [];
  for (const each of found) modules.push(await importPackage(each!));
  const directories = found.map((each) => each!.directory);
  return { version, make: await open(modules, directories) };
}

async function openFromPython(peer: PythonPeer, pythons: readonly string[]): Promise<Opening> {
  const python = await findPython(peer.module, pythons);
  if (python !== null) return openPython(peer, python);
  throw new MissingError(
    `not found in ${pythons.join(", ")}: pip install ${peer.name}, or name another Python with --python`,
  );
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
    const worst = worstError(await subject.answers(), await baseline.answers!());
    return worst <= lossBound ? null : `refused: off by ${worst} of the largest answer`;
  }
  return agrees(loss, wanted) ? null : `refused: loss ${loss}, ours ${wanted}`;
}
