import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { toC } from "../../../../src/export/c.js";
import type { Network } from "../../../../src/train/network.js";
import { ofMembers, withMembers } from "./members.js";
import { expectAnswers, networkOf, numbers, precisions, subjects } from "./networks.js";

const directory = mkdtempSync(join(tmpdir(), "chainrule-c-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const hasCompiler = spawnSync("gcc", ["--version"]).status === 0;
const strict =
  "-std=c99 -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wdouble-promotion -Werror".split(" ");

/** What a program prints that has these sources of C, one file each. */
function printed(...sources: string[]): string {
  const files = sources.map((source, index) => {
    const file = join(directory, `${index}.c`);
    writeFileSync(file, source);
    return file;
  });
  const program = join(directory, "program");
  execFileSync("gcc", [...strict, "-O1", ...files, "-o", program, "-lm"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return execFileSync(program, { encoding: "utf8" });
}

type Asked = [name: string, network: Network, rows: number[][]];

/** A main that declares what it calls, as the comments say, and prints the answers for rows, each in a line. */
function caller(asked: Asked[], declarations = "", more = ""): string {
  const typeOf = ({ config }: Network) => (config.precision === "float64" ? "double" : "float");
  const calls = asked.map(([name, network, rows]) => {
    const { inputs, outputs } = network;
    const type = typeOf(network);
    const numbers = rows
      .flat()
      .map((x) => (Number.isNaN(x) ? "0.0 / 0.0" : Number.isInteger(x) ? `${x}.0` : String(x)));
    return `    for (row = 0; row < ${rows.length}; row++) {
        static const double rows[] = { ${numbers.join(", ")} };
        ${type} inputs[${inputs}], outputs[${outputs}];
        for (k = 0; k < ${inputs}; k++) inputs[k] = (${type})rows[row * ${inputs} + k];
        ${name}_predict(inputs, outputs);
        for (k = 0; k < ${outputs}; k++) printf("%.17g ", (double)outputs[k]);
        ${more}
        printf("\\n");
    }`;
  });
  const prototypes = asked.map(([name, network]) => {
    const type = typeOf(network);
    return `void ${name}_predict(const ${type} inputs[${network.inputs}], ${type} outputs[${network.outputs}]);`;
  });
  return `#include <stdio.h>
${prototypes.join("\n")}
${declarations}
int main(void)
{
    int row, k;
${calls.join("\n")}
    return 0;
}
`;
}

const answersOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" ").map(Number));

it.skipIf(hasCompiler)("there is no gcc here", (test) => test.skip());

describe.skipIf(!hasCompiler)("compiled as strict C99", () => {
  it.each(precisions)(
    "all activations, biases and scalers give the library's answers, %s",
    async (precision) => {
      const all = await subjects(precision);
      const asked = all.map(([, network, rows], index): Asked => [`net${index}`, network, rows]);
      const sources = asked.map(([name, network]) => toC(network, { name }));
      const answers = answersOf(printed(...sources, caller(asked)));
      for (const [name, network, rows] of all) {
        const error = expectAnswers(answers.splice(0, rows.length), network, rows, name);
        // the library's bits where nothing but arithmetic is in the net
        if (/^(relu|leakyRelu|softsign|hardSigmoid|identity)( outputs)?$/.test(name))
          expect([name, error]).toEqual([name, 0]);
      }
      expect(answers).toEqual([]);
    },
  );

  it.each(precisions)("the mean of members is the library's answer, %s", async (precision) => {
    const all = await ofMembers(precision);
    const asked = all.map(([, network, rows], index): Asked => [`net${index}`, network, rows]);
    const sources = asked.map(([name, network]) => toC(network, { name }));
    const answers = answersOf(printed(...sources, caller(asked)));
    for (const [name, network, rows] of all) {
      const error = expectAnswers(answers.splice(0, rows.length), network, rows, name);
      if (name.startsWith("relu")) expect([name, error]).toEqual([name, 0]); // the library's bits
    }
    expect(answers).toEqual([]);
  });

  it("classes have names, whatever is in them, and the comment holds", () => {
    const network = networkOf({ layers: [2, { units: 5, activation: "softmax" }], seed: 4 });
    const classes = ['"quoted" \\ */ /*', "??/ trigraph ???", "línea\nnueva", "竹1", "\u202eturned"];
    network.notes.schema = {
      inputs: [
        { name: "*/ broken ( /*", kind: "number" },
        { name: "a ??/\u2028 b\\", kind: "number" },
      ],
      target: null,
    };
    network.notes.classes = classes;
    const rows = numbers(30, 2, 9);
    const declarations = "int m_class(const float outputs[5]);\nextern const char *const m_classes[5];";
    const more = 'printf("%d <%s>;", m_class(outputs), m_classes[m_class(outputs)]);';
    const text = printed(toC(network, { name: "m" }), caller([["m", network, rows]], declarations, more));
    const best = network.predict(rows).map((row) => row.indexOf(Math.max(...row)));
    const expected = best.map((at) => `${at} <${classes[at]}>`);
    expect(text.match(/\d <[^;]*>(?=;)/g)).toEqual(expected);
    expect(new Set(best).size).toBeGreaterThan(2);
  });

  it("may be included twice, and beside another one", () => {
    const network = networkOf({ layers: [2, 3, 1] });
    const rows = numbers(5, 2);
    const [a, b] = [toC(network, { name: "a" }), toC(network, { name: "b", preparation: false })];
    expectAnswers(
      answersOf(printed(`${a}${a}${b}${caller([["b", network, rows]])}`)),
      network,
      rows,
      "included",
    );
  });
});

describe("C source", () => {
  it("tells what goes in and comes out, how to compile it, and its stack", () => {
    const network = networkOf({
      layers: [2, { units: 3, activation: "relu" }, { units: 1, activation: "identity" }],
    });
    network.notes.schema = {
      inputs: [{ name: "kind", kind: "category", values: ["a", "b"] }],
      target: { name: "price", kind: "number" },
    };
    expect(toC(network, { name: "house" }).split("#ifndef")[0]).toBe(`/*
 * house: a 2-3-1 perceptron, trained and written by chainrule development. C99, no state.
 *
 * Compile it by itself, or include it in one file that uses it:
 *
 *     cc -std=c99 -O2 -c house.c
 *
 * Declare it elsewhere:
 *
 *     void house_predict(const float inputs[2], float outputs[1]);
 *
 * It needs 12 bytes of stack for the values between its layers.
 *
 * inputs, of categories 1 where the row has it, else 0:
 *     [0]  kind=a
 *     [1]  kind=b
 *
 * outputs:
 *     [0]  price
 */
`);
    expect(toC(network)).not.toContain("math.h");
  });

  it("counts the stack that members need, and has their factors and last layers as one array each", () => {
    const source = toC(withMembers({ layers: [2, 3, 1], members: 4, precision: "float64" }));
    expect(source).toContain("a 2-3-1 perceptron of 4 members, trained");
    expect(source).toContain("It needs 48 bytes of stack for the values between its layers.");
    expect(source.match(/(?<=static const double model_)\w+\[\d+\]/g)).toEqual([
      "factors[8]",
      "weights1[6]",
      "biases1[3]",
      "weights2[12]",
      "biases2[4]",
    ]);
  });

  it.each(["5a", "a-b", "ä", "x".repeat(32)])("refuses the name %j", (name) => {
    expect(() => toC(networkOf({ layers: [2, 1] }), { name })).toThrow(
      `name: expected a name in C, at most 31 letters, digits and "_", a letter first, got "${name}".`,
    );
  });

  it("refuses a network of more than a million parameters", () => {
    const network = networkOf({ layers: [1000, 1000] });
    expect(() => toC(network)).toThrow(
      "c: a source holds at most 1000000 parameters, this network has 1001000. Export it to onnx or safetensors.",
    );
  });
});
