/** The message of an error, in the language of the page where it has one, else marked as English. */
import { inChinese } from "./messages.js";
import type { Language } from "./sessionTypes.js";

export function Message({ text, language }: { text: string; language: Language }) {
  const chinese = language === "zh" ? inChinese(text) : null;
  return chinese === null ? <span lang="en">{text}</span> : <>{chinese}</>;
}
