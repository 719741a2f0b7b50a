/** Pieces of HTML that all sections use. All text is escaped here and nowhere else. */

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for the content of an element or a quoted attribute. Characters that HTML forbids become "�". */
export function escape(text: string | number): string {
  return (
    String(text)
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Cs}/gu, "\ufffd")
      .replace(/[&<>"']/g, (character) => entities[character]!)
  );
}

/** A section with its heading; empty if there is nothing to show. */
export function section(id: string, title: string, parts: readonly string[]): string {
  const cards = parts.filter((part) => part !== "");
  if (cards.length === 0) return "";
  const narrow = cards.filter((part) => !part.startsWith(wideCard)).length;
  // three cards in a row, except when that would leave a single card in the last row
  const layout = narrow === 4 ? "grid two" : narrow > 4 && narrow % 3 === 1 ? "grid four" : "grid";
  return `<section id="${id}">\n<h2>${escape(title)}</h2>\n<div class="${layout}">\n${cards.join("\n")}\n</div>\n</section>`;
}

const wideCard = '<article class="wide">';

/** A card of the grid. @param note HTML under the heading */
export function card(
  title: string,
  content: string,
  options: { note?: string; wide?: boolean } = {},
): string {
  const { note = "", wide = false } = options;
  const small = note && `\n<p class="note">${note}</p>`;
  return `${wide ? wideCard : "<article>"}\n<h3>${escape(title)}</h3>${small}\n${content}\n</article>`;
}

/** A cell of a table: text, or HTML with attributes. */
export type Cell = string | number | { html: string; attributes?: string };

/**
 * A table in which each row begins with a heading. Columns of figures are aligned right.
 *
 * @param words how many columns, from the left, have words
 */
export function table(
  caption: string,
  heads: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  options: { words?: number; kind?: string } = {},
): string {
  const { words = 1, kind = "" } = options;
  const cellOf = (cell: Cell, tag: string, column: number): string => {
    const figure = column < words ? "" : ' class="figure"';
    if (typeof cell !== "object") return `<${tag}${figure}>${escape(cell)}</${tag.split(" ")[0]}>`;
    return `<${tag}${cell.attributes ? ` ${cell.attributes}` : figure}>${cell.html}</${tag.split(" ")[0]}>`;
  };
  const head = heads.map((cell, column) => cellOf(cell, 'th scope="col"', column)).join("");
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, column) => cellOf(cell, column === 0 ? 'th scope="row"' : "td", column)).join("")}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escape(caption)}"><table${kind && ` class="${kind}"`}>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody></table></div>`;
}

/** Content that is hidden until the summary is clicked. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${escape(summary)}</summary>\n${content}\n</details>`;
}

/** The legend of a card. @param items kind (a class of the style) and its name */
export function legend(items: readonly (readonly [kind: string, name: string])[]): string {
  return `<ul class="legend">${items.map(([kind, name]) => `<li class="${kind}"><i></i>${escape(name)}</li>`).join("")}</ul>`;
}
