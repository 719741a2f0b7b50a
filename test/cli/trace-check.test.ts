import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const file = (name: string, text: string) => writeFileSync(join(cwd, name), text);
file("right.csv", "symbol,value\nnet_h1,0.3775\nw5⁺,0.358916480\nerror_after_10000,0.000035102\n");
file(
  "slip.json",
  '{ "w1_new": 0.149817639, "w5_new": 0.35891648, "w7_new": 0.511301270, "error_after_1": 0.291027924 }',
);
file("unknown.csv", "net_h1,0.3775\nnet_h9,1\n");

it("trace --check: all right is exit 0", async () => {
  const out = await succeeds(["trace", "mazur", "--check", "right.csv"], { cwd });
  expect(out).toMatch(/\nAll of your numbers are right\.\n$/);
  expect(await succeeds(["trace", "--check", "right.csv", "--lang", "zh"], { cwd })).toMatch(
    /您的数字全部正确。\n$/,
  );
});

it("trace --check: something wrong is exit 1, with the slip named; --json too", async () => {
  const { code, stdout, stderr } = await chainrule(["trace", "mazur", "--check", "slip.json", "--json"], {
    cwd,
  });
  expect([code, stderr]).toEqual([
    1,
    "DataError: slip.json: 1 of 4 numbers is wrong, the first is w1_new.\n",
  ]);
  const { isRight, first, slips, numbers } = JSON.parse(stdout);
  expect([isRight, first, slips[0].id, slips.length]).toEqual([false, "w1_new", "updated-weights", 1]);
  expect(numbers[2]).toEqual({
    key: "w7_new",
    symbol: "w7⁺",
    yours: "0.511301270",
    ours: 0.5113012702387375,
    verdict: "rounded",
    cause: null,
    expected: null,
    erratum: null,
  });
  expect(numbers[3]).toMatchObject({ key: "error_after_1", verdict: "published", cause: "later" });
});

it("trace --check: a published figure is named as such, with the slip, and is exit 0", async () => {
  file("quoted.csv", "error after 1,0.291027924\n");
  const out = (await succeeds(["trace", "--check", "quoted.csv"], { cwd })).replaceAll(/\s+/g, " ");
  expect(out).toContain("0.291027774 as published");
  expect(out).toContain(
    "error_after_1: 0.291027924 is what published versions print; it should be 0.291027774.",
  );
  expect(out).toContain("The likely slip: The output weights were updated first");
  const chinese = await succeeds(["trace", "--check", "quoted.csv", "--lang", "zh"], { cwd });
  expect(chinese).toContain("error_after_1：0.291027924 是已发表版本中印出的数值，应为 0.291027774。");
});

it("trace matrix --check: finds the variant and the rounding; --variant decides", async () => {
  file("three.csv", "X_hidden,1.16 0.42 0.62\nX_ouput1,0.975\nE,0.59218\n");
  const { isRight, reading } = JSON.parse(
    await succeeds(["trace", "matrix", "--check", "three.csv", "--json"], { cwd }),
  );
  expect([isRight, reading]).toEqual([true, { variant: "consistent", decimals: 3 }]);
  const run = await chainrule(["trace", "matrix", "--variant", "printed", "--check", "three.csv"], { cwd });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("X_hidden3  0.62     1.45         as published");
  file("other.csv", "X_hidden,1.16 0.42 1.45\nE,0.611210\n");
  const other = JSON.parse(await succeeds(["trace", "matrix", "--check", "other.csv", "--json"], { cwd }));
  expect([other.isRight, other.reading]).toEqual([true, { variant: "printed", decimals: null }]);
});

it("trace --check --lang zh: the message of the error is Chinese too", async () => {
  file("wrong.csv", "net_h1,0.3776\n");
  const run = await chainrule(["trace", "--check", "wrong.csv", "--lang", "zh"], { cwd });
  expect([run.code, run.stderr]).toEqual([
    1,
    "DataError: wrong.csv: 1 个数中有 1 个错误，第一个是 net_h1。\n",
  ]);
});

it("trace --check-published: the figures that are quoted, beside ours and the slip", async () => {
  const args = ["trace", "mazur", "--check-published", "--json"];
  const { network, variants, headline } = JSON.parse(await succeeds(args, { cwd }));
  expect([network, variants, headline.length]).toEqual(["mazur", ["printed"], 5]);
  expect(headline[0]).toMatchObject({
    key: "error_after_1",
    printed: "0.291027924",
    ours: { printed: { agrees: false } },
    slip: { agrees: true },
  });
  expect(await succeeds(["trace", "matrix", "--check-published", "--lang", "zh"], { cwd })).toMatch(
    /docs\/zh\/errata\.md/,
  );
});

it.each([
  [
    ["mazur", "--check", "unknown.csv"],
    1,
    'DataError: unknown.csv line 2: "net_h9": expected a symbol of this calculation. Did you mean "net_h1"?',
  ],
  [["mazur", "--check", "none.csv"], 1, "DataError: none.csv: there is no such file."],
  [
    ["xor", "--check-published"],
    2,
    'ConfigError: --check-published: expected the network "mazur" or "matrix", got "xor".',
  ],
  [
    ["--check", "a", "--check-published"],
    2,
    "ConfigError: --check: does not go with --check-published. Drop one of them.",
  ],
  [
    ["--check", "a", "--rounds", "3"],
    2,
    "ConfigError: --rounds: does not go with --check. Drop one of them.",
  ],
  [
    ["matrix", "--check-published", "--variant", "printed"],
    2,
    "ConfigError: --variant: does not go with --check-published, which has its own. Drop one of them.",
  ],
])("trace %j is refused", async (args, code, message) => {
  const run = await chainrule(["trace", ...args], { cwd });
  expect([run.code, run.stdout, run.stderr]).toEqual([code, "", message + "\n"]);
});
