/** An app that trains in its own worker thread. */
import { Worker } from "node:worker_threads";

const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: { epochs: 12, threads: 2 } });
worker.once("message", ({ loss, weights }) => console.log(`${loss}\n${weights}`));
