/** That the command line speaks the language of the locale, or of --lang, and never two at once. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { languageOf } from "../../src/cli/locale.js";
import { traceFlags } from "../../src/cli/traceHelp.js";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const chinese = { LC_ALL: "zh_CN.UTF-8" };

it.each<[Record<string, string>, string[], string]>([
  [{}, [], "en"],
  [{ LANG: "zh_CN.UTF-8" }, [], "zh"],
  [{ LANG: "zh_TW" }, [], "zh"],
  [{ LANG: "zh" }, [], "zh"],
  [{ LANG: "zha_CN" }, [], "en"],
  [{ LANG: "de_DE.UTF-8" }, [], "en"],
  [{ LC_ALL: "C", LANG: "zh_CN" }, [], "en"],
  [{ LC_ALL: "", LANG: "zh_CN" }, [], "zh"],
  [{ LC_MESSAGES: "zh_CN", LANG: "en_US" }, [], "zh"],
  [{ LANG: "zh_CN" }, ["trace", "--lang", "en"], "en"],
  [{ LANG: "en_US" }, ["--lang=zh", "trace"], "zh"],
  [{ LANG: "zh_CN" }, ["--lang", "fr"], "zh"],
])("%j and %j: %s", (env, args, code) => {
  expect(languageOf(args, env)).toBe(code);
});

describe("in a Chinese locale", () => {
  it("the program's help is Chinese; the help of a command whose settings are English is English", async () => {
    const help = await succeeds(["--help"], { cwd, env: chinese });
    expect(help).toMatch(/^用法： chainrule \[选项\] \[命令\]\n/);
    expect(help).toContain("  trace [选项] [network]  ");
    for (const line of help.split("\n").filter((one) => /^ {2}\S/.test(one)))
      expect(line).toMatch(/\p{Script=Han}/u);
    const inspect = await succeeds(["inspect", "--help"], { cwd, env: chinese });
    expect(inspect).not.toMatch(/\p{Script=Han}/u);
    expect(inspect).toBe(await succeeds(["inspect", "--help"], { cwd }));
  });

  it("trace --help is Chinese in every line about a flag, and names the same flags", async () => {
    const [zh, en] = await Promise.all([
      succeeds(["trace", "--help"], { cwd, env: chinese }),
      succeeds(["trace", "--help"], { cwd }),
    ]);
    const flags = (text: string) => text.match(/^ {2}(?:-\w, )?--[\w-]+/gm);
    expect(flags(zh)).toEqual(flags(en));
    for (const [flag, help] of traceFlags) {
      expect([flag, help.zh]).toEqual([flag, expect.stringMatching(/\p{Script=Han}/u)]);
      expect(help.en).not.toMatch(/\p{Script=Han}/u);
    }
    expect(en).not.toMatch(/用法|选项/);
  });

  it("trace, check and glossary answer in Chinese; --lang en does not", async () => {
    expect(await succeeds(["trace"], { cwd, env: chinese })).toMatch(/^反向传播逐步演算/);
    expect(await succeeds(["--lang", "zh", "trace"], { cwd })).toMatch(/^反向传播逐步演算/);
    expect(await succeeds(["trace", "--lang", "en"], { cwd, env: chinese })).toMatch(/^One round of/);
    expect(await succeeds(["trace", "--glossary", "eta"], { cwd, env: chinese })).toMatch(/^学习率/);
    writeFileSync(join(cwd, "mine.csv"), "net_h1,0.3776\n");
    const run = await chainrule(["trace", "--check", "mine.csv"], { cwd, env: chinese });
    expect(run.stdout).toContain("第一个错误的数是 net_h1。");
    expect(run.stderr).toBe("DataError: mine.csv: 1 个数中有 1 个错误，第一个是 net_h1。\n");
    const saved = await chainrule(["trace", "-o", "t.txt"], { cwd, env: chinese });
    expect(saved).toEqual({ code: 0, stdout: "", stderr: "已存入 t.txt。\n" });
  });

  it("an unknown language is refused", async () => {
    const run = await chainrule(["--lang", "fr", "info"], { cwd });
    expect(run).toEqual({
      code: 2,
      stdout: "",
      stderr: 'ConfigError: --lang: expected "en" or "zh", got "fr".\n',
    });
  });
});
