/** Whether an element is visible, so that hidden panels do not draw. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Elements this close to the window count as visible. */
const margin = "64px";

/**
 * A signal: whether the element is in the window or near it; false until known.
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
 * Calls `draw` while the element is visible: immediately, and whenever a signal changes that `draw` has read, such as
 * `session.frame.value`. A function that `draw` returns runs before the next call.
 */
export function useDrawing(visible: ReadonlySignal<boolean>, draw: () => void | (() => void)): void {
  useSignalEffect(() => (visible.value ? draw() : undefined));
}
