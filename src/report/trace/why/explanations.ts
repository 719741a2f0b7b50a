/** The explanations of a round as Markdown and as a part of a page: which sections there are, and how they are put together. */
import type { Language } from "../../../explain/language/language.js";
import type { Trace } from "../../../explain/trace.js";
import { courseRounds, errorCourse, type WhyFacts, whyFacts } from "../../../explain/why.js";
import { escape } from "../../page/markup.js";
import { isLogistic } from "./curves.js";
import { figureMarkup, type FigureSource } from "./figures.js";
import { type FigureId, markdownPen, pagePen, type Pen } from "./pen.js";
import { whyTextsOf } from "./texts.js";
import type { WhySection, WhyTexts } from "./whyTexts.js";

export type SectionId = keyof WhyTexts["sections"];

/** Facts and the curve of the error; null for a trace that is not explained: see `whyFacts`. */
export interface Explained {
  facts: WhyFacts;
  errors: readonly number[] | null;
}

export function explained(trace: Trace): Explained | null {
  const facts = whyFacts(trace);
  return facts && { facts, errors: isSmall(trace) ? errorCourse(trace) : null };
}

/** Most parameters of a network whose rounds are calculated for the curve, which would take seconds otherwise. */
function isSmall({ network }: Trace): boolean {
  return network.parameters.length * courseRounds <= 5e6;
}

/** The sections that apply to a trace, in their order. */
export function sectionIds({ facts, errors }: Explained): SectionId[] {
  const logistic: SectionId[] = isLogistic(facts.trace, facts.last.weight.layer) ? ["logistic", "slope"] : [];
  const early: SectionId[] = facts.first ? ["original"] : [];
  const course: SectionId[] = errors ? ["course"] : [];
  return [...logistic, "chain", "descent", "backpropagation", ...early, ...course];
}

function sectionOf(id: SectionId, pen: Pen, { facts, errors }: Explained, language: Language): WhySection {
  const { sections } = whyTextsOf(language);
  return id === "course" ? sections.course(pen, facts, errors ?? []) : sections[id](pen, facts);
}

/** @param pathOf the address of a figure */
export function whyMarkdown(
  id: SectionId,
  about: Explained,
  { language, digits, pathOf }: { language: Language; digits: number; pathOf: (figure: FigureId) => string },
): { title: string; text: string } {
  const { title, blocks } = sectionOf(id, markdownPen(digits), about, language);
  const { figures } = whyTextsOf(language);
  const parts = blocks.map((block) =>
    block.kind === "figure"
      ? `![${figures[block.figure](about.facts).title}](${pathOf(block.figure)})`
      : block.markup,
  );
  return { title, text: parts.join("\n\n") };
}

/** The section of a page; empty for a trace that is not explained. */
export function whyMarkup(trace: Trace, language: Language, digits: number): string {
  const about = explained(trace);
  if (!about) return "";
  const source: FigureSource = { ...about, language };
  const pen = pagePen(digits);
  const articles = sectionIds(about).map((id) => {
    const { title, blocks } = sectionOf(id, pen, about, language);
    const parts = blocks.map((block) => {
      if (block.kind === "figure")
        return `<div class="reason-figure">${figureMarkup(block.figure, source)}</div>`;
      return block.kind === "text" ? `<p>${block.markup}</p>` : block.markup;
    });
    return `<article class="reason"><h3>${escape(title)}</h3>\n${parts.join("\n")}</article>`;
  });
  return `<section id="why"><h2>${escape(whyTextsOf(language).heading)}</h2><div class="reasons">
${articles.join("\n")}
</div></section>`;
}
