export function mathml(latex: string, isBlock?: boolean): string;
/** @param markdown an instance of markdown-it, or what it takes of one */
export function mathRules(markdown: object): void;
