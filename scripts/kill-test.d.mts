export interface KillCase {
  optimizer: string;
  threads: string;
  precision: string;
  dropout: string;
}
export const allCases: readonly KillCase[];
export function killOne(
  one: KillCase,
  options: { kills: number; random: () => number; cwd: string; rows?: number },
): Promise<{
  kills: number;
  inWrite: number;
  resumed: number;
  starts: number;
  checked: number;
  faults: string[];
  seconds: number;
}>;
