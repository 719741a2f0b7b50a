/**
 * Runs inside the copy of the tree that `additions.test.ts` makes, and prints what follows from the added records.
 * Build: `simd`, which comes from the only module that is compiled there.
 */
import { Activation, Loss, Optimizer } from "../../../assembly/codes.js";
import { configFileSchema } from "../../../scripts/describe/jsonSchema.js";
import { Dataset } from "../../../src/data/dataset.js";
import { checkGradients } from "../../../src/explain/checkGradients.js";
import { languages } from "../../../src/explain/language/languages.js";
import { lessonOf } from "../../../src/explain/lesson.js";
import { jsLesson } from "../../../src/explain/lesson/js.js";
import { pythonLesson } from "../../../src/explain/lesson/python.js";
import { trace } from "../../../src/explain/trace.js";
import { checkAgreement } from "../../../src/explain/verify/checkAgreement.js";
import { Ledger } from "../../../src/explain/verify/ledger.js";
import { agreementCases, dataOf } from "../../../src/explain/verify/verifyCases.js";
import { toC } from "../../../src/export/c.js";
import { toJavaScript } from "../../../src/export/javascript.js";
import { toOnnx } from "../../../src/export/onnx/onnx.js";
import { torchModule } from "../../../src/export/torch.js";
import type { ActivationName } from "../../../src/functions/activations.js";
import type { LossName } from "../../../src/functions/losses.js";
import { Network } from "../../../src/train/network.js";

const activations: readonly string[] = ["otherMish", "softcap"];
const loss = "logCosh" as LossName;

const inputs = Array.from({ length: 12 }, (_, row) => [Math.sin(row), Math.cos(3 * row), row / 4 - 1.5]);
const targets = inputs.map(([a, b, c]) => [a! * b! + 0.05, c! - a!]);
const dataset = Dataset.from(inputs, targets);

function networkOf(activation: ActivationName, of: LossName, precision: "float32" | "float64") {
  return Network.create({
    layers: [3, { units: 5, activation }, { units: 2, activation }],
    loss: of,
    precision,
    build: "simd",
    threads: 1,
    optimizer: { kind: "sgd", learningRate: 0.05 },
    batchSize: 4,
  });
}

/** What a call throws, as text; "nothing" where it does not. */
function refusal(run: () => unknown): string {
  try {
    run();
    return "nothing";
  } catch (error) {
    return String(error);
  }
}

async function factsOf(activation: string) {
  const network = networkOf(activation as ActivationName, loss, "float64");
  await network.fit(dataset, { epochs: 3 });
  const source = toJavaScript(network);
  const { predict } = await import(`data:text/javascript;base64,${btoa(source)}`);
  const answers = network.predict(inputs).map((row) => Array.from(row));
  const { steps } = trace(network, { inputs: inputs[3]!, targets: targets[3]! });
  const sample = Float64Array.from(inputs.flat());
  const lesson = await lessonOf({
    config: { ...network.config, shuffle: false },
    parameters: network.parameters() as never,
    inputs: sample,
    targets: Float64Array.from(targets.flat()),
    rows: inputs.length,
    isScaled: false,
    rounds: 4,
  });
  const onnx = new TextDecoder("latin1").decode(toOnnx(network));
  return {
    answers,
    fromJavaScript: inputs.map((row) => predict(row)),
    c: toC(network),
    gradients: checkGradients(network, dataset).worst,
    slope: steps.find(({ key }) => key === "dout_h1/dnet_h1")!.formula,
    error: steps.find(({ key }) => key === "E_o1")!.formula,
    lesson: { js: jsLesson(lesson), python: pythonLesson(lesson), errors: lesson.errors },
    onnx: ["Tanh", "Where", "Pow"].filter((operator) => onnx.includes(operator)),
    torch: refusal(() => torchModule(network)) + (activation === "otherMish" ? torchModule(network) : ""),
    words: [languages.en, languages.zh].map((language) => language.activations[activation as ActivationName]),
  };
}

async function agreement() {
  const ledger = new Ledger();
  const cases = agreementCases().filter(
    ({ name }) => /otherMish|softcap|logCosh|lion|maxWeight/.test(name) && !name.includes("forgotten"),
  );
  for (const one of cases) {
    const builds = [{ name: "simd" }] as never;
    await checkAgreement({ ledger, create: (config) => Network.create(config), builds }, one);
  }
  const updates = cases.map(({ name }) => name).filter((name) => /lion|maxWeight/.test(name));
  return {
    cases: cases.length,
    updates,
    failures: ledger.rows.filter(({ ok }) => ok === false).map(({ check }) => check),
  };
}

/** The largest weight after a training with the added setting. */
async function largestWeight(): Promise<number> {
  const network = networkOf("tanh", "halfSquaredError", "float64");
  await network.fit(dataset, { epochs: 3, maxWeight: 0.125 } as never);
  return Math.max(...network.parameters().flatMap(({ weights }) => Array.from(weights, Math.abs)));
}

function hiddenFailure(): string {
  const network = networkOf("forgotten" as ActivationName, "halfSquaredError", "float32");
  return refusal(() => network.predict(inputs));
}

const schema = JSON.stringify(configFileSchema());
console.log(
  JSON.stringify({
    otherMish: await factsOf(activations[0]!),
    softcap: await factsOf(activations[1]!),
    agreement: await agreement(),
    largestWeight: await largestWeight(),
    codes: [
      Activation["otherMish" as never],
      Activation["softcap" as never],
      Loss["logCosh" as never],
      Optimizer["lion" as never],
    ],
    inSchema: [...activations, loss, "lion", "maxWeight"].filter((name) => schema.includes(`"${name}"`)),
    lossWords: languages.en.losses[loss],
    unknown: refusal(() => networkOf("mush" as ActivationName, loss, "float32")),
    alphaless: refusal(() =>
      Network.create({ layers: [3, { units: 2, activation: "otherMish" as never, alpha: 1 }] }),
    ),
    hiddenFailure: hiddenFailure(),
    dataOf: dataOf(agreementCases()[0]!).config.loss,
  }),
);
