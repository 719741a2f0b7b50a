/** The style of the library's drawing of a network and of its curves, in this page. */
import { drawingStyle } from "../../src/report/trace/drawingStyle.js";
import { curveStyle } from "../../src/report/trace/why/curveStyle.js";

let isThere = false;

/** Adds it once. It is a constructed sheet, because the page's policy allows no style in markup. */
export function addDrawingStyle(): void {
  if (isThere) return;
  isThere = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(drawingStyle + curveStyle);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
