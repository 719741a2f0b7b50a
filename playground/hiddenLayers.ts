/** Hidden layers made wider or narrower, added and removed: what the buttons of the settings and of the drawing do. */
import { limits, mostLayers } from "./choices.js";
import type { Choices } from "./sessionTypes.js";

export type Hidden = Choices["hidden"];

/** The number of units after a press of "more" or "fewer": larger layers change in larger steps. */
export function unitsAfter(units: number, direction: "more" | "fewer"): number {
  const [least, most] = limits.units;
  const isMore = direction === "more";
  const isAtLeast = (size: number) => (isMore ? units >= size : units > size);
  const step = isAtLeast(64) ? 16 : isAtLeast(16) ? 4 : 1;
  return Math.max(least, Math.min(most, isMore ? units + step : units - step));
}

export function withUnits(hidden: Hidden, index: number, units: number): Hidden {
  return hidden.map((layer, at) => (at === index ? { ...layer, units } : layer));
}

/** With one more layer, like the last; the same where no more layers are allowed. */
export function withLayer(hidden: Hidden): Hidden {
  if (hidden.length >= mostLayers) return hidden;
  return [...hidden, { ...(hidden.at(-1) ?? { units: 4, activation: "tanh" }) }];
}

export function withoutLayer(hidden: Hidden, index: number): Hidden {
  return hidden.filter((_, at) => at !== index);
}
