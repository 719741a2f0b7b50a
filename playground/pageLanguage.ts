/** The language of the page: of the link, else of the last visit, else of the browser. */
import type { Language } from "./sessionTypes.js";
import { remember, remembered } from "./remembered.js";

export function firstLanguage(ofLink: Language | null): Language {
  const last = remembered("language");
  if (ofLink) return ofLink;
  if (last === "en" || last === "zh") return last;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

/** Has the document speak a language, and the next visit too. */
export function speak(language: Language): void {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  remember("language", language);
}
