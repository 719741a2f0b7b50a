/**
 * Draws docs/pictures/modules.svg: the modules of this tree, and which imports which. Nothing is listed by hand: folders
 * and imports are read from the files. A module stands above everything that it imports. An arrow is left out where
 * other arrows lead to the same module.
 *
 *     node scripts/pictures.mjs
 */
import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const roots = ["assembly", "src", "playground", "bench"];
const width = 1100;
const box = { width: 130, height: 38 };
const rowHeight = 92;

/** The module of a file: its folder under src, or its folder at the top. Errors and their wording are one. */
function moduleOf(file) {
  const [top, second] = file.split("/");
  if (top !== "src") return top;
  return /^(errors|nearest|wording)/.test(second) ? "errors" : second.replace(/\.ts$/, "");
}

/** Source files, without what the build makes. */
function sourceFiles() {
  const under = (root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).map((file) => join(root, file));
  return roots.flatMap(under).filter((file) => /\.(ts|tsx)$/.test(file) && !file.includes("generated"));
}

/** The modules by name, each with the names of those that it imports. */
function readModules() {
  const modules = new Map();
  for (const file of sourceFiles()) {
    if (!statSync(file).isFile()) continue;
    const source = readFileSync(file, "utf8");
    const name = moduleOf(file);
    const imports = modules.get(name) ?? new Set();
    modules.set(name, imports);
    for (const [, path] of source.matchAll(/^(?:import|export)[^"';]*from\s+"(\.[^"]+)"/gm)) {
      const other = moduleOf(normalize(join(dirname(file), path)).replace(/\.js$/, ".ts"));
      if (other !== name) imports.add(other);
    }
  }
  return modules;
}

/** By name: 0 for a module that imports no other, else one more than the highest that it imports. */
function levelsOf(modules) {
  const levels = new Map();
  const levelOf = (name, above = []) => {
    if (above.includes(name)) throw new Error(`a cycle of modules: ${[...above, name].join(" → ")}`);
    if (!levels.has(name)) {
      const below = [...modules.get(name)].filter((other) => modules.has(other));
      levels.set(name, Math.max(-1, ...below.map((other) => levelOf(other, [...above, name]))) + 1);
    }
    return levels.get(name);
  };
  for (const name of modules.keys()) levelOf(name);
  return levels;
}

/** Each module with those of its imports that it does not also reach through another import. */
function withoutShortcuts(modules) {
  const reaches = (from, to, isFirst = true) =>
    [...modules.get(from)].some((next) => (next === to ? !isFirst : reaches(next, to, false)));
  return [...modules].map(([name, imports]) => [name, [...imports].filter((other) => !reaches(name, other))]);
}

/** The picture. */
export function modulesPicture() {
  const modules = readModules();
  const levels = levelsOf(modules);
  const most = Math.max(...levels.values());
  const places = new Map();
  for (let level = 0; level <= most; level++) {
    const names = [...levels]
      .filter(([, at]) => at === level)
      .map(([name]) => name)
      .toSorted();
    names.forEach((name, index) => {
      const x = ((index + 0.5 + (level % 2 ? 0.12 : -0.12)) * width) / names.length;
      places.set(name, { x, y: 30 + (most - level) * rowHeight });
    });
  }
  const arrows = withoutShortcuts(modules).flatMap(([name, imports]) =>
    imports.map((other) => {
      const from = places.get(name);
      const to = places.get(other);
      const top = to.y - 4;
      const bottom = from.y + box.height;
      const bend = (top - bottom) / 2;
      const path = `M${round(from.x)} ${bottom} C${round(from.x)} ${round(bottom + bend)} ${round(to.x)} ${round(top - bend)} ${round(to.x)} ${top}`;
      return `<path d="${path}"><title>${name} imports ${other}</title></path>`;
    }),
  );
  const boxes = [...modules.keys()].map((name) => {
    const { x, y } = places.get(name);
    return `<g transform="translate(${round(x - box.width / 2)} ${y})"><rect width="${box.width}" height="${box.height}" rx="6"/><text x="65" y="24">${name}</text></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${60 + most * rowHeight + box.height}" font-family="system-ui, sans-serif" font-size="14" text-anchor="middle" role="img" aria-label="Modules and their imports: every arrow points down">
<style>path{fill:none;stroke:#7a8794;stroke-width:1.5;marker-end:url(#tip)}rect{fill:#eef3f8;stroke:#4a6b8a}text{fill:#1b2733}@media(prefers-color-scheme:dark){rect{fill:#1d2a36;stroke:#7fa3c4}text{fill:#eef3f8}}</style>
<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L6 3L0 6z" style="fill:#7a8794;stroke:none;marker-end:none"/></marker></defs>
${arrows.join("\n")}
${boxes.join("\n")}
</svg>
`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  mkdirSync("docs/pictures", { recursive: true });
  writeFileSync("docs/pictures/modules.svg", modulesPicture());
}
