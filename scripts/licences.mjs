/**
 * The licence notices of the bundles: the licence file of every package that esbuild put into them.
 */
import { readdir, readFile } from "node:fs/promises";

/**
 * Names of the packages of which something is in a bundle, sorted.
 *
 * @param {readonly import("esbuild").Metafile[]} metafiles what esbuild says of each bundle
 * @returns {string[]}
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
  const names = inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** What is bundled and comes from no package: its name and licence, and the file with the notice. */
export const bundledFiles = [
  { name: "STIX Two Math, a part of it (OFL-1.1)", notice: "src/report/trace/font/OFL.txt" },
];

/**
 * Name, version, licence and notice of each package.
 *
 * @param {readonly string[]} packages
 * @param {readonly { name: string, notice: string }[]} [files]
 * @returns {Promise<string>}
 * @throws Error for a package without a licence file: it may not be bundled before its notice is found
 */
export async function licencesText(packages, files = []) {
  const notices = packages.map(async (name) => {
    const root = `node_modules/${name}`;
    const { version, license } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
    const files = (await readdir(root)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
    if (files.length === 0) throw new Error(`${name}: bundled, but it has no licence file.`);
    const texts = await Promise.all(files.map((file) => readFile(`${root}/${file}`, "utf8")));
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join("\n\n");
  });
  const others = files.map(
    async ({ name, notice }) => `${name}\n\n${(await readFile(notice, "utf8")).trim()}`,
  );
  const head = "The files in this directory hold code of these packages, under these licences.";
  return [head, ...(await Promise.all([...notices, ...others]))].join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}
