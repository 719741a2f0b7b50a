/** An operation of the disk that fails. */
export interface Fault {
  /** How many operations come before it. */
  at: number;
  /** What the system says; "short" writes half of the bytes. */
  code: string;
  /** Whether each later operation on the same folder fails too (default: false). */
  stays?: boolean;
}

export function faultyDisk(fault: Fault | null, slowMs?: number): { calls: string[]; mend: () => void };
