/** The outputs for one sample as bars, one per class, with the predicted and the actual class marked. */
import { decimal, percent } from "../drawing/numbers.js";
import { outputOf, type Reading, saidClass } from "./reading.js";
import "./outputBars.css";

export interface OutputBarsProps {
  reading: Reading;
  /** [outputs], or null where there is no sample. */
  outputs: ArrayLike<number> | null;
  /** Whether they are probabilities, to be written in percent. */
  areParts: boolean;
  /** The actual class, where known. */
  actual?: number;
  label: string;
  /** The description of the mark beside the actual class: "correct". */
  rightLabel: string;
}

export function OutputBars({ reading, outputs, areParts, actual, label, rightLabel }: OutputBarsProps) {
  const { names, low, high } = reading;
  const said = outputs ? saidClass(reading, outputs) : -1;
  return (
    <ul class="output-bars" aria-label={label}>
      {names.map((name, index) => {
        const value = outputs ? outputOf(reading, outputs, 0, index) : low;
        const part = Math.max(0, Math.min(1, (value - low) / (high - low)));
        const isWrong = index === said && actual !== undefined && actual !== said;
        return (
          <li class={index === said ? (isWrong ? "said wrong" : "said") : ""}>
            <span class="name">{name}</span>
            <span class="track">
              <i style={{ "--part": part }} />
            </span>
            <span class="value">
              {outputs ? outputText(value, areParts) : ""}
              {index === actual && (
                <span role="img" aria-label={rightLabel}>
                  {" "}
                  ✓
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** 87 % for probabilities, else 0.87. */
export function outputText(value: number, areParts: boolean): string {
  return areParts ? percent(value, value > 0.995 && value < 0.9995 ? 1 : 0) : decimal(value, 2);
}
