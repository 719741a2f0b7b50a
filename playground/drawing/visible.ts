/** Whether an element is on the screen, so that a panel that nobody sees does not draw. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** How far outside of the window an element already counts as seen. */
const margin = "64px";

/**
 * A signal that says whether the element is in the window, or nearly; false until it is known.
 *
 *     const root = useRef<HTMLElement>(null);
 *     const visible = useVisible(root);
 */
export function useVisible(element: RefObject<Element | null>): ReadonlySignal<boolean> {
  const visible = useSignal(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => (visible.value = entries.at(-1)!.isIntersecting), {
      rootMargin: margin,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return visible;
}

/**
 * Draws while the element is seen: at once, and again when a signal changes that `draw` has read
 * (`session.frame.value`, for instance). The returned function of `draw`, if any, runs before the next drawing.
 */
export function useDrawing(visible: ReadonlySignal<boolean>, draw: () => void | (() => void)): void {
  useSignalEffect(() => (visible.value ? draw() : undefined));
}
