/** Controls in the drawing: units and layers added and removed, and the slider that shows other units of a large layer. */
import type { Signal } from "@preact/signals";
import { mostLayers } from "../choices.js";
import { unitsAfter, withLayer, withoutLayer, withUnits } from "../hiddenLayers.js";
import { isHidden } from "../view.js";
import { words } from "../panels/network.words.js";
import type { Session } from "../sessionTypes.js";
import type { Column } from "./drawingLayout.js";
import { pixels } from "./pixels.js";
import type { Shape } from "./shape.js";

interface LayerProps {
  session: Session;
  shape: Shape;
  column: Column;
}

/** − and + below the title of a hidden layer. */
export function LayerButtons({ session, shape, column }: LayerProps) {
  const own = words[session.language.value];
  const { buttonsY } = shape.layout;
  const { hidden } = session.choices.value;
  const index = column.layer - 1;
  const layer = hidden[index];
  if (isHidden("layers") || buttonsY === null || !layer || column.layer === shape.sizes.length - 1)
    return null;
  const middle = column.x + column.side / 2;
  const number = String(column.layer);
  return (
    <span class="network-buttons" style={pixels({ left: middle - 25, top: buttonsY })}>
      {(["fewer", "more"] as const).map((direction) => {
        const units = unitsAfter(layer.units, direction);
        const label = direction === "more" ? own.moreUnits(number) : own.fewerUnits(number);
        return (
          <button
            key={direction}
            type="button"
            title={label}
            aria-label={label}
            disabled={units === layer.units}
            onClick={() => session.choose({ hidden: withUnits(hidden, index, units) })}
          >
            {direction === "more" ? "+" : "−"}
          </button>
        );
      })}
    </span>
  );
}

/** − 2 hidden layers +, above the drawing. */
export function LayerCount({ session }: { session: Session }) {
  const own = words[session.language.value];
  const { hidden } = session.choices.value;
  return (
    <span class="network-layers">
      <button
        type="button"
        aria-label={own.removeLast}
        title={own.removeLast}
        disabled={hidden.length === 0}
        onClick={() => session.choose({ hidden: withoutLayer(hidden, hidden.length - 1) })}
      >
        −
      </button>
      <span>{own.layerCount(hidden.length)}</span>
      <button
        type="button"
        aria-label={own.addLast}
        title={own.addLast}
        disabled={hidden.length >= mostLayers}
        onClick={() => session.choose({ hidden: withLayer(hidden) })}
      >
        +
      </button>
    </span>
  );
}

/** Below a layer of which some units are drawn: which they are, and a slider to the others. */
export function UnitSlider({
  session,
  shape,
  column,
  first,
}: LayerProps & { first: Signal<readonly number[]> }) {
  if (column.more === 0) return null;
  const own = words[session.language.value];
  const { layer, x, side, moreY, spots, more } = column;
  const last = column.first + spots.length;
  const range = own.range(column.first + 1, last, shape.sizes[layer]!);
  const width = Math.max(40, Math.min(120, shape.layout.pitch - 8));
  const left = Math.max(0, Math.min(shape.layout.width - width, x + side / 2 - width / 2));
  const onInput = (event: { currentTarget: HTMLInputElement }) => {
    const next = shape.sizes.map((_, at) => first.peek()[at] ?? 0);
    next[layer] = event.currentTarget.valueAsNumber;
    first.value = next;
  };
  return (
    <label class="network-slider" style={pixels({ left, top: moreY, width })}>
      <span aria-hidden="true">{`${column.first + 1}–${last} / ${shape.sizes[layer]!}`}</span>
      <input
        type="range"
        min={0}
        max={more}
        step={1}
        value={column.first}
        aria-label={own.otherUnits}
        aria-valuetext={range}
        onInput={onInput}
      />
    </label>
  );
}
