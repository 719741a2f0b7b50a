import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/readers/csv.js";
import { cellsOf } from "./tables.js";

/** A table of one column beside a name. */
const column = (cells: readonly string[], options = {}) =>
  readCsv(["name\tx", ...cells.map((cell, row) => `n${row}\t${cell}`)].join("\n"), "t.csv", options);
const values = (cells: readonly string[], options = {}) => cellsOf(column(cells, options)).map(([, x]) => x);

describe("numbers that are not written plainly", () => {
  it.each([
    ["decimal commas", ["9,2", "10,25", "-3"], ["9.2", "10.25", "-3"], undefined],
    ["thousands marks", ["110,000", "$9,500"], ["110000", "9500"], "thousands marks, $"],
    ["thousands marks and a fraction", ["1,234.5", "12.25"], ["1234.5", "12.25"], "thousands marks"],
    ["the same with a comma", ["1.234,5", "12,25"], ["1234.5", "12.25"], "decimal comma, thousands marks"],
    [
      "blanks between thousands",
      ["1 234,5", "2 000,0"],
      ["1234.5", "2000"],
      "decimal comma, thousands marks",
    ],
    ["apostrophes", ["1'234", "12'000.5"], ["1234", "12000.5"], "thousands marks"],
    ["a currency before", ["$110000", "-$5", "$ 7.50"], ["110000", "-5", "7.5"], "$"],
    ["a currency behind", ["9.20 €", "10 €"], ["9.2", "10"], "€"],
    ["per cent", ["19%", "7.5 %"], ["19", "7.5"], "%"],
    ["brackets for negative numbers", ["(1,234)", "12"], ["-1234", "12"], "thousands marks"],
    ["exponents", ["1,5e3", "2,5"], ["1500", "2.5"], undefined],
  ])("%s", (_, cells, expected, format) => {
    expect(values(cells)).toEqual(expected);
    if (format !== undefined) expect(column(cells).reading.formats).toEqual({ x: format });
  });

  it("60 prices with decimal commas are numbers, also quoted between commas", () => {
    const prices = Array.from({ length: 60 }, (_, row) => `${row + 1},${row % 10}`);
    const expected = prices.map((price) => String(Number(price.replace(",", "."))));
    expect(values(prices)).toEqual(expected);
    const quoted = readCsv(["a,x", ...prices.map((price) => `1,"${price}"`)].join("\n"), "t.csv");
    expect(cellsOf(quoted).map(([, x]) => x)).toEqual(expected);
    expect(quoted.reading.formats).toEqual({ x: "decimal comma" });
  });

  it("the decimal sign that is told decides where texts fit both", () => {
    expect(values(["1,234", "5,678"])).toEqual(["1234", "5678"]);
    expect(values(["1,234", "5,678"], { decimal: "," })).toEqual(["1.234", "5.678"]);
  });

  it("missing cells and a few other texts stay", () => {
    expect(values(["9 %", "NA", "", "10 %", "unknown"])).toEqual(["9", "NA", "", "10", "unknown"]);
  });

  it.each([
    ["dates", ["12.05.2020", "13.05.2020"]],
    ["times", ["18.00.00", "19.00.00"]],
    ["two currencies", ["$5", "€5"]],
    ["contradicting signs", ["1.234,5", "1,234.5"]],
    ["versions", ["1.2.3", "1.2.4"]],
    ["ranges", ["1-5", "5-10"]],
    ["names with numbers", ["A1", "B2"]],
    ["mostly texts", ["high", "low", "5 %"]],
  ])("are none: %s", (_, cells) => {
    expect(values(cells)).toEqual(cells);
  });

  it("columns of texts stay as they are", () => {
    expect(values(["9 %", "10 %"], { textColumns: ["x"] })).toEqual(["9 %", "10 %"]);
  });
});
