/** The footer: privacy, keys, version, and what this machine can do. */
import { useMemo } from "preact/hooks";
import { info } from "../src/wasm/info.js";
import { engineStatus } from "./engineStatus.js";
import { engineNames, type Session } from "./sessionTypes.js";
import { words } from "./page.words.js";

export function PageFooter({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { version, build, processors, host } = useMemo(info, []);
  const status = useMemo(engineStatus, []);
  return (
    <footer class="page-footer">
      <p>{say.local}</p>
      <p>{say.keys}</p>
      <details>
        <summary>{say.machine}</summary>
        <dl>
          {engineNames.map((name) => (
            <div key={name}>
              <dt>{say.engines[name]}</dt>
              <dd>{status[name].available ? say.available : status[name].reason}</dd>
            </div>
          ))}
          <div>
            <dt>{say.build}</dt>
            <dd>
              {build}, {say.processors(processors)}
            </dd>
          </div>
          <div>
            <dt>{say.version}</dt>
            <dd>
              Chainrule {version}
              <br />
              {host}
            </dd>
          </div>
        </dl>
      </details>
    </footer>
  );
}
