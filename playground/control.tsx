/** A part of the page that a link can hide. */
import type { ComponentChildren } from "preact";
import { type ControlName, isHidden } from "./view.js";

export function Control({ name, children }: { name: ControlName; children: ComponentChildren }) {
  return isHidden(name) ? null : <>{children}</>;
}
