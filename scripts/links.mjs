/**
 * Finds broken links in a directory of HTML pages that is opened from disk: to a missing file, to a missing anchor of a page, or
 * out of the directory. It does not check addresses on other hosts.
 *
 *     node scripts/links.mjs site
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = process.argv[2] ?? "site";
const paths = new Set(readdirSync(root, { recursive: true }).map((path) => path.replaceAll("\\", "/")));
const pages = new Map(
  [...paths]
    .filter((path) => path.endsWith(".html"))
    .map((path) => [path, readFileSync(join(root, path), "utf8")]),
);
const places = new Map(
  [...pages].map(([path, html]) => [
    path,
    new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => unescaped(id))),
  ]),
);

function unescaped(text) {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** What is wrong with a link, or null. */
function fault(page, link) {
  const [path, hash] = link.split("#", 2).map(decodeURIComponent);
  const target = path === "" ? page : normalize(join(dirname(page), path)).replaceAll("\\", "/");
  if (target.startsWith("..") || path.startsWith("/")) return "leads out of the site";
  if (!paths.has(target) || statSync(join(root, target)).isDirectory()) return `there is no file ${target}`;
  if (hash && places.has(target) && !places.get(target).has(hash)) return `${target} has no place ${hash}`;
  return null;
}

let count = 0;
const broken = [];
for (const [page, html] of pages) {
  for (const [, quoted] of html.matchAll(
    /<(?:a|link|script|img|source|use)\s[^>]*?(?:href|src|srcset)="([^"]*)"/g,
  )) {
    const link = unescaped(quoted);
    if (/^[a-z]+:/i.test(link)) continue;
    count++;
    const what = fault(page, link);
    if (what) broken.push(`${page}: ${link}: ${what}`);
  }
}
for (const line of broken) console.error(line);
console.log(`${count} links of ${pages.size} pages in ${root}, ${broken.length} broken`);
if (broken.length > 0 || count === 0) process.exitCode = 1;
