/** The explanations by language. */
import type { Language } from "../../../explain/language/language.js";
import { whyEn } from "./why-en.js";
import { whyZh } from "./why-zh.js";
import type { WhyTexts } from "./whyTexts.js";

const texts: Record<Language["code"], WhyTexts> = { en: whyEn, zh: whyZh };

export function whyTextsOf({ code }: Language): WhyTexts {
  return texts[code];
}
