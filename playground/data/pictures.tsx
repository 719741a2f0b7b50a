/** A small picture of each data set, made from its own samples. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { makeDigits } from "../../src/data/digits/digits.js";
import type { DataName } from "../sessionTypes.js";
import { defaultsOf, isPlane, type PlaneName } from "../choices.js";
import { isWorked, type WorkedName, workedSizes } from "../worked/examples.js";
import { makePlaneSamples, makeWave, planeRange } from "./planeSamples.js";

const points = 150;

export function DataPicture({ data }: { data: DataName }) {
  if (isPlane(data)) return <PlanePicture name={data} />;
  if (data === "wave") return <WavePicture />;
  if (data === "digits") return <DigitsPicture />;
  return isWorked(data) ? <ExamplePicture data={data} /> : <FilePicture />;
}

function PlanePicture({ name }: { name: PlaneName }) {
  const dataset = useMemo(() => makePlaneSamples(name, 0, points, 1), [name]);
  const [low, high] = planeRange;
  const { inputs, labels, targets } = dataset;
  const strength = (row: number) => (targets ? Math.min(1, 0.15 + Math.abs(targets[row]!)) : undefined);
  return (
    <svg viewBox={`${low} ${-high} ${high - low} ${high - low}`} aria-hidden="true">
      {Array.from(labels ?? targets!, (value, row) => (
        <circle
          key={row}
          class={value > 0 ? "one" : "zero"}
          opacity={strength(row)}
          cx={inputs[2 * row]!.toFixed(2)}
          cy={(-inputs[2 * row + 1]!).toFixed(2)}
          r="0.3"
        />
      ))}
    </svg>
  );
}

function WavePicture() {
  const { inputs, targets } = useMemo(() => makeWave(0.1, 60, 1), []);
  return (
    <svg viewBox="-6 -6 12 12" aria-hidden="true">
      {Array.from(targets!, (value, row) => (
        <circle key={row} class="one" cx={inputs[row]!.toFixed(2)} cy={(-3 * value).toFixed(2)} r="0.3" />
      ))}
    </svg>
  );
}

/** Four digits. The ink is the opacity, so that it is dark on light and light on dark. */
function DigitsPicture() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { inputs } = makeDigits({ rows: 4, seed: 3 });
    const context = canvas.current!.getContext("2d")!;
    for (let digit = 0; digit < 4; digit++) {
      const image = context.createImageData(28, 28);
      for (let at = 0; at < 784; at++) image.data[4 * at + 3] = inputs[784 * digit + at]!;
      context.putImageData(image, 28 * (digit % 2), 28 * (digit >> 1));
    }
  }, []);
  return <canvas ref={canvas} class="ink" width={56} height={56} aria-hidden="true" />;
}

/** The network of a worked example. */
function ExamplePicture({ data }: { data: WorkedName }) {
  const columns = workedSizes(data, defaultsOf(data).hidden).map((units, layer) =>
    Array.from({ length: units }, (_, unit) => ({
      x: 4 * (layer - 1),
      y: (unit - (units - 1) / 2) * Math.min(4.4, 9.6 / Math.max(1, units - 1)),
    })),
  );
  return (
    <svg viewBox="-6 -6 12 12" aria-hidden="true">
      {columns
        .slice(1)
        .flatMap((ends, layer) =>
          columns[layer]!.flatMap((from) =>
            ends.map((to) => (
              <line key={`${layer}${from.y}${to.y}`} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
            )),
          ),
        )}
      {columns.flat().map(({ x, y }) => (
        <circle key={`${x}${y}`} class="unit" cx={x} cy={y} r="1.05" />
      ))}
    </svg>
  );
}

function FilePicture() {
  return (
    <svg viewBox="-6 -6 12 12" aria-hidden="true">
      <path class="unit" d="M-3 -4.5 H1.2 L3.2 -2.5 V4.5 H-3 Z M1.2 -4.5 V-2.5 H3.2" />
      <path class="unit" d="M-1.6 -0.4 H1.8 M-1.6 1.2 H1.8 M-1.6 2.8 H1.8" />
    </svg>
  );
}
