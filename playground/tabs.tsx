/** The tabs of the page: a list of tabs, chosen with the pointer or the arrow keys, and the panel of each. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

interface TabListProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; label: string }[];
  chosen: Name;
  onChoose: (name: Name) => void;
}

export function TabList<Name extends string>({ label, tabs, chosen, onChoose }: TabListProps<Name>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    onChoose(tabs[next]!.name);
    (list.current!.children[next] as HTMLElement).focus();
  };
  return (
    <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ name, label: own }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === chosen}
          aria-controls={`view-${name}`}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
        >
          {own}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  name: string;
  isShown: boolean;
  class?: string;
  children: ComponentChildren;
}

/** The panel of a tab. It stays in the page while another is shown, as `aria-controls` needs it. */
export function TabPanel({ name, isShown, class: own, children }: TabPanelProps) {
  return (
    <div class={own} role="tabpanel" id={`view-${name}`} aria-labelledby={`tab-${name}`} hidden={!isShown}>
      {children}
    </div>
  );
}
