/** The footer: privacy, keys, version, and what this machine can do. */
import { useMemo } from "preact/hooks";
import { info } from "../src/wasm/info.js";
import { engineStatus } from "./engineStatus.js";
import { engineNames, type Session } from "./sessionTypes.js";
import { words as hiding } from "./hiding.words.js";
import { words } from "./page.words.js";
import { view } from "./view.js";

export function PageFooter({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { version, build, processors, host } = useMemo(info, []);
  const status = useMemo(engineStatus, []);
  return (
    <footer class="page-footer">
      <Hidden session={session} />
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

/** How much of the page the link hides, and a button that shows it. */
function Hidden({ session }: { session: Session }) {
  const say = hiding[session.language.value];
  const { hide } = view.value;
  if (hide.length === 0) return null;
  return (
    <p>
      {say.hidden(hide.length)}{" "}
      <button type="button" class="plain" onClick={() => (view.value = { ...view.peek(), hide: [] })}>
        {say.showAll}
      </button>
    </p>
  );
}
