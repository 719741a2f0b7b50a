/** The sentences that compare numbers, by language. */
import { checkEn } from "./check-en.js";
import { checkZh } from "./check-zh.js";
import type { CheckLanguage } from "./checkLanguage.js";
import type { Language } from "./language.js";

export const checkLanguages: Readonly<Record<Language["code"], CheckLanguage>> = { en: checkEn, zh: checkZh };
