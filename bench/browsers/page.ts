/**
 * Runs in the page that bench/browsers.mjs opens: times our builds and two other packages in turns, and measures how a
 * training affects the page.
 */
// @ts-expect-error: installed apart
import * as jaxModule from "@jax-js/jax";
// @ts-expect-error: installed apart
import * as tfModule from "@tensorflow/tfjs";
// @ts-expect-error: installed apart
import * as tfWasm from "@tensorflow/tfjs-backend-wasm";
import { cases } from "../cases.js";
import { jax } from "../peers/jax.js";
import type { Subject } from "../subject.js";
import { dataOf, wasmSubject } from "../subjects.js";

const one = cases.find(({ name }) => name === "mnist")!;
const data = dataOf(one);

/** Opens the implementation that the driver names; null if it cannot run here. */
async function open(name: string): Promise<Subject> {
  const threads = /^simd-threads, (\d+)$/.exec(name);
  if (threads) return wasmSubject(one, data, { build: "simd-threads", threads: Number(threads[1]) });
  if (name === "simd, 1") return wasmSubject(one, data, { build: "simd", threads: 1 });
  if (name === "jax-js") return (await (await jax.open([jaxModule], []))(one, data))[0]!;
  tfWasm.setWasmPaths("/tfjs/");
  await tfModule.setBackend("wasm");
  await tfModule.ready();
  const { tfSubjects } = await import("../peers/tfjs.js");
  return tfSubjects(tfModule, one, data)[0]!;
}

const subjects = new Map<string, Subject>();

/** Workers that each implementation has started: the packages decide by themselves whether they use threads. */
const workers: Record<string, number> = {};
let opened = "";
globalThis.Worker = class extends Worker {
  constructor(...given: ConstructorParameters<typeof Worker>) {
    super(...given);
    workers[opened] = (workers[opened] ?? 0) + 1;
  }
};

/** Milliseconds of this many passes through the data. */
async function turn(name: string, epochs: number): Promise<number> {
  opened = name;
  const subject = subjects.get(name) ?? (await open(name));
  subjects.set(name, subject);
  subject.reset();
  const began = performance.now();
  await subject.train(epochs);
  return performance.now() - began;
}

/** Loss after this many epochs from the first weights. */
async function loss(name: string, epochs: number): Promise<number> {
  await turn(name, epochs);
  return subjects.get(name)!.loss();
}

/** Frames a second and the longest task of the page while a subject trains. */
async function watch(name: string, ms: number): Promise<{ frames: number; longestTask: number }> {
  let [frames, longestTask] = [0, 0];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: "longtask" });
  let isOn = true;
  const count = () => {
    frames++;
    if (isOn) requestAnimationFrame(count);
  };
  await turn(name, 1);
  const began = performance.now();
  requestAnimationFrame(count);
  while (performance.now() - began < ms) await turn(name, 50);
  isOn = false;
  await new Promise((resolve) => setTimeout(resolve, 100));
  observer.disconnect();
  return { frames: (frames * 1000) / (performance.now() - began - 100), longestTask };
}

Object.assign(globalThis, { bench: { turn, loss, watch, workers, rows: data.rows } });
