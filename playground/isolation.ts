/**
 * Makes the page cross-origin isolated where its host sends no headers for it, and ready to open without a network: both
 * by the service worker, which answers from the second loading on, so the page loads once more by itself. Nothing here
 * is needed for the page to work: whatever is refused, it goes on with one thread.
 */

/** reloading: the page is about to load again; alone: not isolated, and nothing can be done about it now. */
export type Isolation = "isolated" | "reloading" | "alone";

export interface IsolationOptions {
  /** Whether a new loading would lose nothing; asked right before it. Not where the person has begun to do something. */
  mayReload?: () => boolean;
}

/** Set where the page has loaded again by itself, until that has helped: so it never does so twice in a row. */
const mark = "chainrule: loaded again";

const workerFile = "sw.js";

/** Registers the service worker, and loads the page again where that helps. Call it once; it never rejects. */
export async function isolate({ mayReload = isUntouched }: IsolationOptions = {}): Promise<Isolation> {
  const container = serviceWorkers();
  if (!container || (isServedHere() && !container.controller)) return asItIs();
  const address = new URL(workerFile, document.baseURI);
  try {
    if (container.controller && (await isGone(address))) {
      await (await container.getRegistration())?.unregister();
      return reloadOnce(mayReload);
    }
    const registration = await container.register(address, { updateViaCache: "none" });
    if (registration.waiting && container.controller) {
      const taken = new Promise((resolve) => container.addEventListener("controllerchange", resolve));
      registration.waiting.postMessage("take over"); // it does not where other pages are open
      void taken.then(() => reloadOnce(mayReload));
    }
    void registration.update().catch(() => {}); // looks for the next version: there may be no network
    if (globalThis.crossOriginIsolated) return asItIs();
    await container.ready;
    return window.top === window ? reloadOnce(mayReload) : "alone"; // within a frame the outer page decides
  } catch {
    return asItIs(); // refused by settings, or no such file
  }
}

/** The browser's service workers; null where there are none, or none for this page. */
function serviceWorkers(): ServiceWorkerContainer | null {
  if (!globalThis.isSecureContext || !location.protocol.startsWith("http")) return null;
  try {
    return navigator.serviceWorker ?? null; // throws in a frame without rights
  } catch {
    return null;
  }
}

/** `chainrule serve` on this machine sends the headers and is always there: nothing is to be left on its address. */
function isServedHere(): boolean {
  return globalThis.crossOriginIsolated && /^(localhost|127\..*|\[::1\])$/.test(location.hostname);
}

/** Whether the host answers and has no such worker any more: something else lives at this address by now. */
async function isGone(address: URL): Promise<boolean> {
  const { status } = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => ({ status: 0 }));
  return status === 404 || status === 410;
}

function asItIs(): Isolation {
  if (!globalThis.crossOriginIsolated) return "alone";
  try {
    sessionStorage.removeItem(mark);
  } catch {} // refused: there is none
  return "isolated";
}

/** Loads the page again, unless that was tried already or cannot be remembered. */
function reloadOnce(mayReload: () => boolean): Isolation {
  try {
    if (sessionStorage.getItem(mark) !== null || !mayReload()) return "alone";
    sessionStorage.setItem(mark, "yes");
  } catch {
    return "alone";
  }
  location.reload();
  return "reloading";
}

const isUntouched = () => !navigator.userActivation?.hasBeenActive;
