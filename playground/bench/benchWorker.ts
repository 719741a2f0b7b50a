/**
 * Runs the suite of `chainrule bench` in a worker, so that the page stays responsive. When the page ends the worker, its
 * threads end too.
 */
import { runSuite } from "../../bench/suite.js";
import { ChainruleError } from "../../src/errors.js";
import { browserName } from "./browserName.js";
import type { Mode, Order, Reply } from "./benchMessages.js";

const timing: Record<Mode, { quick: boolean; fewestTurns?: number }> = {
  short: { quick: true, fewestTurns: 1 },
  full: { quick: false },
};

const say = (reply: Reply) => globalThis.postMessage(reply);

globalThis.addEventListener("message", ({ data }: MessageEvent<Order>) => void measure(data), { once: true });

async function measure({ case: name, mode }: Order): Promise<void> {
  try {
    const results = await runSuite(
      {
        ...(name === null ? {} : { cases: [name] }),
        ...timing[mode],
        host: browserName(navigator.userAgent),
        onProgress: (progress) => say({ kind: "progress", progress }),
        onCase: (sofar) => say({ kind: "results", results: sofar, complete: false }),
      },
      () => {},
    );
    say({ kind: "results", results, complete: true });
  } catch (error) {
    const message = error instanceof ChainruleError ? error.message : String(error);
    say({ kind: "failed", message });
  }
}
