/** The functions of C that compute the answers for a row. */
import { activationOf, type CActivation } from "./cActivations.js";
import { addedBeforeLog } from "../network/logarithm.js";
import type { PortableModel } from "./portable.js";
import { literal } from "./source.js";

export const typeOf = ({ precision }: PortableModel) => (precision === "float64" ? "double" : "float");

export function layerFunction(model: PortableModel): string {
  const type = typeOf(model);
  const hasBiases = model.layers.some(({ biases }) => biases !== null);
  return `/* to[k] = sum over i of weights[k][i] from[i]${hasBiases ? ", + biases[k]" : ""} */
static void ${model.name}_layer(const ${type} *weights, ${hasBiases ? `const ${type} *biases, ` : ""}int inputs, const ${type} *from, int units, ${type} *to)
{
    int i, k;
    for (k = 0; k < units; k++) {
        ${type} sum = 0;
        for (i = 0; i < inputs; i++) sum += *weights++ * from[i];
        to[k] = sum${hasBiases ? " + biases[k]" : ""};
    }
}
`;
}

/** What each layer does with its net inputs; null for the identity. */
const activationsOf = ({ name, layers, precision }: PortableModel): (CActivation | null)[] =>
  layers.map(({ activation, alpha }) => activationOf(activation, alpha, precision, name));

export function functionsNeedMath(model: PortableModel): boolean {
  const { isPrepared, inputScaler, temperature } = model;
  const ofPreparation = inputScaler?.limit !== undefined || temperature !== 1 || addedOf(model) !== null;
  return (isPrepared && ofPreparation) || activationsOf(model).some((one) => one?.needsMath);
}

/** What is subtracted from the exponential that undoes the logarithm of targets; null for targets without a logarithm. */
const addedOf = ({ targetScaler }: PortableModel) => targetScaler && addedBeforeLog(targetScaler.kind);

/** A line that does something for each k below `count`. */
const forEach = (count: number, text: string) => `    for (k = 0; k < ${count}; k++) ${text};\n`;

export function activationFunctions(model: PortableModel): string {
  const sources = activationsOf(model).flatMap((one) => one?.sources ?? []);
  return [...new Set(sources)].map((source) => `${source}\n`).join("");
}

export function predictFunction(model: PortableModel): string {
  const { name, layers, inputs, inputFactors, isPrepared, inputScaler, hasCurves, targetScaler } = model;
  const { temperature, isOfRow } = model;
  const isTempered = isPrepared && temperature !== 1;
  const type = typeOf(model);
  const last = layers.length - 1;
  const { units } = layers[last]!;
  const cast = type === "float" ? "(float)" : "";
  const double = (text: string) => (type === "float" ? `(double)${text}` : text);
  const answer = inputFactors ? "answer" : "outputs";
  const nameOf = (index: number) => (index === last ? answer : `between${index + 1}`);
  const given = isPrepared && inputScaler ? "prepared" : "inputs";
  const from = (index: number) => (index > 0 ? nameOf(index - 1) : inputFactors ? "factored" : given);
  const activations = activationsOf(model);
  const steps = layers.map((layer, index) => {
    // the weights of the last layer are those of all members, one behind the other
    const isOfMember = inputFactors && index === last;
    const of = (count: number) => `${index + 1}${isOfMember ? ` + member * ${count}` : ""}, `;
    const biases = layer.biases ? `${name}_biases${of(layer.units)}` : "";
    const call = `${name}_layer(${name}_weights${of(layer.inputs * layer.units)}${biases}${layer.inputs}, ${from(index)}, ${layer.units}, ${nameOf(index)});`;
    const activate = activations[index]?.call(nameOf(index), layer.units);
    return `    ${call}\n${activate ? `    ${activate}\n` : ""}`;
  });
  const before = !(isPrepared && inputScaler)
    ? ""
    : hasCurves
      ? `    ${name}_prepare(inputs, prepared);\n`
      : forEach(
          inputs,
          `prepared[k] = ${cast}((${double("inputs[k]")} - ${name}_input_shift[k]) * ${name}_input_scale[k])`,
        );
  const set = (text: string) => forEach(units, `outputs[k] = ${cast}(${text})`);
  const isConstant = targetScaler?.scale.some((one) => one === 0);
  const own = double("outputs[k]");
  const spread = `${own} / ${name}_target_scale[k]`;
  const shifted = `${isConstant ? `(${name}_target_scale[k] == 0 ? 0 : ${spread})` : spread} + ${name}_target_shift[k]`;
  const added = addedOf(model);
  const inUnits = added === null ? shifted : `exp(${shifted})${added === 0 ? "" : ` - ${added}`}`;
  const after = isPrepared && targetScaler ? set(inUnits) : "";
  const through = inputFactors ? meanOfMembers(model, given, steps.join("")) : steps.join("");
  // softmax of ln p / T, or sigmoid of ln(p / (1 − p)) / T
  const ofRow = `${set(`log(${own}) * power`)}    ${activations[last]?.call("outputs", units)}\n`;
  const ofOne = set(`1 / (1 + pow(1 / ${own} - 1, power))`);
  const tempered = !isTempered ? "" : isOfRow ? ofRow : ofOne;
  const body = `${before}${through}${tempered}${after}`;
  const declared = [
    ...(isPrepared && inputScaler ? [`    ${type} prepared[${layers[0]!.inputs}];\n`] : []),
    ...(inputFactors ? [`    ${type} factored[${layers[0]!.inputs}], answer[${units}];\n`] : []),
    ...layers.slice(0, -1).map((layer, index) => `    ${type} ${nameOf(index)}[${layer.units}];\n`),
    ...(isTempered ? [`    const double power = 1 / ${literal(temperature, "float64")};\n`] : []),
    ...(body.includes("for (k") ? [`    int k${inputFactors ? ", member" : ""};\n`] : []),
  ];
  const head = `void ${name}_predict(const ${type} inputs[${inputs}], ${type} outputs[${units}])`;
  return `${head}\n{\n${declared.join("")}${body}}\n`;
}

/**
 * The mean of the answers of all members.
 *
 * @param given name of the inputs of the first layer
 * @param steps lines that compute `answer` from `factored`
 */
function meanOfMembers(model: PortableModel, given: string, steps: string): string {
  const { name, layers, heads, precision } = model;
  const { inputs } = layers[0]!;
  const { units } = heads[0]!;
  // added, and multiplied by a part in the precision of the network, as the kernels do
  const part = literal(1 / heads.length, precision);
  return `${forEach(units, "outputs[k] = 0")}    for (member = 0; member < ${heads.length}; member++) {
    ${forEach(inputs, `factored[k] = ${given}[k] * ${name}_factors[member * ${inputs} + k]`)}${steps.replaceAll(/^(?=.)/gm, "    ")}    ${forEach(units, "outputs[k] += answer[k]")}    }
${forEach(units, `outputs[k] *= ${part}`)}`;
}
