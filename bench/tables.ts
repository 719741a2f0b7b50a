/** The additional tables: single kernels, the crossover between TypeScript and wasm, scaling over threads. */
import { hasThreads } from "../src/wasm/builds.js";
import { info } from "../src/wasm/info.js";
import { batchesOf, type Case, cases, flopsPerSample } from "./cases.js";
import { elementary, type ElementaryName, referenceElementary, wasmElementary } from "./elementary.js";
import { availableBuilds, type Engine, plainEngines, runsThreads } from "./engines.js";
import { isWide, useLanes } from "./lanes.js";
import { DisagreementError, lossBound, requireAgreement, runnerOf, worstError } from "./measure.js";
import { ceilingOf, type PeakMeter } from "./peak.js";
import {
  type Kernel,
  kernelBuilds,
  type Orientation,
  type ProductShape,
  productSubjects,
  referenceProduct,
  wasmProduct,
} from "./products.js";
import type { CrossoverCell, KernelRow, ScalingRow } from "./results.js";
import type { Subject } from "./subject.js";
import { apartSubject, dataOf, referenceSubject, wasmSubject } from "./subjects.js";
import { threadedProduct } from "./threaded-product.js";
import { medianOf, medianRatio, takeTurns, type TurnOptions } from "./turns.js";

type Say = (text: string) => void;

interface KernelCase {
  kernel: string;
  shape: string;
  precision: "float32" | "float64";
  /** Of the result. */
  elements: number;
  flops: number | null;
  reference: () => Kernel;
  wasm: (build: ReturnType<typeof kernelBuilds>[number]) => Kernel;
}

const square = { rows: 1024, inputs: 1024, units: 1024 };
const mnist = { rows: 128, inputs: 784, units: 128 };
const small = { rows: 32, inputs: 64, units: 32 };
const single = { rows: 1, inputs: 256, units: 256 };

function product(
  orientation: Orientation,
  shape: ProductShape,
  precision: "float32" | "float64" = "float32",
  updates = false,
): KernelCase {
  const { rows, inputs, units } = shape;
  const kinds = { forward: "A·B", backward: "A·Bᵀ", gradient: "Aᵀ·B" };
  const elements = { forward: rows * units, backward: rows * inputs, gradient: inputs * units }[orientation];
  return {
    kernel: updates ? "update W − η·Aᵀ·B" : `gemm ${kinds[orientation]}`,
    shape: `${rows}×${inputs}×${units}`,
    precision,
    elements,
    flops: 2 * rows * inputs * units + (updates ? 2 * elements : 0),
    reference: () => referenceProduct(precision, orientation, shape, updates),
    wasm: (build) => wasmProduct(build, precision, orientation, shape, updates),
  };
}

function map(kernel: ElementaryName, precision: "float32" | "float64", length: number): KernelCase {
  return {
    kernel,
    shape: String(length),
    precision,
    elements: length,
    flops: null,
    reference: () => referenceElementary(kernel, precision, length),
    wasm: (build) => wasmElementary(build, kernel, precision, length),
  };
}

const orientations = ["forward", "backward", "gradient"] as const;

/** Measures kernels, for `--kernels`. */
export const kernelCases: readonly KernelCase[] = [
  ...orientations.map((orientation) => product(orientation, square)),
  product("forward", square, "float64"),
  ...orientations.map((orientation) => product(orientation, mnist)),
  ...orientations.map((orientation) => product(orientation, small)),
  product("forward", single),
  product("gradient", mnist, "float32", true),
  product("gradient", small, "float32", true),
  ...(["float32", "float64"] as const).flatMap((precision) =>
    (Object.keys(elementary) as ElementaryName[]).map((name) => map(name, precision, 16_384)),
  ),
];

