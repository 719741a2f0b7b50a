/**
 * Where the links of the page lead: to its own lesson, and to the package. The addresses come from package.json when the
 * page is built; its `homepage` and `repository` add a link each.
 */
import type { Language } from "./sessionTypes.js";

/** Set by scripts/playground.mjs, from package.json. */
declare const __PACKAGE__: { name: string; version: string; homepage: string; source: string };

export interface PageLink {
  name: "lesson" | "package" | "documentation" | "glossary" | "source";
  address: string;
}

export function pageLinks(language: Language): PageLink[] {
  const { name, version, homepage, source } = __PACKAGE__;
  const files = `https://unpkg.com/${name}@${version}`;
  const readme = language === "zh" ? "README.zh.md" : "README.md";
  const glossary = language === "zh" ? "docs/zh/glossary.md" : "docs/glossary.md";
  const links: PageLink[] = [
    { name: "lesson", address: `#data=mazur&tab=steps${language === "en" ? "" : `&lang=${language}`}` },
    { name: "package", address: `https://www.npmjs.com/package/${name}` },
    { name: "documentation", address: homepage || `${files}/${readme}` },
    { name: "glossary", address: `${files}/${glossary}` },
    { name: "source", address: source },
  ];
  return links.filter(({ address }) => address !== "");
}
