/** Why a round works, told with the current numbers of a worked example. Made when it is unfolded, because it takes a while. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { languages } from "../../src/explain/language/languages.js";
import type { Trace } from "../../src/explain/trace.js";
import { whyMarkup } from "../../src/report/trace/why/explanations.js";
import { whyTextsOf } from "../../src/report/trace/why/texts.js";
import type { Session } from "../sessionTypes.js";

/** Milliseconds without a change before it is made again: the curve of the error has thousands of rounds. */
const quietMs = 300;
const digits = 9;

export function WhyView({ session, trace }: { session: Session; trace: Trace }) {
  const isOpen = useSignal(false);
  const markup = useSignal("");
  const current = useSignal(trace);
  current.value = trace;
  useSignalEffect(() => {
    const [of, language] = [current.value, languages[session.language.value]];
    if (!isOpen.value) return;
    const make = () => (markup.value = whyMarkup(of, language, digits));
    const timer = setTimeout(make, markup.peek() === "" ? 0 : quietMs);
    return () => clearTimeout(timer);
  });
  return (
    <details class="example-why" onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>{whyTextsOf(languages[session.language.value]).heading}</summary>
      {/* markup of the library, which escapes every name */}
      <div dangerouslySetInnerHTML={{ __html: markup.value }} />
    </details>
  );
}
