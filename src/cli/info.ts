/** `chainrule info`: version, host, and which builds run here and why not the others. */
import { formatTable } from "../report/textTable.js";
import { info } from "../wasm/info.js";
import { answer, type OutputFlags } from "./say.js";

export function infoCommand(flags: OutputFlags): void {
  const about = info();
  answer(flags, about, () => {
    const builds = about.builds.map(({ name, available, reason, sha256 }) => [
      name === about.build ? `${name} *` : name,
      sha256?.slice(0, 12) ?? "",
      available ? "yes" : `no: ${reason}`,
    ]);
    return [
      `chainrule ${about.version} on ${about.host}, ${about.processors} processors, training on up to ${about.threads} threads`,
      "",
      ...formatTable([["build", "sha256", "runs here"], ...builds]),
      "",
      "* the default",
    ].join("\n");
  });
}
