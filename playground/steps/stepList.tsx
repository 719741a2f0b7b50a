/** The list of all steps of an update, by phase and layer, to see and choose the current step. */
import { useEffect, useRef } from "preact/hooks";
import type { Language } from "../sessionTypes.js";
import type { LessonModule, OpenWalkthrough, Walkthrough } from "./walkthrough.js";

interface ListProps {
  walk: Walkthrough;
  state: OpenWalkthrough;
  lesson: LessonModule;
  code: Language;
  digits: number;
  title: string;
}

/** With more steps, only the current group is listed. */
const mostAtOnce = 150;

export function StepList({ walk, state, lesson, code, digits, title }: ListProps) {
  const box = useRef<HTMLElement>(null);
  const { trace, at } = state;
  const groups = lesson.groupsOf(trace, code);
  const isLong = trace.steps.length > mostAtOnce;
  const { phases } = lesson.headingsOf(code);
  useEffect(() => {
    const current = box.current?.querySelector<HTMLElement>("[aria-current]");
    if (!box.current || !current || box.current.clientHeight === 0) return;
    const [outer, inner] = [box.current.getBoundingClientRect(), current.getBoundingClientRect()];
    if (inner.top >= outer.top + 32 && inner.bottom <= outer.bottom) return;
    box.current.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, [at, trace]);
  return (
    <nav class="steps-list" aria-label={title} ref={box}>
      {groups.map(({ phase, title: layer, steps }) => {
        const isHere = steps.some(({ number }) => number === at + 1);
        const first = steps[0]!.number;
        const heading = [phases[phase], layer].filter(Boolean).join(" · ");
        return (
          <section key={first}>
            <h4>
              {isLong && !isHere ? (
                <button type="button" onClick={() => walk.go(first - 1)}>
                  {heading} <small>{steps.length}</small>
                </button>
              ) : (
                heading
              )}
            </h4>
            {(!isLong || isHere) && (
              <ol>
                {steps.map(({ step, number }) => (
                  <li key={number}>
                    <button
                      type="button"
                      aria-current={number === at + 1 ? "step" : undefined}
                      onClick={() => walk.go(number - 1)}
                    >
                      <span class="number">{number}</span>
                      <span dangerouslySetInnerHTML={{ __html: lesson.symbolMarkup(step.symbol) }} />
                      <span class="value">{lesson.writtenText(step.value, digits)}</span>
                    </button>
                  </li>
                ))}
              </ol>
            )}
          </section>
        );
      })}
    </nav>
  );
}
