/**
 * A network as one file of C99 that needs nothing but the standard library's `math.h`: for microcontrollers, for foreign
 * function interfaces of other languages, and for any system that has only a compiler.
 */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import type { Scaler } from "../network/scaling.js";
import { doubles, preparation } from "./cPreparation.js";
import type { Network } from "../train/network.js";
import { activationOf, type CActivation } from "./cActivations.js";
import { byUnit, type ExportOptions, portableModel, type PortableModel, sizesOf } from "./portable.js";
import { inComment, listLines, literal, refuseLarge } from "./source.js";

/**
 * Writes a network as C99 source.
 *
 *     void NAME_predict(const float inputs[N], float outputs[M]);
 *     int NAME_class(const float outputs[M]);           of a classifier: index of the greatest output
 *     extern const char *const NAME_classes[M];         if its classes have names
 *
 * For a network of float64, `double` replaces `float`. The inputs are the numbers in the data, with categories as columns
 * of 1 and 0; the comment at the top of the file lists their order. If the network knows what stands for missing numbers
 * (`scalers.inputs.missing`), NaN is one. The outputs are in the units of the targets. With
 * `preparation: false` only the layers are written, without scaling. The functions keep no state and allocate nothing;
 * the comment says how much stack they need. Sums are added in the library's order, so they have the library's bits if
 * the compiler does not fuse multiplications and additions.
 *
 * @param network a trained one; read
 * @param options `name`: an identifier of C, the prefix of all names (default: "model")
 * @returns the text of a C file
 * @throws {ConfigError} for a name that is not an identifier, more than a million parameters, or layers that share weights
 * @throws {ShapeError} if there are not as many classes as outputs
 *
 * @example
 * ```js
 * import { Network, toC } from "chainrule";
 *
 * const network = Network.create({ layers: [3, { units: 2, activation: "softmax" }] });
 * const source = toC(network, { name: "fruit", classes: ["apple", "plum"] });
 * console.log(source.match(/^void .*$/m)?.[0]);
 * // → void fruit_predict(const float inputs[3], float outputs[2]);
 * ```
 */
export function toC(network: Network, options: ExportOptions = {}): string {
  const model = portableModel(network, options);
  refuseLarge("c", model);
  const { name } = model;
  if (!/^[A-Za-z]\w{0,30}$/.test(name)) {
    throw new ConfigError(
      `name: expected a name in C, at most 31 letters, digits and "_", a letter first, got ${show(name)}.`,
    );
  }
  const guard = `${name.toUpperCase()}_PREDICT`;
  const prototypes = prototypesOf(model);
  return `${headOf(model, prototypes)}
#ifndef ${guard}
#define ${guard}

${functionsNeedMath(model) ? "#include <math.h>\n\n" : ""}${prototypes.join("\n")}

${[...scalersOf(model), ...model.layers.map((_, index) => parametersOf(model, index))].join("\n")}
${layerFunction(model)}
${activationFunctions(model)}${predictFunction(model)}${classFunction(model)}
#endif
`;
}

const typeOf = ({ precision }: PortableModel) => (precision === "float64" ? "double" : "float");

function prototypesOf(model: PortableModel): string[] {
  const { name, layers, inputs, isClassifier, classes } = model;
  const type = typeOf(model);
  const { units } = layers.at(-1)!;
  return [
    `void ${name}_predict(const ${type} inputs[${inputs}], ${type} outputs[${units}]);`,
    ...(isClassifier ? [`int ${name}_class(const ${type} outputs[${units}]);`] : []),
    ...(classes ? [`extern const char *const ${name}_classes[${units}];`] : []),
  ];
}

