/**
 * Sentences of a trace as HTML: names and formulas in them (w5, out·(1 − out), ∂E/∂net) become mathematics. Everything
 * else is escaped. A sentence has them as plain text, because the terminal shows it too.
 */
import { type Name, name } from "../../explain/symbol.js";
import { escape } from "../page/markup.js";
import { mathml, withMarks } from "./mathml.js";

type Token =
  | { kind: "name"; name: Name; isWord: boolean }
  | { kind: "number" | "sign" | "function" | "space"; text: string };

/** Names that are words of English too; alone they are words. */
const words = ["net", "out", "target"];
const namePattern =
  /(net|out|target|[EWXOTwbihoxkjδησe])('*)(⁻?)(_(?:\p{L}+\d*|\d+)(?:[.,]\d+)?|\d+(?:\.\d+)?)?(⁺?)(?![\p{L}\p{Nd}_])/uy;
const otherPattern = /(ln|tanh)(?![\p{L}\p{Nd}_])|(\d+(?:\.\d+)?|½)|([∂·−+=/²^()⊙])|( )/uy;
/** What makes names to a formula. */
const operators = /[∂·−+=/²^⊙]/;

/** The sentence as markup. */
export function proseMarkup(sentence: string): string {
  let markup = "";
  let at = 0;
  while (at < sentence.length) {
    const tokens = isWordStart(sentence, at) ? formulaAt(sentence, at) : [];
    if (tokens.length > 0) {
      markup += `<math>${rowOf(tokens.map(({ token }) => token))}</math>`;
      at = tokens.at(-1)!.end;
    } else {
      const character = String.fromCodePoint(sentence.codePointAt(at)!);
      markup += escape(character);
      at += character.length;
    }
  }
  return withMarks(markup);
}

interface Placed {
  token: Token;
  end: number;
}

/** The longest formula from a place on; empty if there is none. */
function formulaAt(text: string, from: number): Placed[] {
  const tokens: Placed[] = [];
  for (let at = from; ;) {
    const token = tokenAt(text, at);
    if (!token || (token.token.kind === "name" && !isWordStart(text, at))) break;
    // two operands without a sign between them are two formulas
    const last = tokens.findLast(({ token: one }) => one.kind !== "space")?.token;
    if (last && last.kind !== "function" && isOperand(last) && isOperand(token.token)) break;
    tokens.push(token);
    at = token.end;
  }
  while (tokens.length > 0 && !isWhole(tokens)) tokens.pop();
  return isFormula(tokens.map(({ token }) => token)) ? tokens : [];
}

const isOperand = ({ kind }: Token) => kind === "name" || kind === "number" || kind === "function";

/** Whether it ends with an operand and its parentheses are closed. */
function isWhole(tokens: readonly Placed[]): boolean {
  const { token } = tokens.at(-1)!;
  if (token.kind === "space" || token.kind === "function") return false;
  if (token.kind === "sign" && !/[²)]/.test(token.text)) return false;
  let depth = 0;
  for (const { token: one } of tokens) {
    if (one.kind !== "sign") continue;
    depth += one.text === "(" ? 1 : one.text === ")" ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function isFormula(tokens: readonly Token[]): boolean {
  const [first] = tokens;
  if (!first || first.kind === "space" || (first.kind === "sign" && !/[∂(−]/.test(first.text))) return false;
  const names = tokens.filter((one) => one.kind === "name");
  if (names.length === 0) return false;
  const hasOperator = tokens.some((one) => one.kind === "sign" && operators.test(one.text));
  return hasOperator || (tokens.length === 1 && !names[0]!.isWord);
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{Script=Latin}\p{Script=Greek}\p{N}_]/u.test(text[at - 1]!) || text[at - 1] === "²";
}

function tokenAt(text: string, at: number): Placed | null {
  namePattern.lastIndex = otherPattern.lastIndex = at;
  const named = namePattern.exec(text);
  if (named) {
    const [all, base, primes, minus, index = "", plus] = named;
    const mark = minus ? "minus" : plus ? "new" : null;
    const of: Name = { ...name(base!, index.replace("_", "")), primes: primes!.length, mark };
    return {
      token: { kind: "name", name: of, isWord: words.includes(all) },
      end: at + all.length,
    };
  }
  const other = otherPattern.exec(text);
  if (!other) return null;
  const kind = other[1] ? "function" : other[2] ? "number" : other[3] ? "sign" : "space";
  return { token: { kind, text: other[0] }, end: at + other[0].length };
}

/** Tokens as a row of MathML. */
function rowOf(tokens: readonly Token[]): string {
  const parts: string[] = [];
  const rest = tokens.filter(({ kind }) => kind !== "space");
  for (let at = 0; at < rest.length; at++) {
    const token = rest[at]!;
    if (token.kind === "sign" && token.text === "²") {
      parts.push(mathml.power(parts.pop()!, mathml.digits("2")));
    } else if (token.kind === "sign" && token.text === "^") {
      const exponent = exponentAt(rest, at + 1);
      const base = rest[at - 1];
      const isE = base?.kind === "name" && base.name.base === "e";
      const raised = parts.pop()!;
      parts.push(mathml.power(isE ? mathml.word("e") : raised, rowOf(exponent.tokens)));
      at = exponent.last;
    } else parts.push(tokenMarkup(token, endsOperand(rest[at - 1])));
  }
  return mathml.row(parts);
}

function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && (isOperand(token) || (token.kind === "sign" && /[)²]/.test(token.text)));
}

/** What stands after "^": one operand with its sign, or what is in parentheses. */
function exponentAt(tokens: readonly Token[], from: number): { tokens: readonly Token[]; last: number } {
  const [first] = tokens.slice(from);
  if (first?.kind === "sign" && first.text === "(") {
    let depth = 0;
    for (let at = from; at < tokens.length; at++) {
      const token = tokens[at]!;
      if (token.kind !== "sign") continue;
      depth += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
      if (depth === 0) return { tokens: tokens.slice(from + 1, at), last: at };
    }
  }
  const last = first?.kind === "sign" ? from + 1 : from;
  return { tokens: tokens.slice(from, last + 1), last };
}

/** @param isBehind whether an operand stands before it, so that a minus sign is a difference */
function tokenMarkup(token: Token, isBehind: boolean): string {
  if (token.kind === "name") return mathml.symbol(token.name);
  const { kind, text } = token;
  if (kind === "number") return mathml.digits(text);
  if (kind === "function") return `${mathml.word(text)}<mspace width="0.17em"></mspace>`;
  if (text === "/" || text === "∂")
    return `<mo form="prefix" lspace="0" rspace="0" stretchy="false">${text}</mo>`;
  if (text === "(") return '<mo form="prefix" stretchy="false">(</mo>';
  if (text === ")") return '<mo form="postfix" stretchy="false">)</mo>';
  return mathml.sign(text, isBehind || text !== "−" ? "between" : "before");
}
