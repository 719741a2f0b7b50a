/** In which language the command line speaks: --lang, or else what the locale says, as POSIX has it. */
import type { Language } from "../explain/language/language.js";
import { languageCodes } from "../explain/language/languages.js";

/** A text in every language. */
export type Told = Readonly<Record<Language["code"], string>>;

/**
 * The language of a call.
 *
 * @param args of the command line, in which --lang may stand anywhere
 * @param env  LC_ALL, LC_MESSAGES and LANG; the first that is set decides
 */
export function languageOf(
  args: readonly string[] = process.argv,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Language["code"] {
  const at = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const given = at < 0 ? undefined : (args[at]!.split("=")[1] ?? args[at + 1]);
  if ((languageCodes as readonly (string | undefined)[]).includes(given)) return given as Language["code"];
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find(Boolean) ?? "";
  return /^zh(?![a-z])/i.test(locale) ? "zh" : "en";
}