function headOf(model: PortableModel, prototypes: readonly string[]): string {
  const { name, layers, inputNames, outputNames, isPrepared, inputScaler, targetScaler, columns } = model;
  const list = (title: string, names: readonly string[] | null) =>
    names ? ["", title, ...names.map((one, at) => `    [${at}]  ${inComment(one)}`)] : [];
  const hasCategories = columns?.some(({ kind }) => kind === "category");
  const numbers = inputScaler && isPrepared ? layers[0]!.inputs : 0;
  const kept = layers.slice(0, -1).reduce((sum, { units }) => sum + units, numbers);
  const lines = [
    `${name}: a ${sizesOf(model)} perceptron, trained and written by chainrule ${model.version}. C99, no state.`,
    "",
    "Compile it by itself, or include it in one file that uses it:",
    "",
    `    cc -std=c99 -O2 -c ${name}.c${functionsNeedMath(model) ? "        and link with -lm" : ""}`,
    "",
    "Declare it elsewhere:",
    "",
    ...prototypes.map((line) => `    ${line}`),
    "",
    `It needs ${kept * (model.precision === "float64" ? 8 : 4)} bytes of stack for the values between its layers.`,
    ...(isPrepared || !(inputScaler ?? targetScaler)
      ? []
      : ["Inputs must be scaled as in training, and outputs are not scaled back."]),
    ...list(
      isPrepared && hasCategories ? "inputs, of categories 1 where the row has it, else 0:" : "inputs:",
      inputNames,
    ),
    ...list("outputs:", outputNames),
  ];
  return `/*\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

function scalersOf(model: PortableModel): string[] {
  const { name, isPrepared, inputScaler, hasCurves, targetScaler } = model;
  const array = (what: string, values: readonly number[]) => doubles(name, what, values);
  const both = (which: string, scaler: Scaler | null) =>
    scaler && isPrepared
      ? [array(`${which}_shift`, scaler.shift), array(`${which}_scale`, scaler.scale)]
      : [];
  const ofInputs = isPrepared && hasCurves ? [preparation(model)] : both("input", inputScaler);
  return [...ofInputs, ...both("target", targetScaler)];
}

function parametersOf(model: PortableModel, index: number): string {
  const layer = model.layers[index]!;
  const { inputs, units, biases } = layer;
  const array = (name: string, values: Float32Array | Float64Array, columns: number) =>
    `static const ${typeOf(model)} ${model.name}_${name}${index + 1}[${values.length}] = {\n${listLines(
      Array.from(values, (value) => literal(value, model.precision)),
      columns,
      "    ",
    )}\n};\n`;
  const weights = `/* layer ${index + 1}: to each of ${units} units from ${inputs} inputs */\n${array("weights", byUnit(layer), inputs)}`;
  return biases ? `${weights}\n${array("biases", biases, units)}` : weights;
}

function layerFunction(model: PortableModel): string {
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

const activationsOf = ({ name, layers, precision }: PortableModel): (CActivation | null)[] =>
  layers.map(({ activation, alpha }) => activationOf(activation, alpha, precision, name));

function functionsNeedMath(model: PortableModel): boolean {
  const { isPrepared, inputScaler } = model;
  return Boolean(isPrepared && inputScaler?.limit) || activationsOf(model).some((one) => one?.needsMath);
}

function activationFunctions(model: PortableModel): string {
  const sources = activationsOf(model).flatMap((one) => one?.sources ?? []);
  return [...new Set(sources)].map((source) => `${source}\n`).join("");
}

function predictFunction(model: PortableModel): string {
  const { name, layers, inputs, isPrepared, inputScaler, hasCurves, targetScaler } = model;
  const type = typeOf(model);
  const last = layers.length - 1;
  const { units } = layers[last]!;
  const cast = type === "float" ? "(float)" : "";
  const double = (text: string) => (type === "float" ? `(double)${text}` : text);
  const nameOf = (index: number) => (index === last ? "outputs" : `between${index + 1}`);
  const from = (index: number) =>
    index > 0 ? nameOf(index - 1) : isPrepared && inputScaler ? "prepared" : "inputs";
  const activations = activationsOf(model);
  const steps = layers.map((layer, index) => {
    const biases = layer.biases ? `${name}_biases${index + 1}, ` : "";
    const call = `${name}_layer(${name}_weights${index + 1}, ${biases}${layer.inputs}, ${from(index)}, ${layer.units}, ${nameOf(index)});`;
    const activate = activations[index]?.call(nameOf(index), layer.units);
    return `    ${call}\n${activate ? `    ${activate}\n` : ""}`;
  });
  const before = !(isPrepared && inputScaler)
    ? ""
    : hasCurves
      ? `    ${name}_prepare(inputs, prepared);\n`
      : `    for (k = 0; k < ${inputs}; k++) prepared[k] = ${cast}((${double("inputs[k]")} - ${name}_input_shift[k]) * ${name}_input_scale[k]);\n`;
  const isConstant = targetScaler?.scale.some((one) => one === 0);
  const spread = `${double("outputs[k]")} / ${name}_target_scale[k]`;
  const answer = isConstant ? `(${name}_target_scale[k] == 0 ? 0 : ${spread})` : spread;
  const after =
    isPrepared && targetScaler
      ? `    for (k = 0; k < ${units}; k++) outputs[k] = ${cast}(${answer} + ${name}_target_shift[k]);\n`
      : "";
  const body = `${before}${steps.join("")}${after}`;
  const declared = [
    ...(isPrepared && inputScaler ? [`    ${type} prepared[${layers[0]!.inputs}];\n`] : []),
    ...layers.slice(0, -1).map((layer, index) => `    ${type} ${nameOf(index)}[${layer.units}];\n`),
    ...(body.includes("for (k") ? ["    int k;\n"] : []),
  ];
  const head = `void ${name}_predict(const ${type} inputs[${inputs}], ${type} outputs[${units}])`;
  return `${head}\n{\n${declared.join("")}${body}}\n`;
}

function classFunction(model: PortableModel): string {
  const { name, layers, isClassifier, classes } = model;
  if (!isClassifier) return "";
  const { units } = layers.at(-1)!;
  const names = classes
    ? `\nconst char *const ${name}_classes[${units}] = {\n${listLines(classes.map(quoted), units, "    ")}\n};\n`
    : "";
  return `
int ${name}_class(const ${typeOf(model)} outputs[${units}])
{
    int best = 0, k;
    for (k = 1; k < ${units}; k++) {
        if (outputs[k] > outputs[best]) best = k;
    }
    return best;
}
${names}`;
}

/** A text as a string of C, in UTF-8: all but printable ASCII characters as octal numbers. */
function quoted(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) =>
    byte >= 32 && byte < 127 && byte !== 34 && byte !== 92
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, "0")}`,
  );
  return `"${bytes.join("").replaceAll("??", "?\\077")}"`; // no trigraphs
}