export async function measureKernels(
  meter: PeakMeter,
  options: TurnOptions,
  say: Say,
  chosen = kernelCases,
): Promise<KernelRow[]> {
  const rows: KernelRow[] = [];
  for (const one of chosen) {
    const { kernel, shape, precision, flops, elements } = one;
    const part = `${kernel} ${shape} ${precision}`;
    const builds = kernelBuilds();
    const kernels = [
      one.reference(),
      ...builds.map((build): Kernel => ({ ...one.wasm(build), isWide: isWide(build) })),
    ];
    for (const each of kernels) {
      await useLanes(each.isWide ?? false);
      each.reset?.();
      each.run(1);
    }
    const [reference, ...ours] = kernels.map((each) => each.result().slice());
    ours.forEach((result, index) => {
      const worst = worstError(result, reference!);
      if (worst <= lossBound) return;
      throw new DisagreementError(
        `${part}: wasm ${builds[index]} is off by ${worst} of the largest element: expected ${lossBound}. Nothing was timed.`,
      );
    });
    const rates = await takeTurns([...kernels, ...meter.runners(precision)], options);
    meter.add(part, precision, rates.slice(kernels.length));
    kernels.forEach((_, index) => {
      const build = index === 0 ? "blocked" : builds[index - 1]!;
      const median = medianOf(rates[index]!);
      const gflops = flops && (median * flops) / 1e9;
      rows.push({
        kernel,
        shape,
        precision,
        implementation: index === 0 ? "typescript" : "wasm",
        build: index === 0 && flops === null ? "Math" : build,
        gflops,
        elementsPerSecond: median * elements,
        percentOfPeak:
          gflops && (100 * gflops) / ceilingOf(meter.peak(part), { build, precision, threads: 1 }),
        ratio: medianRatio(rates[index]!, rates[0]!),
      });
    });
    say(`${part}: ${rows.at(-1)!.ratio.toFixed(2)}×`);
  }
  return rows;
}

const widths = [2, 4, 8, 16, 32, 64, 128, 256, 512];
const batches = [1, 4, 16, 64, 256];

/** From which size wasm is faster, and threads are: networks of two layers, by width and batch. */
export async function measureCrossover(
  options: TurnOptions,
  say: Say,
  grid = { widths, batches },
): Promise<CrossoverCell[]> {
  const { single: build, threaded } = plainEngines();
  const used: Engine[] = [{ build, threads: 1 }];
  if (threaded) used.push({ build: threaded, threads: info().processors });
  const cells: CrossoverCell[] = [];
  for (const width of grid.widths) {
    for (const batch of grid.batches) {
      const name = `${width} units, batch ${batch}`;
      const layers = [width, width, width];
      const one: Case = { name, layers, batch, precision: "float32", kind: "step" };
      const data = dataOf(one);
      const subjects = [
        referenceSubject(one, data, "blocked"),
        ...used.map((engine) => wasmSubject(one, data, engine)),
      ];
      const rates = await ratesOf(one, subjects, data.rows, options);
      used.forEach((engine, index) => {
        const ratio = medianRatio(rates[index + 1]!, rates[0]!);
        const [typescript, wasm] = [medianOf(rates[0]!), medianOf(rates[index + 1]!)];
        const winner = ratio >= 1 ? "wasm" : "typescript";
        cells.push({ width, batch, ...engine, wasm, typescript, ratio, winner });
      });
    }
    say(`crossover: ${width} units`);
  }
  return cells;
}

/** Samples per second of subjects that agree, by turn. */
async function ratesOf(one: Case, subjects: Subject[], samples: number, options: TurnOptions) {
  await requireAgreement(one, subjects);
  const rates = await takeTurns(subjects.map(runnerOf), options);
  for (const subject of subjects) subject.dispose();
  return rates.map((turns) => turns.map((rate) => rate * samples));
}

/** Cases with 1 to all processors, in every threaded build; an empty list if no such build runs here. */
export async function measureScaling(options: TurnOptions, say: Say, chosen: readonly Case[] = cases) {
  const { processors } = info();
  const rows: ScalingRow[] = [];
  const large = chosen.filter((one) => one.batch * flopsPerSample(one) > 1e6);
  for (const build of availableBuilds().filter(hasThreads)) {
    if (!runsThreads(build, 2)) continue;
    for (const one of large) {
      const isProduct = one.kind === "product";
      const data = isProduct ? null : dataOf(one);
      const counts = Array.from({ length: processors }, (_, index) => index + 1);
      const subjects = counts.map((threads) =>
        data ? wasmSubject(one, data, { build, threads }) : threadedProduct(one, { build, threads }),
      );
      if (data && processors > 1) subjects.push(apartSubject(one, data, build, processors));
      if (isProduct) await requireAgreement(one, [productSubjects(one)[0]!, ...subjects]);
      const rates = await ratesOf(one, subjects, one.batch * batchesOf(one), options);
      counts.forEach((threads, index) => {
        const turns = rates[index]!;
        const samplesPerSecond = { median: medianOf(turns), best: Math.max(...turns) };
        rows.push({
          case: one.name,
          build,
          threads,
          samplesPerSecond,
          speedup: medianRatio(turns, rates[0]!),
          apart: threads > 1 && rates[threads] ? threads * medianRatio(rates[threads]!, rates[0]!) : null,
        });
      });
      const { speedup, apart } = rows.at(-1)!;
      const beside = apart === null ? "" : `; ${apart.toFixed(2)}× by as many trainings apart`;
      say(`scaling: ${one.name}, ${build}: ${speedup.toFixed(2)}× on ${processors} threads${beside}`);
    }
  }
  return rows;
}
