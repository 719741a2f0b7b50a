/**
 * A network as one file of C99 that needs nothing but the standard library's `math.h`: for microcontrollers, for foreign
 * function interfaces of other languages, and for any system that has only a compiler.
 */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import type { Scaler } from "../network/scaling.js";
import {
  activationFunctions,
  functionsNeedMath,
  layerFunction,
  predictFunction,
  typeOf,
} from "./cPredict.js";
import { array, doubles, preparation } from "./cPreparation.js";
import type { Network } from "../train/network.js";
import { byUnit, type ExportOptions, portableModel, type PortableModel, titleOf } from "./portable.js";
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

${[...scalersOf(model), ...factorsOf(model), ...model.layers.map((_, index) => parametersOf(model, index))].join("\n")}
${layerFunction(model)}
${activationFunctions(model)}${predictFunction(model)}${classFunction(model)}
#endif
`;
}

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
  const {
    name,
    layers,
    inputNames,
    outputNames,
    isPrepared,
    inputScaler,
    targetScaler,
    columns,
    inputFactors,
  } = model;
  const list = (title: string, names: readonly string[] | null) =>
    names ? ["", title, ...names.map((one, at) => `    [${at}]  ${inComment(one)}`)] : [];
  const hasCategories = columns?.some(({ kind }) => kind === "category");
  const numbers = inputScaler && isPrepared ? layers[0]!.inputs : 0;
  const ofMember = inputFactors ? layers[0]!.inputs + layers.at(-1)!.units : 0;
  const kept = layers.slice(0, -1).reduce((sum, { units }) => sum + units, numbers + ofMember);
  const lines = [
    `${name}: a ${titleOf(model)}, trained and written by chainrule ${model.version}. C99, no state.`,
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

/** Arrays of the network's numbers, one behind the other, as one. */
function numbers(
  model: PortableModel,
  what: string,
  arrays: readonly (Float32Array | Float64Array)[],
  columns: number,
): string {
  const { name, precision } = model;
  const values = arrays.flatMap((one) => [...one]);
  return array(typeOf(model), name, what, values, (value) => literal(value, precision), columns);
}

function factorsOf(model: PortableModel): string[] {
  const { inputFactors, layers } = model;
  if (!inputFactors) return [];
  return [
    `/* of the inputs, for each member */\n${numbers(model, "factors", inputFactors, layers[0]!.inputs)}`,
  ];
}

function parametersOf(model: PortableModel, index: number): string {
  const { layers, heads, inputFactors } = model;
  const { inputs, units, biases } = layers[index]!;
  const isLast = index === layers.length - 1;
  const copies = isLast ? heads : [layers[index]!];
  const whose = inputFactors && isLast ? ", for each member" : "";
  const weights = numbers(model, `weights${index + 1}`, copies.map(byUnit), inputs);
  const text = `/* layer ${index + 1}${whose}: to each of ${units} units from ${inputs} inputs */\n${weights}`;
  if (!biases) return text;
  const ofAll = copies.map((layer) => layer.biases!);
  return `${text}\n${numbers(model, `biases${index + 1}`, ofAll, units)}`;
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
