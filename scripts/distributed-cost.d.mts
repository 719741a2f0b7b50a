export function withCosts(): string;
export function messageSeconds(
  bytes: number,
  p: number,
  network: { alpha: number; beta: number },
  steps?: number,
): number;
