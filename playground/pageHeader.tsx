/** The header: what the page is, its tabs, its language and its theme. */
import { Segments } from "./settingsPanels/fields.js";
import type { Session } from "./sessionTypes.js";
import { TabList } from "./tabs.js";
import { chooseTheme, theme, themes } from "./theme.js";
import { showTab, shownTabs, view } from "./view.js";
import { words } from "./page.words.js";

export function PageHeader({ session }: { session: Session }) {
  const say = words[session.language.value];
  return (
    <header class="page-header">
      <h1>Chainrule</h1>
      <p>{say.statement}</p>
      <TabList
        label={say.tabs}
        tabs={shownTabs(view.value).map((name) => ({ name, label: say.tabNames[name] }))}
        chosen={view.value.tab}
        onChoose={showTab}
      />
      <Segments
        label={say.language}
        value={session.language.value}
        options={[
          { value: "en", label: "EN", title: "English" },
          { value: "zh", label: "中文", title: "中文" },
        ]}
        onChoose={(value) => (session.language.value = value)}
      />
      <Segments
        label={say.theme}
        value={theme.value}
        options={themes.map((name) => ({
          value: name,
          title: say.themes[name],
          label: <ThemeIcon name={name} label={say.themes[name]} />,
        }))}
        onChoose={chooseTheme}
      />
    </header>
  );
}

const pictures = {
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
  light:
    "M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
  dark: "M13 9.5A5.5 5.5 0 1 1 6.5 3A4.5 4.5 0 0 0 13 9.5z",
};

function ThemeIcon({ name, label }: { name: keyof typeof pictures; label: string }) {
  return (
    <>
      <svg viewBox="0 0 16 16" class="icon" aria-hidden="true">
        <path d={pictures[name]} />
      </svg>
      <span class="unseen">{label}</span>
    </>
  );
}
