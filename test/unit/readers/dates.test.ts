import { describe, expect, it } from "vitest";
import type { DateFormat } from "../../../src/data/columns/columns.js";
import { dateFormatOf, partOf, readDate } from "../../../src/data/columns/dates.js";

const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;

describe("readDate", () => {
  it.each<[string, DateFormat, number | null, number | null]>([
    ["2024-02-29", "ymd", day(2024, 2, 29), null],
    ["2024/2/9", "ymd", day(2024, 2, 9), null],
    ["2024-02-29T13:30:00Z", "ymd", day(2024, 2, 29), 13.5],
    ["2024-02-29 13:30:18.25+01:00", "ymd", day(2024, 2, 29), 13.505],
    ["20141013T000000", "ymd", day(2014, 10, 13), 0],
    ["20141013", "ymd", day(2014, 10, 13), null],
    ["2014-10", "ymd", day(2014, 10, 1), null],
    ["31.12.1999", "dmy", day(1999, 12, 31), null],
    ["31/12/99", "dmy", day(1999, 12, 31), null],
    ["1-2-03 18:45", "dmy", day(2003, 2, 1), 18.75],
    ["05-Jan-2017", "dmy", day(2017, 1, 5), null],
    ["12/31/1999 1:15 PM", "mdy", day(1999, 12, 31), 13.25],
    ["January 5, 2017", "mdy", day(2017, 1, 5), null],
    ["18.30.00", "time", null, 18.5],
    ["12:15 am", "time", null, 0.25],
  ])("%s as %s", (text, format, days, hour) => {
    expect(readDate(text, format)).toEqual({ days, hour });
  });

  it.each<[string, DateFormat]>([
    ["2023-02-29", "ymd"],
    ["31.04.2000", "dmy"],
    ["13/01/2000", "mdy"],
    ["25:00", "time"],
    ["12:60", "time"],
    ["5.1.3", "dmy"],
    ["n/a", "ymd"],
    ["", "time"],
  ])("%j is no date in %s", (text, format) => {
    expect(readDate(text, format)).toBeNull();
  });
});

describe("dateFormatOf", () => {
  it("finds the order by the texts that allow only one", () => {
    expect(dateFormatOf(["01/02/2004", "13/02/2004"])).toBe("dmy");
    expect(dateFormatOf(["01/02/2004", "02/13/2004"])).toBe("mdy");
    expect(dateFormatOf(["13/02/2004", "02/13/2004"])).toBeNull();
    expect(dateFormatOf(["2004-01-02", "x"])).toBeNull();
  });

  it("where both are possible, a dot means day first, other marks month first", () => {
    expect(dateFormatOf(["01.02.2004"])).toBe("dmy");
    expect(dateFormatOf(["01/02/2004"])).toBe("mdy");
  });
});

it("the parts of a moment: Monday is 1, days count from the first", () => {
  const monday = readDate("2024-07-01 06:00", "ymd")!;
  const parts = (["days", "month", "day", "weekday", "hour"] as const).map((part) =>
    partOf(monday, part, day(2024, 6, 1)),
  );
  expect(parts).toEqual([30, 7, 1, 1, 6]);
  expect(partOf(readDate("1969-12-28", "ymd")!, "weekday", 0)).toBe(7);
});
