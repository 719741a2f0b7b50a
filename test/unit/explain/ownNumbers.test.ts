import { expect, it } from "vitest";
import { DataError } from "../../../src/errors.js";
import { readOwnNumbers } from "../../../src/explain/ownNumbers.js";

const read = (text: string) =>
  readOwnNumbers(text, "mine").map(({ symbol, written }) => [symbol, written.text]);

it("a byte order mark before JSON is skipped", () => {
  expect(read('\uFEFF{ "net_h1": 0.3775 }')).toEqual([["net_h1", "0.3775"]]);
});

it("JSON keeps the digits as they are written, of numbers and of text", () => {
  expect(read('{ "net_h1": 0.37750, "w5⁺":"0.358916480",\n"a \\"b\\"": -1.50e-2 }')).toEqual([
    ["net_h1", "0.37750"],
    ["w5⁺", "0.358916480"],
    ['a "b"', "-1.50e-2"],
  ]);
});

it.each([
  ["symbol,value\nnet_h1,0.3775\n", [["net_h1", "0.3775"]]],
  ["\uFEFF符号,数值\r\nδ_o1,0.1385\r\n\r\n", [["δ_o1", "0.1385"]]],
  ["名称，值\nw5⁺，0.36", [["w5⁺", "0.36"]]],
  ["net_h1\t0.3775", [["net_h1", "0.3775"]]],
  ["w_{1,1}_new;0.9", [["w_{1,1}_new", "0.9"]]],
  ["w'_{2,1} , 0.5", [["w'_{2,1}", "0.5"]]],
  ['"w_{1,1}","0.90"', [["w_{1,1}", "0.90"]]],
])("%j", (text, wanted) => {
  expect(read(text)).toEqual(wanted);
});

it.each([
  "X_hidden,1.16 0.42 0.620",
  "X_hidden\t1.16  0.42 0.620",
  "X_hidden,[1.16, 0.42, 0.620]",
  '{ "X_hidden": [1.16, 0.42, 0.620] }',
  '{ "X_hidden": ["1.16", 0.42,\n 0.620] }',
])("a column: %j", (text) => {
  expect(read(text)).toEqual([
    ["X_hidden[1]", "1.16"],
    ["X_hidden[2]", "0.42"],
    ["X_hidden[3]", "0.620"],
  ]);
});

it("a matrix, row by row, among other numbers", () => {
  const wanted = [
    ["W[1][1]", "0.3"],
    ["W[1][2]", "0.7"],
    ["W[2][1]", "0.6"],
    ["W[2][2]", "0.50"],
    ["E", "0.59"],
  ];
  expect(read('{ "W": [[0.3, 0.7], [0.6, 0.50]], "E": 0.59 }')).toEqual(wanted);
  expect(read("W,[[0.3, 0.7], [0.6, 0.50]]\nE,0.59")).toEqual(wanted);
});

it.each([
  ["", "mine: expected numbers, got none. Write lines such as net_h1,0.3775."],
  ["symbol,value\n", "mine: expected numbers, got none. Write lines such as net_h1,0.3775."],
  ["net_h1\n", 'mine line 1: expected a symbol, a comma and a number, got "net_h1".'],
  ["a,1\n,2", 'mine line 2: expected a symbol, a comma and a number, got ",2".'],
  ['a,1\n"",2', 'mine line 2: "": expected a symbol, got nothing.'],
  ["a,b\n", 'mine line 1: "a": expected a number such as 0.593269992, got "b".'],
  ["a,1\nsymbol,value", 'mine line 2: "symbol": expected a number such as 0.593269992, got "value".'],
  ["a,\n", 'mine line 1: "a": expected a number such as 0.593269992, got nothing.'],
  ["a;0,5", 'mine line 1: "a": expected a number such as 0.593269992, got "0,5". Write a decimal point.'],
  ['{ "a": "0,5" }', 'mine: "a": expected a number such as 0.593269992, got "0,5". Write a decimal point.'],
  ['{ "a": null }', 'mine: "a": expected a number, got null.'],
  ['{ "a": [1, null] }', 'mine: "a": expected a number, got null.'],
  ["a,1 x", 'mine line 1: "a": expected a number such as 0.593269992, got "1 x".'],
  ["a,[1, x]", 'mine line 1: "a": expected a number such as 0.593269992, got "x".'],
  ['{ "a": { "b": 1 } }', 'mine: "a": expected a number, got {"b":1}.'],
  ["[1]", 'mine: expected an object such as { "net_h1": 0.3775 }, got a list.'],
])("%j is refused", (text, message) => {
  expect(() => readOwnNumbers(text, "mine")).toThrow(new DataError(message));
});

it("JSON that cannot be read is refused with the parser's reason", () => {
  expect(() => readOwnNumbers('{ "a": 1,', "mine")).toThrow(
    /^mine: expected JSON, but it cannot be parsed: /,
  );
});
