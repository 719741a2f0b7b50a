/** The languages of a trace, by their codes. */
import { en } from "./en.js";
import type { Language } from "./language.js";
import { zh } from "./zh.js";

/** The languages of a trace by their codes: English (`en`) and Chinese (`zh`). */
export const languages: Readonly<Record<Language["code"], Language>> = { en, zh };
export const languageCodes = /* @__PURE__ */ Object.keys(languages) as Language["code"][];
