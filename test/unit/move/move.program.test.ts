/**
 * The pages "Move here" run as printed: the program of the other package first, then ours, from the same weights and on the same
 * data. What they print agrees. `node scripts/peers.mjs` installs the packages of npm. That of ml5 runs in a browser: see
 * `ml5.page.test.ts`.
 */
import { describe, it } from "vitest";
import { findPython, usualPythons } from "../../../bench/peers/python.js";
import { hasPeer, peerPython } from "../../../scripts/peers.mjs";
import { expectAgreement, filesOf, linesOf, write } from "./pages.js";

describe("Move here: the program of the page and ours print the same", () => {
  it.for([
    ["from-tensorflow-js.md", "@tensorflow/tfjs", "tensorflow.mjs", 1e-5],
    ["from-brain-js.md", "brain.js", "brain.mjs", 1e-4],
  ] as const)("%s", async ([page, name, program, within], { skip }) => {
    if (!hasPeer(name)) return skip(`${name} is not installed: node scripts/peers.mjs`);
    const folder = write(page);
    const theirs = await linesOf(folder, process.execPath, program);
    expectAgreement(await linesOf(folder, process.execPath, "chainrule.mjs"), theirs, within);
    // what was trained there, imported, gives the same answers
    expectAgreement(await linesOf(folder, process.execPath, "import.mjs"), theirs.slice(1), 1e-5);
  });

  it.for([
    ["from-scikit-learn.md", "sklearn", "sklearn_side.py", 1e-5, "apt-get install python3-sklearn"],
    ["from-keras.md", "keras", "keras_side.py", 1e-4, "node scripts/peers.mjs keras"],
  ] as const)("%s", async ([page, module, program, within, advice], { skip }) => {
    const python = await findPython(module, [peerPython, ...usualPythons]);
    if (!python) return skip(`no Python has ${module}: ${advice}`);
    const folder = write(page);
    const theirs = await linesOf(folder, python, program);
    expectAgreement(await linesOf(folder, process.execPath, "chainrule.mjs"), theirs, within);
    if (!filesOf(page)["import.mjs"]) return;
    expectAgreement(await linesOf(folder, process.execPath, "import.mjs"), theirs.slice(1), 1e-5);
  });
});
