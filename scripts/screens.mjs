/**
 * Takes the pictures of README and documents from the running product, in light and dark: docs/pictures/screens/*.webp. Everything that
 * they show is trained while it runs. It needs a build and Chromium.
 *
 *     npm run build && node scripts/screens.mjs            all of them
 *     node scripts/screens.mjs report terminal             some of them
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findBrowsers } from "./browsers.mjs";

const folder = "docs/pictures/screens";
const themes = ["light", "dark"];
const program = resolve("dist/cli.js");
/** The training that report and terminal show. */
const training = ["train", "--data", "examples/fruit.csv", "--target", "fruit", "--validation", "0.2"];
/** Epochs after which the spirals of the playground are told apart. */
const enoughEpochs = 1500;
const patienceMs = 60_000;

/** Pictures by name: the size of the window, and what opens it. The whole window is taken. */
const screens = {
  playground: { width: 1280, height: 860, open: openPlayground },
  report: { width: 1100, height: 860, open: openReport },
  columns: { width: 1100, height: 640, open: openColumns },
  lesson: { width: 900, height: 760, open: openLesson },
  terminal: { width: 860, height: 100, open: openTerminal },
};

export const screenNames = Object.keys(screens);

/** The file of a picture. */
export const screenFile = (name, theme) => `${folder}/${name}-${theme}.webp`;

/** All files that this script makes. */
export const screenFiles = screenNames.flatMap((name) => themes.map((theme) => screenFile(name, theme)));

/** Runs the command line in this folder. @returns what it printed, errors and progress first */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`chainrule ${args.join(" ")}: ${stderr}`);
  return stderr + stdout;
}

/** Two spirals, trained until they are told apart. */
async function openPlayground(page) {
  const server = spawn(process.execPath, [program, "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [line] = await once(server.stdout, "data");
    await page.goto(`${/http:\S+/.exec(String(line))[0]}#data=spirals`);
    await page.locator("canvas").first().waitFor();
    await page.keyboard.press("Space");
    await page.waitForFunction(
      (enough) => {
        const names = [...document.querySelectorAll("dt")];
        const epoch = names.find((one) => one.textContent.trim() === "Epoch")?.nextElementSibling;
        return Number(epoch?.textContent.replace(/\D/g, "")) >= enough;
      },
      enoughEpochs,
      { timeout: patienceMs },
    );
    await page.keyboard.press("Space");
    await page.evaluate(() => document.activeElement?.blur());
    await settled(page);
    return await page.screenshot();
  } finally {
    server.kill("SIGINT");
  }
}

async function openReport(page, scratch) {
  const file = join(scratch, "report.html");
  run(...training, "--quiet", "--report", file, "-o", join(scratch, "model.safetensors"));
  await page.goto(pathToFileURL(file).href);
  await settled(page);
  return page.screenshot();
}

/** The section of the report on the columns of the table. */
async function openColumns(page, scratch) {
  await openReport(page, scratch);
  return page.locator("#columns").screenshot();
}

async function openLesson(page, scratch) {
  const file = join(scratch, "lesson.html");
  run("trace", "mazur", "--format", "html", "-o", file);
  await page.goto(pathToFileURL(file).href);
  await settled(page);
  return page.screenshot();
}

/** What the training prints, in a window that is as high as the text. */
async function openTerminal(page, scratch, theme) {
  const text = run(...training, "-o", join(scratch, "model.safetensors"))
    .replaceAll(scratch, ".")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
  const command = `npx chainrule ${training.join(" ")}`;
  const [paper, ink, quiet, edge] =
    theme === "dark"
      ? ["#14181a", "#e8ebea", "#9daab0", "#333c40"]
      : ["#fbfaf7", "#1d2326", "#5d686d", "#dcdfdd"];
  await page.setContent(`<!doctype html><style>
html { background: ${paper} }
body { margin: 0; padding: 14px 18px; border: 1px solid ${edge}; box-sizing: border-box; color: ${ink};
  font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
pre { margin: 0; font: inherit; white-space: pre-wrap } b { color: ${quiet}; font-weight: 400 }
</style><pre><b>$</b> ${command}\n${text.trimEnd()}</pre>`);
  return page.screenshot({ fullPage: true });
}

/** Waits until two frames are drawn with all fonts. */
async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}

/** The bytes of a WebP file; the browser makes it. */
async function webpOf(page, png) {
  const uri = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.75);
  }, png.toString("base64"));
  return Buffer.from(uri.split(",")[1], "base64");
}

async function take(browser, name, theme, scratch) {
  const { width, height, open } = screens[name];
  const options = { viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce" };
  const page = await browser.newPage(options);
  const png = await open(page, scratch, theme);
  const blank = await browser.newPage();
  const bytes = await webpOf(blank, png);
  writeFileSync(screenFile(name, theme), bytes);
  console.log(`${screenFile(name, theme)}: ${(bytes.length / 1024).toFixed(0)} kB`);
  await page.close();
  await blank.close();
}

async function takeAll(names) {
  const { chromium } = await import("playwright");
  const { launchOptions, reason } = findBrowsers().chromium;
  if (!launchOptions) throw new Error(`no Chromium: ${reason}`);
  const wrong = names.filter((name) => !screenNames.includes(name));
  if (wrong.length > 0) throw new Error(`expected ${screenNames.join(", ")}, got ${wrong.join(", ")}`);
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "chainrule-screens-"));
  const browser = await chromium.launch(launchOptions);
  try {
    for (const name of names) for (const theme of themes) await take(browser, name, theme, scratch);
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true });
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  await takeAll(asked.length > 0 ? asked : screenNames);
}
