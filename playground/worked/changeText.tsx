/** What a change of the numbers did, in a sentence: how many numbers changed, and whether the error fell. */
import type { words } from "../panels/example.words.js";
import { type Study, writtenText } from "./study.js";

interface ChangeTextProps {
  say: (typeof words)["en"];
  before: Study | null;
  study: Study;
  row: number;
  changed: ReadonlySet<string> | null;
}

export function ChangeText({ say, before, study, row, changed }: ChangeTextProps) {
  const sum = study.traces.length > 1 ? say.sum(study.traces.length) : "E";
  const steps = study.traces[row]!.steps.filter(({ key }) => changed?.has(key)).length;
  if (!before || !changed || changed.size === 0) {
    return (
      <p class="example-says" aria-live="polite">
        <b>
          {sum} = {writtenText(study.error, 9)}
        </b>{" "}
        <span>{say.none}</span>
      </p>
    );
  }
  const [from, to] = [before.error, study.error];
  const verdict = to < from ? say.falls : to > from ? say.rises : say.same;
  return (
    <p
      class="example-says"
      aria-live="polite"
      data-error={to < from ? "falls" : to > from ? "rises" : "same"}
    >
      <b>
        {sum} = {writtenText(to, 9)}
      </b>{" "}
      <span>
        <strong>{verdict}</strong>
        {to !== from && (
          <>
            : {writtenText(from, 9)} → {writtenText(to, 9)}.
          </>
        )}{" "}
        {say.changed(steps)}
      </span>
    </p>
  );
}
