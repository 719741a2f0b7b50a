/** How many workers run in the pages of the browsers that this process has started, as the system counts threads. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Whether the system tells. */
export const tellsThreads = existsSync("/proc/self/task");

/** Names of a worker's thread, in Chromium and in Firefox. */
const workerNames = new Set(["DedicatedWorker", "DOM Worker"]);
/** In the command line of a process that shows pages: a browser has workers of its own elsewhere. */
const ofPages = /--type=renderer|-contentproc/;

export function workersInPages(): number {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  // processes and threads may end meanwhile
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
  const parents = new Map(
    processes.map((id) => [
      id,
      read(`/proc/${id}/stat`)
        .replace(/^.*\) \S /s, "")
        .split(" ")[0]!,
    ]),
  );
  const isOurs = (id: string | undefined): boolean =>
    id === String(process.pid) || (id !== undefined && isOurs(parents.get(id)));
  return processes
    .filter((id) => isOurs(id) && ofPages.test(read(`/proc/${id}/cmdline`)))
    .flatMap((id) =>
      readdirSync(`/proc/${id}/task`).map((task) => read(`/proc/${id}/task/${task}/comm`).trim()),
    )
    .filter((name) => workerNames.has(name)).length;
}
