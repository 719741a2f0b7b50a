/** What the squared errors have in common: the kernel's case, and words about the sign of the derivative. */
import type { LossKernel } from "../loss.js";

export const squared: LossKernel = { code: 0, name: "squared" };

export const signNote = {
  en: "The minus is the derivative of −out, so the sign is kept.",
  zh: "负号来自 −out 的导数，符号不可丢掉。",
};
