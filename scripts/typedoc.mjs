/**
 * A plugin of typedoc.json for this package: groups of names, titles and places of documents, links from docstrings to errors
 * and documents, formulas as MathML, and links to the package, the playground and the source on every page.
 */
import { copyFileSync, cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  Application,
  Comment,
  CommentTag,
  Converter,
  JSX,
  KindRouter,
  ReflectionKind,
  RendererEvent,
} from "typedoc";
import { mathRules } from "./mathml.mjs";

/** Groups of the reference by the files that their names come from; the first that fits. */
const groups = [
  ["Errors", /^src\/errors/],
  ["Data", /^src\/(data\/|readers\/|network\/scaling)/],
  ["Metrics", /^src\/train\/evaluation\//],
  ["Search and cross-validation", /^src\/train\/search\//],
  ["Hosts and builds", /^src\/(wasm\/(?!kernels)|train\/engine)/],
  ["Explaining", /^src\/(explain|report\/trace)\//],
  ["Exports and imports", /^src\/(export|import)\//],
  ["Reports and logs", /^src\/report\//],
  ["Networks and training", /^src\/(train|network|wasm|functions|settings)\//],
];

/** Groups of documents by path; the first that fits. */
const shelves = [
  ["中文", /^(docs\/zh\/|README\.zh)/],
  ["Learning", /^docs\/(worked-example|glossary|errata|verify)\./],
  ["Measured", /^(docs\/(performance|accuracy)\.|bench\/)/],
  ["Guides", /^docs\/(?!KERNELS)/],
  ["The project", /./],
];

/** The page that trains, as the build makes it; the site has a copy where it is built. */
const playground = "dist/playground";

const groupOf = (list, path) => list.find(([, pattern]) => pattern.test(path))[0];
/** From the root of the package. */
const pathOf = (file) => file.slice(resolve(".").length + 1).replaceAll("\\", "/");

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const path = pathOf(document.project.files.getReflectionPath(document));
    document.frontmatter.category = groupOf(shelves, path);
    document.slug = path.replace(/^docs\/|\.md$/g, "").replaceAll("/", "-");
    const [, title] = /^# (.*)$/m.exec(Comment.combineDisplayParts(document.content));
    const [, node] = /RESULTS-node(\d+)\./.exec(path) ?? [];
    document.name = node ? `${title}, Node ${node}` : title;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      if (reflection.comment) mendComment(reflection.comment, project);
    }
    const [module] = project.getChildrenByKind(ReflectionKind.Module);
    project.comment = module.comment;
    project.mergeReflections(module, project);
    // the page has a title already
    project.readme[0].text = project.readme[0].text.replace(/^# .*\n/, "");
    for (const child of project.children) {
      const { fileName } = project.getSymbolIdFromReflection(child);
      const text = groupOf(groups, pathOf(fileName));
      // one without a comment is refused later on
      const { comment = child.signatures?.[0].comment } = child;
      comment?.blockTags.push(new CommentTag("@category", [{ kind: "text", text }]));
    }
  });
  app.renderer.hooks.on("sidebar.begin", (context) => elsewhere(context));
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    if (existsSync(playground)) cpSync(playground, join(outputDirectory, "playground"), { recursive: true });
  });
  app.renderer.defineRouter("chainrule", Router);
  // scripts/typedoc.css names the font
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    for (const file of ["mathematics.woff2", "OFL.txt"]) {
      copyFileSync(`src/report/trace/font/${file}`, join(outputDirectory, "assets", file));
    }
  });
  app.on(Application.EVENT_BOOTSTRAP_END, () => app.options.setValue("markdownItLoader", mathRules));
}

/** Above the navigation: the version, and links to what is not in this site. */
function elsewhere(context) {
  const { name, version, repository } = JSON.parse(readFileSync("package.json", "utf8"));
  const links = [
    ["Package", `https://www.npmjs.com/package/${name}`],
    ...(existsSync(playground) ? [["Playground", context.relativeURL("playground/index.html")]] : []),
    ...(repository ? [["Source", repository.url.replace(/^git\+|\.git$/g, "")]] : []),
  ];
  return JSX.createElement(
    "nav",
    { class: "elsewhere", "aria-label": "Elsewhere" },
    JSX.createElement("span", null, `Version ${version}`),
    ...links.map(([text, href]) => JSX.createElement("a", { href }, text)),
  );
}

/** Adds links to thrown errors and named documents, and puts the errors under one heading. */
function mendComment(comment, project) {
  const [first, ...others] = comment.blockTags.filter(({ tag }) => tag === "@throws");
  if (first) {
    first.content = [first, ...others].flatMap(thrownError);
    first.typeAnnotation = undefined;
    comment.blockTags = comment.blockTags.filter((tag) => !others.includes(tag));
  }
  comment.summary = withDocumentLinks(comment.summary, project);
  for (const tag of comment.blockTags) tag.content = withDocumentLinks(tag.content, project);
}

/** A line of a list. A name that is not an error class is reported as a broken link. */
function thrownError({ typeAnnotation = "{}", content }) {
  const link = { kind: "inline-tag", tag: "@link", text: typeAnnotation.slice(1, -1) };
  return [
    { kind: "text", text: "- " },
    link,
    { kind: "text", text: " " },
    ...content,
    { kind: "text", text: "\n" },
  ];
}

/** Documents are named by their paths from the root of the package. */
function withDocumentLinks(parts, project) {
  const pieces = parts.flatMap((part) =>
    part.kind === "text"
      ? part.text.split(/(docs\/[\w/-]+\.md)/).map((text) => ({ kind: "text", text }))
      : [part],
  );
  return pieces.flatMap((piece) => {
    const { kind, text } = piece;
    if (kind !== "text" || !/^docs\/.*\.md$/.test(text)) return [piece];
    const { target } = project.files.registerAbsolute(`${resolve(".")}/${text}`);
    const link = { kind: "relative-link", text, target };
    return [{ kind, text: `[${text}](` }, link, { kind, text: ")" }];
  });
}

/** Documents are called by their files, whatever their titles are. */
class Router extends KindRouter {
  /** The first page by its file: typedoc links to its folder, which does not open from disk. */
  baseRelativeUrl(from, target) {
    return super.baseRelativeUrl(from, target === "./" ? "index.html" : target);
  }

  getIdealBaseName(reflection) {
    return reflection.slug ? `documents/${reflection.slug}` : super.getIdealBaseName(reflection);
  }
}
