/**
 * Reads the numbers-put-in text of a trace back into its value, as a person with a calculator would: a parser of
 * its own, which knows nothing of the trees that wrote the text.
 */

/** The value of a text such as ½·(0.01 − 0.75)². @throws Error for any other text */
export function valueOfText(text: string): number {
  const reader = new Reader(text);
  const value = reader.sum();
  if (!reader.isAtEnd) throw new Error(`cannot read on at "${reader.rest}" in ${text}`);
  return value;
}

const constants: Record<string, number> = { "½": 0.5, "√(2π)": Math.sqrt(2 * Math.PI), "√2": Math.SQRT2 };
const functions: Record<string, (x: number) => number> = { tanh: Math.tanh };

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text.replaceAll(" ", "");
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  get isAtEnd(): boolean {
    return this.rest === "";
  }

  sum(): number {
    let value = this.#take("−") ? -this.#product() : this.#product();
    for (;;) {
      if (this.#take("+")) value += this.#product();
      else if (this.#take("−")) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#power();
    for (;;) {
      if (this.#take("·")) value *= this.#power();
      else if (this.#take("/")) value /= this.#power();
      else return value;
    }
  }

  #power(): number {
    const base = this.#atom();
    return this.#take("²") ? base * base : base;
  }

  #atom(): number {
    const { rest } = this;
    for (const [text, value] of Object.entries(constants)) if (this.#take(text)) return value;
    if (this.#take("e^(")) return Math.exp(this.#closing());
    if (this.#take("e^")) return Math.exp(this.#atom());
    if (this.#take("ln(1+")) return Math.log1p(this.#closing());
    if (this.#take("ln(")) return Math.log(this.#closing());
    if (this.#take("max(0,")) return Math.max(0, this.#closing());
    for (const [name, of] of Object.entries(functions))
      if (this.#take(`${name}(`)) return of(this.#closing());
    if (this.#take("(")) return this.#closing();
    if (this.#take("|")) return Math.abs(this.#closing("|"));
    const number = /^\d+(\.\d+)?(e[+-]?\d+)?/.exec(rest)?.[0];
    if (number === undefined) throw new Error(`no number at "${rest}" in ${this.#text}`);
    this.#at += number.length;
    return Number(number);
  }

  #closing(mark = ")"): number {
    const value = this.sum();
    if (!this.#take(mark)) throw new Error(`expected ${mark} at "${this.rest}" in ${this.#text}`);
    return value;
  }

  #take(mark: string): boolean {
    if (!this.rest.startsWith(mark)) return false;
    this.#at += mark.length;
    return true;
  }
}
