/**
 * Formulas of the documents as MathML, which browsers show by themselves: $…$ or $`…`$ within lines, $$ on lines of their own. It
 * knows the part of LaTeX that the documents use, and refuses the rest.
 */

const identifiers = { delta: "δ", eta: "η", partial: "∂", sigma: "σ" };
const operators = { cdot: "⋅", to: "→", odot: "⊙", prime: "′", qquad: "\u2003\u2003" };

/** @param {string} latex @param {boolean} isBlock a line of its own */
export function mathml(latex, isBlock = false) {
  const tokens = latex.match(/\\[a-zA-Z]+|\\\\|\d[\d.,]*\d|\S/g) ?? [];
  const body = row(tokens, () => false);
  return `<math${isBlock ? ' display="block"' : ""}>${body}</math>`;
}

/** Everything up to a token at which to end, which stays. */
function row(tokens, ends) {
  const parts = [];
  while (tokens.length > 0 && !ends(tokens[0])) {
    const base = ["_", "^"].includes(tokens[0]) ? "<mrow></mrow>" : atom(tokens);
    const scripts = {};
    while (["_", "^"].includes(tokens[0])) scripts[tokens.shift()] = atom(tokens);
    const { _: below, "^": above } = scripts;
    if (below && above) parts.push(`<msubsup>${base}${below}${above}</msubsup>`);
    else if (below) parts.push(`<msub>${base}${below}</msub>`);
    else parts.push(above ? `<msup>${base}${above}</msup>` : base);
  }
  return parts.length === 1 ? parts[0] : `<mrow>${parts.join("")}</mrow>`;
}

/** What stands in braces, one command with what belongs to it, or one sign. */
function atom(tokens) {
  const token = tokens.shift();
  if (token === "{")
    return closed(
      tokens,
      row(tokens, (next) => next === "}"),
      "}",
    );
  if (!token.startsWith("\\")) return sign(token);
  const name = token.slice(1);
  if (name in identifiers) return `<mi>${identifiers[name]}</mi>`;
  if (name in operators) return `<mo>${operators[name]}</mo>`;
  if (name === "frac") return `<mfrac>${atom(tokens)}${atom(tokens)}</mfrac>`;
  if (name === "mathrm") return `<mi mathvariant="normal">${word(tokens)}</mi>`;
  if (name === "left") return fence(tokens);
  if (name === "begin") return environment(tokens, word(tokens));
  throw new Error(`mathml: there is no ${token} here`);
}

function sign(token) {
  if (token === "}") throw new Error("mathml: there is no } here");
  if (/\d/.test(token)) return `<mn>${token}</mn>`;
  if (/\p{L}/u.test(token)) return `<mi>${token}</mi>`;
  const shown = { "-": "−", "<": "&lt;", ">": "&gt;", "&": "&amp;" }[token] ?? token;
  return /[()|,]/.test(token) ? `<mo stretchy="false">${shown}</mo>` : `<mo>${shown}</mo>`;
}

/** The letters between braces. */
function word(tokens) {
  tokens.shift();
  return closed(tokens, tokens.splice(0, tokens.indexOf("}")).join(""), "}");
}

/** What was read, once the token behind it is taken away. */
function closed(tokens, read, ...ends) {
  for (const end of ends) {
    const next = tokens.shift();
    if (next !== end) throw new Error(`mathml: expected ${end}, got ${next}`);
  }
  return read;
}

/** \left( … \right) */
function fence(tokens) {
  const mark = (text) => (text === "." ? "" : `<mo stretchy="true">${text}</mo>`);
  const open = mark(tokens.shift());
  const inner = closed(
    tokens,
    row(tokens, (next) => next === "\\right"),
    "\\right",
  );
  return `<mrow>${open}${inner}${mark(tokens.shift())}</mrow>`;
}

/** Lines and cells: a matrix in brackets, or equations under each other. */
function environment(tokens, name) {
  const ends = (next) => ["&", "\\\\", "\\end"].includes(next);
  const lines = [[]];
  for (;;) {
    lines.at(-1).push(`<mtd>${row(tokens, ends)}</mtd>`);
    const end = tokens.shift();
    if (end === "\\\\") lines.push([]);
    else if (end !== "&") break;
  }
  if (word(tokens) !== name) throw new Error(`mathml: expected the end of ${name}`);
  const rows = lines.map((cells) => `<mtr>${cells.join("")}</mtr>`).join("");
  if (name === "aligned") return `<mtable class="aligned" displaystyle="true">${rows}</mtable>`;
  if (name === "bmatrix") return `<mrow><mo>[</mo><mtable>${rows}</mtable><mo>]</mo></mrow>`;
  throw new Error(`mathml: there is no environment ${name} here`);
}

/** Teaches formulas to an instance of markdown-it. */
export function mathRules(markdown) {
  markdown.inline.ruler.before("escape", "formula", (state, silent) => {
    const rest = state.src.slice(state.pos);
    const formula = /^\$`([^`\n]+)`\$/.exec(rest) ?? /^\$(?=[^\s$])([^$\n]*[^\s$])\$(?!\d)/.exec(rest);
    if (!formula) return false;
    const [all, latex] = formula;
    if (!silent) state.push("formula", "", 0).content = mathml(latex);
    state.pos += all.length;
    return true;
  });
  markdown.block.ruler.before(
    "fence",
    "formulas",
    (state, start, end, silent) => {
      const line = (at) => state.src.slice(state.bMarks[at] + state.tShift[at], state.eMarks[at]).trim();
      if (line(start) !== "$$") return false;
      let last = start + 1;
      while (last < end && line(last) !== "$$") last++;
      if (last === end) return false;
      if (silent) return true;
      const lines = Array.from({ length: last - start - 1 }, (_, index) => line(start + 1 + index));
      state.push("formula", "", 0).content = `<div class="formula">${mathml(lines.join(" "), true)}</div>`;
      state.line = last + 1;
      return true;
    },
    { alt: ["paragraph"] },
  );
  markdown.renderer.rules.formula = (all, index) => all[index].content;
}
