/**
 * Makes assembly/generated/codes.ts, the codes of activations, losses and optimisers, and functions.ts, what the
 * kernels need to know about them and about settings, from the records in src/functions and src/settings. TypeScript
 * reads the codes too; functions.ts is for AssemblyScript, and scripts/layout.mjs makes a copy of it for the host.
 *
 *     node scripts/functions.mjs      writes the tables of activations and losses in docs/settings.md
 */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

if (process.argv[1]?.endsWith("functions.mjs")) {
  const { withFunctionTables } = await load('export * from "./scripts/describe/functionTables.ts";');
  const page = "docs/settings.md";
  await writeFile(page, withFunctionTables(await readFile(page, "utf8")));
}

/** Exports of modules of src, bundled and loaded. @param {string} contents a module that exports them */
export async function load(contents) {
  const bundle = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    format: "esm",
    write: false,
  });
  const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

/**
 * The names that belong to the codes 0, 1, 2 …: without a gap, so that the greatest code is the range.
 *
 * @param pairs names and codes
 * @param most  largest number of codes that fits into the masks below
 */
function inOrder(kind, pairs, most = 32) {
  const names = [];
  for (const [name, code] of pairs) {
    if (names[code] !== undefined && names[code] !== name) {
      throw new Error(`src/functions: ${kind} code ${code} belongs to ${names[code]} and to ${name}`);
    }
    names[code] = name;
  }
  const gap = names.findIndex((name) => name === undefined);
  if (gap >= 0)
    throw new Error(`src/functions: no ${kind} has the code ${gap}; the greatest is ${names.length - 1}`);
  if (names.length > most) throw new Error(`src/functions: ${kind} codes must be below ${most}`);
  return names;
}

/** An enum, as AssemblyScript and TypeScript read it. */
const enumText = (kind, comment, names) =>
  `/** ${comment} */\nexport enum ${kind} {\n${names.map((name, code) => `  ${name} = ${code},\n`).join("")}}\n`;

/** Codes as bits of a number. */
const mask = (codes) => `0x${(codes.reduce((bits, code) => bits | (1 << code), 0) >>> 0).toString(16)}`;

/** The moments of optimisers, at twice their codes. */
const twoBits = (records) =>
  `0x${(records.reduce((bits, { code, moments }) => bits | (moments << (2 * code)), 0) >>> 0).toString(16)}`;

/** The texts of assembly/generated/codes.ts and functions.ts. */
export async function functionSources() {
  const { activations, losses, optimizers, withTrait } = await load(
    'export { activations } from "./src/functions/activations.ts"; export { losses } from "./src/functions/losses.ts"; export { optimizers } from "./src/functions/optimizers.ts"; export { withTrait } from "./src/settings/records.ts";',
  );
  const ofActivations = Object.values(activations);
  const ofLosses = Object.values(losses);
  const activationNames = inOrder(
    "activation",
    Object.entries(activations).map(([name, { code }]) => [name, code]),
  );
  const lossNames = inOrder(
    "loss",
    ofLosses.map(({ kernel }) => [kernel.name, kernel.code]),
  );
  const inKernels = Object.entries(optimizers).filter(([, one]) => !one.hostSide);
  // adamw is adam with a default of weightDecay: the first name of a code is the kernel's
  const firsts = inKernels.filter(
    ([, { code }], index) => inKernels.findIndex(([, one]) => one.code === code) === index,
  );
  const optimizerNames = inOrder(
    "optimizer",
    firsts.map(([name, { code }]) => [name, code]),
    16,
  );
  const codes = [
    "/** Made by scripts/functions.mjs from the records in src/functions. */\n",
    enumText("Activation", "What a layer does to its net input; see activation.ts.", activationNames),
    enumText("Loss", "The loss of a row; see loss.ts.", lossNames),
    enumText("Optimizer", "How gradients change the parameters; see optimizer.ts.", optimizerNames),
  ];
  const keeping = ofActivations.filter((one) => one.slopeNeedsNetInput || one.isOfRow);
  const partners = new Map(
    ofLosses.filter((one) => one.partner).map(({ kernel, partner }) => [kernel.name, partner]),
  );
  const cases = [...partners].map(
    ([loss, partner]) => `  if (loss == Loss.${loss}) return activation == Activation.${partner};\n`,
  );
  const functions = `/** Made by scripts/functions.mjs from the records in src/functions and src/settings. */
import { Plan } from "../plan";
import { Activation, Loss } from "./codes";

/** The greatest codes. */
export const lastActivation: i32 = ${activationNames.length - 1};
export const lastLoss: i32 = ${lossNames.length - 1};
export const lastOptimizer: i32 = ${optimizerNames.length - 1};

/** Whether a layer with this activation keeps its net inputs after the forward pass. */
@inline
export function keepsNetInputs(activation: i32): bool {
  return ((${mask(keeping.map(({ code }) => code))} >> activation) & 1) != 0;
}

/** Whether the last layer keeps its net inputs for this loss. */
@inline
export function lossNeedsNetInputs(loss: i32): bool {
  return ((${mask(ofLosses.filter((one) => one.needsNetInputs).map(({ kernel }) => kernel.code))} >> loss) & 1) != 0;
}

/** How many numbers an optimiser keeps of each parameter: two bits for each code. */
@inline
export function momentsOf(optimizer: i32): i32 {
  return (${twoBits(inKernels.map(([, one]) => one))} >> (2 * optimizer)) & 3;
}

/** Whether a loss is one formula with its activation: ∂E/∂netInput is output − target. */
@inline
export function hasPartner(loss: i32): bool {
  return ((${mask(ofLosses.filter((one) => one.partner).map(({ kernel }) => kernel.code))} >> loss) & 1) != 0;
}

/** Whether a loss goes with an activation of the last layer. */
@inline
export function goesWith(loss: i32, activation: i32): bool {
${cases.join("")}  return true;
}

/** Whether a setting is on that changes gradients or weights in buffers. */
@inline
export function hasBufferedSetting(plan: Plan): bool {
  return ${withTrait("buffered")
    .map((name) => `plan.${name}`)
    .join(" + ")} > 0;
}
`;
  return { "assembly/generated/codes.ts": codes.join("\n"), "assembly/generated/functions.ts": functions };
}
