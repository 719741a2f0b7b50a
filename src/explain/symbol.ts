/**
 * Symbols of a calculation such as net_h1, ∂E_total/∂w5 or w5⁺: their parts, and how they are written as a key, as
 * text and in LaTeX. `names.ts` makes the symbols of a network.
 */

/** A letter or word with an index: out_h1, w5, w'_{1,1}. */
export interface Name {
  readonly kind: "name";
  /** "net", "out", "E", "w", "δ", "η" … */
  readonly base: string;
  /** "h1", "total", "5", "1,1"; empty if there is no index. */
  readonly index: string;
  /** How the index is written in keys and text: w5, net_h1, w_{1,1}. */
  readonly join: "joined" | "underscore" | "braces";
  /** Primes behind the base: those of w'. */
  readonly primes: number;
  /**
   * "new": the value after the update, w5⁺. "minus": with the opposite sign, δ⁻. "shared": one for a whole layer.
   */
  readonly mark: "new" | "minus" | "shared" | null;
}

/** A partial derivative: ∂E_total/∂w5. */
export interface Derivative {
  readonly kind: "derivative";
  readonly of: Name;
  readonly by: Name;
  /** If there are several paths, the unit that this one leads through. */
  readonly via: string | null;
}

/** The name of a number, in parts: a name such as w5⁺, or a derivative such as ∂E_total/∂w5. */
export type MathSymbol = Name | Derivative;

/** A name (default: joined to its index). */
export function name(base: string, index: string | number = "", join: Name["join"] = "joined"): Name {
  return { kind: "name", base, index: String(index), join, primes: 0, mark: null };
}

export function derivative(of: Name, by: Name, via: string | null = null): Derivative {
  return { kind: "derivative", of, by, via };
}

const asciiBases: Record<string, string> = { δ: "delta", η: "eta" };

/** The symbol's key, in ASCII: net_h1, dE_total/dw5, w5_new, delta_o1. */
export function keyOf(symbol: MathSymbol): string {
  if (symbol.kind === "derivative") {
    return `d${keyOf(symbol.of)}/d${keyOf(symbol.by)}` + (symbol.via ? `@${symbol.via}` : "");
  }
  const { base, index, join, primes, mark } = symbol;
  const marked = (asciiBases[base] ?? base) + "'".repeat(primes) + (mark === "minus" ? "_minus" : "");
  const shown = { joined: index, underscore: `_${index}`, braces: `_{${index}}` }[join];
  return marked + (index && shown) + (mark === "new" ? "_new" : mark === "shared" ? "_shared" : "");
}

/** The symbol as text: net_h1, ∂E_total/∂w5, w5⁺, δ_o1. */
export function textOf(symbol: MathSymbol): string {
  if (symbol.kind === "derivative") {
    return `∂${textOf(symbol.of)}/∂${textOf(symbol.by)}` + (symbol.via ? `[${symbol.via}]` : "");
  }
  const { base, index, join, primes, mark } = symbol;
  const marked = base + "'".repeat(primes) + (mark === "minus" ? "⁻" : "");
  return marked + (index && (join === "joined" ? index : `_${index}`)) + (mark === "new" ? "⁺" : "");
}

const latexBases: Record<string, string> = { δ: "\\delta", η: "\\eta" };

/** The symbol in LaTeX, for KaTeX: \mathrm{net}_{h1}, \frac{\partial E_{total}}{\partial w_{5}}. */
export function latexOf(symbol: MathSymbol): string {
  if (symbol.kind === "derivative") {
    const fraction = `\\frac{\\partial ${latexOf(symbol.of)}}{\\partial ${latexOf(symbol.by)}}`;
    return symbol.via ? `\\left.${fraction}\\right|_{${symbol.via}}` : fraction;
  }
  const { base, index, primes, mark } = symbol;
  const word = latexBases[base] ?? (base.length > 1 ? `\\mathrm{${base}}` : base);
  const above = "'".repeat(primes) + (mark === "new" ? "+" : mark === "minus" ? "-" : "");
  const below = /^[a-z]{2,}/.test(index) ? `\\mathrm{${index}}` : index;
  return word + (above && `^{${above.replaceAll("'", "\\prime ")}}`) + (index && `_{${below}}`);
}
