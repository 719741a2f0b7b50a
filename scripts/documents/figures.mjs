/**
 * The pictures of the worked example, as SVG files: the network, each step that the page shows, the paths of the error, and
 * the curves.
 * They are drawn from the trace, like those of the lesson page, and have no words but symbols, so both languages use them.
 */

/** Where the documents find them. */
export const figureFolder = "docs/pictures/worked-example";

const colours = {
  light:
    "--card: #fff; --text: #1d2326; --quiet: #5d686d; --line: #c9cdcb; --faint: #e4e7e4; --positive: #1f78b4; --negative: #b9650f; --marker: #ffe486; --accent: #7546b8",
  dark: "--card: #0d1117; --text: #e8ebea; --quiet: #9daab0; --line: #444d52; --faint: #2a3236; --positive: #5fb1e8; --negative: #f0a050; --marker: #675617; --accent: #b794f0",
};

/** Width of a curve, and its margins for the axes. */
const size = { width: 560, height: 200, left: 62, top: 26, right: 28, bottom: 42 };

/**
 * @param library  what scripts/worked-example.mjs bundles
 * @param stepKeys keys of the steps that the page shows
 */
export function figureFiles(library, { traced, about, errors }, stepKeys) {
  const { figureMarkup, traceDrawing, languages, drawingStyle, curveStyle } = library;
  const style = `<style>
svg { ${colours.light}; font-family: system-ui, -apple-system, "Segoe UI", sans-serif }
@media (prefers-color-scheme: dark) { svg { ${colours.dark} } }
${drawingStyle}
${curveStyle}
</style>`;
  const namespace = 'xmlns="http://www.w3.org/2000/svg"';
  const drawing = (markup) =>
    markup.replace("<svg ", `<svg ${namespace} `).replace(/<title>/, `${style}\n<title>`) + "\n";
  const curve = (markup) => {
    const { width, height, left, top, right, bottom } = size;
    const inner = markup
      .replace(/<\/?figure>/g, "")
      .replace(
        /<svg class="plot" height="\d+"/,
        `<svg class="plot" x="${left}" y="${top}" width="${width - left - right}" height="${height}"`,
      );
    const all = `viewBox="0 0 ${width} ${height + top + bottom}" width="${width}" height="${height + top + bottom}"`;
    return `<svg ${namespace} ${all}>${style}\n${inner}\n</svg>\n`;
  };
  const source = { facts: about.facts, errors, language: languages.en, roundName: "n" };
  const figure = (id) => figureMarkup(id, source);
  const words = {
    network: { title: "The network with its weights", text: "Two inputs, two hidden neurons, two outputs." },
    forward: { title: "The forward pass", text: "The signals run from the inputs to the outputs." },
  };
  const lastForward = traced.steps.findLastIndex(({ phase }) => phase === "forward") + 1;
  const stepPicture = (key) => {
    const at = traced.steps.findIndex((step) => step.key === key);
    const title = library.textOf(traced.steps[at].symbol);
    return drawing(traceDrawing(traced, { title, text: "" }, { step: at + 1, lit: traced.steps[at] }));
  };
  const files = {
    network: drawing(traceDrawing(traced, words.network, { step: 0 })),
    forward: drawing(traceDrawing(traced, words.forward, { step: lastForward })),
    ...Object.fromEntries(stepKeys.map((key) => [stepFigure(key), stepPicture(key)])),
    pathToLast: drawing(figure("pathToLast")),
    pathToFirst: drawing(figure("pathToFirst")),
    logistic: curve(figure("logistic")),
    descent: curve(figure("descent")),
    course: curve(figure("course")),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${figureFolder}/${fileNames[name] ?? name}.svg`, text]),
  );
}

const fileNames = { pathToLast: "path-w5", pathToFirst: "path-w1" };

/** The figure of a step: `step-dE_total-dw5`. */
export function stepFigure(key) {
  return `step-${key.replaceAll("/", "-")}`;
}

/** The address of a figure, from a document. */
export function figurePath(id, code) {
  const folder = code === "en" ? "pictures/worked-example" : "../pictures/worked-example";
  return `${folder}/${fileNames[id] ?? id}.svg`;
}
