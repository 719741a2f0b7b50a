/** The flag for 256-bit lanes is on for the wide builds alone. The host is made up: it notes how the flag is set. */
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { cases } from "../../../bench/cases.js";
import { isWide, useLanes } from "../../../bench/lanes.js";
import { lossAfterTraining, runnerOf } from "../../../bench/measure.js";
import type { Subject } from "../../../bench/subject.js";
import { takeTurns } from "../../../bench/turns.js";
import { buildNames, wideLanes } from "../../../src/wasm/builds.js";
import { handClock } from "../train/handClock.js";

const host = { isOn: null as boolean | null, sets: 0, reason: "" };
// test files share modules, so these are replaced for this file alone
const spies = [
  vi.spyOn(wideLanes!, "reason").mockImplementation(() => host.reason),
  vi.spyOn(wideLanes!, "set").mockImplementation((on) => {
    host.isOn = on;
    host.sets++;
  }),
];
afterAll(() => spies.forEach((spy) => spy.mockRestore()));

const seen: string[] = [];
/** Called with the milliseconds that a training takes, where the clock is turned by hand. */
let pass: (ms: number) => void = () => {};
beforeEach(async () => {
  host.reason = "";
  await useLanes(true); // whatever the flag was, it is known now
  await useLanes(false);
  seen.length = 0;
});

/** Notes what it is asked, and whether the flag is on then. */
function subject(build: string): Subject {
  const note = (what: string) => void seen.push(`${build}: ${what}, flag ${host.isOn ? "on" : "off"}`);
  const words = { implementation: "wasm", build, threads: 1 };
  return {
    ...words,
    reset: () => note("reset"),
    train: () => (note("train"), pass(1)),
    loss: () => (note("loss"), 1),
    dispose: () => {},
  };
}

describe("256-bit lanes", () => {
  it("are for the wide builds, and no other", () => {
    expect(buildNames.filter(isWide)).toEqual(["wide", "wide-threads", "fast-wide", "fast-wide-threads"]);
    expect(["wasm, by hand", "blocked", "nn.Sequential, SGD"].filter(isWide)).toEqual([]);
  });

  it("are on in the turns of wide subjects alone, warm-up included, and off afterwards", async () => {
    const runners = ["simd", "wide", "fast"].map((build) => runnerOf(subject(build)));
    await takeTurns(runners, { turns: 2, turnMs: 0 });
    expect(new Set(seen)).toEqual(
      new Set(
        ["reset", "train"].flatMap((what) => [
          `simd: ${what}, flag off`,
          `fast: ${what}, flag off`,
          `wide: ${what}, flag on`,
        ]),
      ),
    );
    expect(host.isOn).toBe(false);
  });

  it("change twice in a turn, because wide subjects come last; rates keep the order of the runners", async () => {
    const runners = ["wide", "simd", "wide-threads"].map((build) => runnerOf(subject(build)));
    pass = handClock();
    onTestFinished(() => void (pass = () => {}));
    const slow = { run: () => pass(20) };
    const before = host.sets;
    const rates = await takeTurns([...runners, slow], { turns: 3, turnMs: 0 });
    expect(host.sets - before).toBe(2 * 4); // the warm-up is a turn too
    expect(seen.slice(-6).map((line) => line.split(":")[0])).toEqual(
      ["simd", "wide", "wide-threads"].flatMap((name) => [name, name]),
    );
    expect(rates.map(([rate]) => rate)).toEqual([1000, 1000, 1000, 50]);
  });

  it("are on while a wide subject trains before it is compared", async () => {
    const xor = cases.find(({ name }) => name === "xor")!;
    for (const build of ["wide", "simd"]) await lossAfterTraining(xor, subject(build));
    const of = (build: string, flag: string) =>
      ["reset", "train", "loss"].map((what) => `${build}: ${what}, flag ${flag}`);
    expect(seen).toEqual([...of("wide", "on"), ...of("simd", "off")]);
  });

  it("are turned off even if the builds failed their self-check in the meantime", async () => {
    await useLanes(true);
    host.reason = "its self-check failed";
    await useLanes(false);
    expect(host.isOn).toBe(false);
  });

  it("are left alone where the host has none", async () => {
    host.reason = "this host has none";
    const before = host.sets;
    await useLanes(true);
    expect(host.sets).toBe(before);
  });
});
