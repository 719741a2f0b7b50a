/** Packages of Python as peers: the process, which here is a Node that answers, and the packages where a Python has them. */
import { afterAll, describe, expect, it } from "vitest";
import { cases } from "../../../bench/cases.js";
import { Peers } from "../../../bench/peers/peers.js";
import { findPython, pythonPeers, usualPythons } from "../../../bench/peers/python.js";
import { PythonProcess } from "../../../bench/peers/python-process.js";
import type { Subject } from "../../../bench/subject.js";
import { subjectsOf } from "../../../bench/subjects.js";

const opened: PythonProcess[] = [];
afterAll(() => opened.forEach((one) => one.close()));

/** A process that runs this JavaScript for each command. */
function start(onCommand: string, limitMs = 20_000): PythonProcess {
  const program = `
    const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\\n");
    let rest = "";
    process.stdin.on("data", (text) => {
      rest += text;
      for (let end; (end = rest.indexOf("\\n")) >= 0; rest = rest.slice(end + 1)) on(JSON.parse(rest.slice(0, end)));
    });
    process.stdin.on("end", () => process.exit());
    const on = (command) => { ${onCommand} };`;
  const made = new PythonProcess(process.execPath, ["-e", program], 3, limitMs);
  opened.push(made);
  return made;
}

describe("a process", () => {
  it("answers commands in their order, and has its number of threads in the environment", async () => {
    const one = start("say({ loss: command.epochs, version: process.env.OMP_NUM_THREADS })");
    const answers = await Promise.all([1, 2, 3].map((epochs) => one.ask({ do: "train", epochs })));
    expect(answers).toEqual([1, 2, 3].map((loss) => ({ loss, version: "3" })));
  });

  it("takes answers that arrive in pieces", async () => {
    const one = start(
      'process.stdout.write("{\\"los"); setTimeout(() => process.stdout.write("s\\":5}\\n"), 50)',
    );
    expect(await one.ask({})).toEqual({ loss: 5 });
  });

  it("passes on what went wrong there, and goes on", async () => {
    const one = start('say(command.epochs ? { loss: 1 } : { error: "ValueError: no epochs" })');
    await expect(one.ask({ epochs: 0 })).rejects.toThrow(/^ValueError: no epochs$/);
    expect(await one.ask({ epochs: 1 })).toEqual({ loss: 1 });
  });

  it("that gives no answer in time is killed, and says so from then on", async () => {
    const one = start("for (;;);", 300);
    await expect(one.ask({})).rejects.toThrow(/^Python gave no answer within 0\.3 s$/);
    await expect(one.ask({})).rejects.toThrow(/^Python gave no answer within 0\.3 s$/);
  });

  it("that ends says what it complained about last", async () => {
    const one = start('console.error("a\\nMemoryError"); process.exit(3)');
    await expect(one.ask({})).rejects.toThrow(/^Python ended with exit code 3: MemoryError$/);
  });

  it("that does not exist says so", async () => {
    const one = new PythonProcess("no-such-python", [], 1, 20_000);
    await expect(one.answer()).rejects.toThrow(/^Python cannot be started: spawn no-such-python ENOENT$/);
  });

  it("that is closed is gone, and its questions are over", async () => {
    const one = start("process.stderr.write(String(process.pid)); say({ loss: process.pid })");
    const { loss: pid } = await one.ask({});
    const last = one.ask({});
    one.close();
    await expect(last).rejects.toThrow(/^Python was closed$/);
    await expect.poll(() => isRunning(pid!), { timeout: 10_000 }).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it("a package that no Python has gets a status that says how to install it", async () => {
  expect(await findPython("numpy", ["no-such-python"])).toBeNull();
  const { packages } = await Peers.open("/", [pythonPeers[0]!], ["no-such-python", "nor-this"]);
  expect(packages).toEqual([
    {
      name: "numpy",
      version: null,
      status:
        "not found in no-such-python, nor-this: pip install numpy, or name another Python with --python",
    },
  ]);
});

describe.each(pythonPeers)("$name", (peer) => {
  const names = ["tiny", "xor", "small", "gemm"] as const;

  it("trains the same network from the same weights, on one thread and on several", async ({ skip }) => {
    const python = await findPython(peer.module, usualPythons);
    if (python === null) return skip(`no Python here has ${peer.module}`);
    const peers = await Peers.open("/", [peer], [python]);
    try {
      for (const name of names) {
        const one = cases.find((each) => each.name === name)!;
        if (peer.builds[one.kind] === null) continue;
        for (const precision of ["float32", "float64"] as const) {
          const exact = { ...one, precision };
          const [baseline] = subjectsOf(exact, { naive: false }) as [Subject];
          const subjects = await peers.subjects(exact, baseline);
          expect(peers.packages[0]!.status).toBe("measured");
          expect(subjects.map(({ implementation, comparable }) => [implementation, comparable])).toEqual(
            subjects.map(() => [peer.name, peer.comparable]),
          );
          expect(subjects[0]!.threads).toBe(1);
          for (const subject of subjects) subject.dispose();
        }
      }
    } finally {
      peers.close();
    }
  });
});
