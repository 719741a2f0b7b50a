/** Checks the options of the host that a caller gives, before memory is taken. */
import { ConfigError } from "../errors.js";
import { builtInName } from "../network/givenArrays.js";
import { isPlainObject } from "../settings/check.js";
import { show } from "../wording.js";

/** @throws ConfigError naming the first option that is not what it should be */
export function checkHost(host: object): void {
  if (!isPlainObject(host)) refuse("host", "an object of options, such as { keepFree: true }", host);
  const { spawn, memory } = host;
  if (spawn && typeof spawn !== "function")
    refuse("spawn", "a function that starts a thread, or null", spawn);
  if (!memory) return;
  const { memory: own } = memory as { memory?: unknown };
  if (builtInName(own) !== "WebAssembly.Memory") refuse("memory.memory", "a WebAssembly.Memory", own);
}

function refuse(setting: string, expected: string, got: unknown): never {
  throw new ConfigError({ setting, expected, got: show(got) });
}
