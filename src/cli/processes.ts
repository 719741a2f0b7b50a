/** Which process this is, and whether another one still runs. Temporary files and locks carry this mark. */
import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process: its number means something only on its host, and only until the number is given to another process. */
export interface ProcessMark {
  /** Host, boot and container; see `hostMark`. */
  readonly host: string;
  readonly pid: number;
  /** When it started, as its system counts; "" where the system does not say. */
  readonly start: string;
}

/** 8 hexadecimal digits that differ between machines, boots and containers: process 1 of two containers are two processes. */
export function hostMark(): string {
  const parts = [
    hostname(),
    told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
    told(() => readlinkSync("/proc/self/ns/pid")),
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 8);
}

export function ownMark(): ProcessMark {
  return { host: hostMark(), pid: process.pid, start: startOf(process.pid)?.start ?? "" };
}

/** "unknown" for a process of another host or container. */
export function lifeOf({ host, pid, start }: ProcessMark): "alive" | "dead" | "unknown" {
  if (host !== hostMark()) return "unknown";
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  const now = startOf(pid);
  if (now === null || start === "") return "alive";
  return now.isOver || now.start !== start ? "dead" : "alive";
}

/** Ticks at which a process started, from Linux's /proc; null on other systems. */
function startOf(pid: number): { start: string; isOver: boolean } | null {
  const text = told(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // the name of the program stands in parentheses and may hold anything
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.length > 19 ? { start: fields[19]!, isOver: /[ZX]/.test(fields[0]!) } : null;
}

function told(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
