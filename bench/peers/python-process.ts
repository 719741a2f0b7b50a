/**
 * A Python process that takes commands and answers them in order. It is never waited for without a limit: where it gives no
 * answer in time, it is killed. It ends by itself when this process does, because its input ends then.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

/** What the program answers. */
export interface Answer {
  error?: string;
  version?: string;
  loss?: number;
  /** Base64 of numbers. */
  answers?: string;
}

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export class PythonProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  readonly #limitMs: number;
  #line: string[] = [];
  #complaint = "";
  #end: Error | null = null;
  readonly #kill = () => void this.#child.kill("SIGKILL");

  /**
   * Starts it.
   *
   * @param python  the interpreter
   * @param given   flags, program and arguments
   * @param threads that its packages may use
   * @param limitMs milliseconds within which each answer must come
   */
  constructor(python: string, given: readonly string[], threads: number, limitMs: number) {
    const names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];
    const counts = Object.fromEntries(names.map((name) => [name, String(threads)]));
    this.#limitMs = limitMs;
    this.#child = spawn(python, given, { stdio: "pipe", env: { ...process.env, ...counts } });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-2000);
    });
    this.#child.stdin.on("error", () => {}); // it has ended; `close` says so
    this.#child.on("error", (error) => this.#fail(`cannot be started: ${error.message}`));
    this.#child.on("close", (code, signal) => {
      const last = this.#complaint.trim().split("\n").at(-1);
      this.#fail(`ended with ${signal ?? `exit code ${code}`}${last ? `: ${last}` : ""}`);
    });
    process.once("exit", this.#kill);
  }

  /** The next answer, without a command: the program gives the first by itself. */
  answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      const timer = setTimeout(() => {
        this.#fail(`gave no answer within ${this.#limitMs / 1000} s`);
      }, this.#limitMs);
      this.#waiting.push({ resolve, reject, timer });
    });
  }

  /** Sends a command with its bytes. @throws Error with what went wrong there */
  async ask(command: object, arrays: readonly ArrayBufferView[] = []): Promise<Answer> {
    const bytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#child.stdin.write(`${JSON.stringify({ ...command, bytes })}\n`);
    for (const { buffer, byteOffset, byteLength } of arrays) {
      this.#child.stdin.write(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
    }
    return this.answer();
  }

  /** Ends it. */
  close(): void {
    this.#fail("was closed");
  }

  #read(text: string): void {
    const [first, ...rest] = text.split("\n");
    this.#line.push(first!);
    for (const next of rest) {
      const answer = JSON.parse(this.#line.join("")) as Answer;
      this.#line = [next];
      const { resolve, reject, timer } = this.#waiting.shift() ?? {};
      clearTimeout(timer);
      if (answer.error === undefined) resolve?.(answer);
      else reject?.(new Error(answer.error));
    }
  }

  #fail(what: string): void {
    this.#end ??= new Error(`Python ${what}`);
    this.#kill();
    process.removeListener("exit", this.#kill);
    for (const { reject, timer } of this.#waiting.splice(0)) {
      clearTimeout(timer);
      reject(this.#end);
    }
  }
}
