/** The language of the page: from the link, else from the last visit, else from the browser. */
import type { Language } from "./sessionTypes.js";
import { remember, remembered } from "./remembered.js";

export function firstLanguage(ofLink: Language | null): Language {
  const last = remembered("language");
  if (ofLink) return ofLink;
  if (last === "en" || last === "zh") return last;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

/** Sets the language of the document and remembers it for the next visit. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  remember("language", language);
}
