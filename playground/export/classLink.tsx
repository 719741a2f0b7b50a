/** "Link for a class": choose what a link hides and the tab that it opens at, and copy the link. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Select } from "../settingsPanels/fields.js";
import { controlLabels, words } from "../hiding.words.js";
import { words as pageWords } from "../page.words.js";
import type { Session } from "../sessionTypes.js";
import { type ControlName, controlNames, firstView, shownTabs, type View } from "../view.js";

interface ClassLinkProps {
  session: Session;
  /** Shows the link of a view, with a button that copies it. */
  show: (view: View) => ComponentChildren;
}

export function ClassLink({ session, show }: ClassLinkProps) {
  const say = words[session.language.value];
  const labels = controlLabels(session.language.value);
  const { tabNames } = pageWords[session.language.value];
  const chosen = useSignal<View>(firstView);
  const { tab, hide } = chosen.value;
  const toggle = (name: ControlName) => {
    const next = controlNames.filter((one) => (one === name) !== hide.includes(one));
    const isThere = shownTabs({ tab, hide: next }).includes(tab);
    chosen.value = { tab: isThere ? tab : firstView.tab, hide: next };
  };
  return (
    <article>
      <h3>{say.title}</h3>
      <p>{say.about}</p>
      <fieldset class="class-link">
        <legend class="unseen">{say.title}</legend>
        {controlNames.map((name) => (
          <label key={name}>
            <input type="checkbox" checked={hide.includes(name)} onChange={() => toggle(name)} />
            {labels[name]}
          </label>
        ))}
      </fieldset>
      <div class="class-link-tab">
        <Select
          label={say.opens}
          value={tab}
          options={shownTabs(chosen.value).map((name) => ({ value: name, label: tabNames[name] }))}
          onChoose={(value) => (chosen.value = { tab: value, hide })}
        />
      </div>
      {show(chosen.value)}
    </article>
  );
}
