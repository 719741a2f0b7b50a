export function mathml(latex: string, isBlock?: boolean): string;
