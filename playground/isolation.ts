/**
 * Registers the service worker, which makes the page cross-origin isolated where its host sends no headers, and lets
 * it open offline. The worker answers from the second load on, so the page reloads once by itself. If the browser
 * refuses any of this, the page works with one thread.
 */

/** reloading: the page is about to reload. notIsolated: the page cannot be isolated now. */
export type Isolation = "isolated" | "reloading" | "notIsolated";

export interface IsolationOptions {
  /** Asked right before a reload: whether it would lose nothing (default: the user has not interacted yet). */
  mayReload?: () => boolean;
}

/** Set in the session storage when the page reloads itself, until it is isolated, so it never reloads twice in a row. */
const mark = "chainrule: loaded again";

const workerFile = "sw.js";

/** Registers the service worker, and reloads the page where that helps. Call it once. It never rejects. */
export async function isolate({ mayReload = isUntouched }: IsolationOptions = {}): Promise<Isolation> {
  const container = serviceWorkers();
  if (!container || (isServedHere() && !container.controller)) return currentState();
  const address = new URL(workerFile, document.baseURI);
  try {
    if (container.controller && (await isGone(address))) {
      await (await container.getRegistration())?.unregister();
      return reloadOnce(mayReload);
    }
    const registration = await container.register(address, { updateViaCache: "none" });
    if (registration.waiting && container.controller) {
      const replaced = new Promise((resolve) => container.addEventListener("controllerchange", resolve));
      registration.waiting.postMessage("take over"); // it refuses while other pages are open
      void replaced.then(() => reloadOnce(mayReload));
    }
    void registration.update().catch(() => {}); // looks for a new version; fails offline
    if (globalThis.crossOriginIsolated) return currentState();
    await container.ready;
    return window.top === window ? reloadOnce(mayReload) : "notIsolated"; // in a frame the outer page decides
  } catch {
    return currentState(); // refused by settings, or the file is missing
  }
}

/** The browser's service workers; null where this page cannot use them. */
function serviceWorkers(): ServiceWorkerContainer | null {
  if (!globalThis.isSecureContext || !location.protocol.startsWith("http")) return null;
  try {
    return navigator.serviceWorker ?? null; // throws in a sandboxed frame
  } catch {
    return null;
  }
}

/** Whether `chainrule serve` on this machine serves the page: it sends the headers, so no worker should stay behind. */
function isServedHere(): boolean {
  return globalThis.crossOriginIsolated && /^(localhost|127\..*|\[::1\])$/.test(location.hostname);
}

/** Whether the host answers that the worker's file is gone: another site now uses this address. */
async function isGone(address: URL): Promise<boolean> {
  const { status } = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => ({ status: 0 }));
  return status === 404 || status === 410;
}

function currentState(): Isolation {
  if (!globalThis.crossOriginIsolated) return "notIsolated";
  try {
    sessionStorage.removeItem(mark);
  } catch {} // storage refused: no mark was set
  return "isolated";
}

/** Reloads the page, unless it did so before or cannot remember that it did. */
function reloadOnce(mayReload: () => boolean): Isolation {
  try {
    if (sessionStorage.getItem(mark) !== null || !mayReload()) return "notIsolated";
    sessionStorage.setItem(mark, "yes");
  } catch {
    return "notIsolated";
  }
  location.reload();
  return "reloading";
}

const isUntouched = () => !navigator.userActivation?.hasBeenActive;
