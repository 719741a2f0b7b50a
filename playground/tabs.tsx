/** Tabs, chosen with the pointer or the arrow keys. Only the selected view is rendered. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

export interface Tab {
  name: string;
  label: string;
  content: () => ComponentChildren;
}

interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  /** The name of the selected tab (default: the first). */
  chosen: Signal<string>;
}

export function Tabs({ label, tabs, chosen }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.find(({ name }) => name === chosen.value) ?? tabs[0];
  if (!shown) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.indexOf(shown);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    chosen.value = tabs[next]!.name;
    (list.current!.children[next] as HTMLElement).focus();
  };
  return (
    <section class="tabs" aria-label={label}>
      <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            aria-selected={tab === shown}
            aria-controls={`${id}-view`}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => (chosen.value = tab.name)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        class="tab-view card"
        role="tabpanel"
        id={`${id}-view`}
        aria-labelledby={`${id}-${shown.name}`}
        tabIndex={0}
        key={shown.name}
      >
        {shown.content()}
      </div>
    </section>
  );
}
