/**
 * The script of a lesson page: shows one step, highlights it in the drawing, goes forward and back, and changes decimals,
 * language and theme. Bundled into `src/report/trace/generated/script.ts` by scripts/build.mjs. Without the script the
 * page shows all steps in order.
 */
import { mathml } from "./mathml.js";
import { writtenText } from "./rounded.js";
import { placedNumber } from "./typeset.js";

const root = document.documentElement;
const narrow = matchMedia("(max-width: 60rem)");
let current = 0;

const byId = <Kind extends Element = HTMLElement>(id: string) =>
  document.getElementById(id) as unknown as Kind;
const all = <Kind extends Element>(selector: string) => [...document.querySelectorAll<Kind>(selector)];
const stepsNow = () => all<HTMLElement>(".step");

/** @param number of the step, from 1; smaller and larger numbers mean the first and the last step */
function show(number: number): void {
  const steps = stepsNow();
  const next = Math.max(1, Math.min(steps.length, Math.round(number) || 1));
  if (next === current) return;
  const isFirst = current === 0;
  current = next;
  const step = steps[current - 1]!;
  const { phase, lit = "", progress: words = "" } = step.dataset;
  steps.forEach((one) => one.classList.toggle("now", one === step));
  const drawing = byId("drawing");
  drawing.setAttribute("data-phase", phase!);
  all("#drawing .lit").forEach((place) => place.classList.remove("lit"));
  const places = lit
    .split(" ")
    .flatMap((id) => [`${id}w`, id].flatMap((one) => document.getElementById(one) ?? []));
  places.forEach((place) => place.classList.add("lit"));
  for (const text of all<SVGTextElement>("#drawing [data-from]")) {
    const until = Number(text.dataset.until) || Infinity;
    text.classList.toggle("unknown", current < Number(text.dataset.from) || current >= until);
  }
  byId<HTMLButtonElement>("back").disabled = current === 1;
  byId<HTMLButtonElement>("forth").disabled = current === steps.length;
  byId("progress").textContent = words;
  const bar = byId<HTMLInputElement>("bar");
  bar.value = String(current);
  bar.setAttribute("aria-valuetext", words);
  const links = all<HTMLAnchorElement>("#steps a");
  links.forEach((link, index) => {
    if (index === current - 1) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  });
  if (!isFirst) {
    const result = Number(step.querySelector(".result [data-value]")?.getAttribute("data-value"));
    byId("said").textContent =
      `${words}. ${step.dataset.say!.replace("{}", writtenText(result, decimals()))}`;
    history.replaceState(null, "", `#step=${current}`);
  }
  inView(document.querySelector<HTMLElement>("#steps .scroll")!, links[current - 1]);
  // if not everything fits, the beginning of the step comes first
  inView(drawing.parentElement!, places.at(-1));
  inView(drawing.parentElement!, places[0]);
}

/** Scrolls a box, and nothing around it, until an element in it is visible. */
function inView(box: HTMLElement, inside: Element | null | undefined): void {
  if (!inside || box.clientHeight === 0) return;
  const [outer, inner] = [box.getBoundingClientRect(), inside.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }
  if (inner.left < outer.left || inner.right > outer.right) {
    box.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}

const decimals = () => Number(byId<HTMLSelectElement>("decimals").value);

/** Writes every calculated number again. */
function writeNumbers(digits: number): void {
  for (const element of all("[data-value]")) {
    const value = Number(element.getAttribute("data-value"));
    if (element instanceof HTMLElement) element.textContent = writtenText(value, digits);
    else {
      const least = Number(element.getAttribute("data-least"));
      element.innerHTML = placedNumber(value, least, { notation: mathml, values: null, digits });
    }
  }
}

/** Exchanges the page for the one in the template, and keeps step, decimals and place. */
function changeLanguage(): void {
  const [digits, step, place] = [decimals(), current, scrollY];
  const { content } = document.querySelector("template")!;
  const [shown, other] = [byId("page"), content.firstElementChild as HTMLElement];
  shown.replaceWith(other);
  content.append(shown);
  root.lang = other.lang;
  document.title = other.querySelector("h1")!.textContent;
  byId<HTMLSelectElement>("decimals").value = String(digits);
  writeNumbers(digits);
  byId<HTMLDetailsElement>("steps").open = !narrow.matches;
  current = 0;
  show(step);
  scrollTo(0, place);
  byId("language").focus();
}

function changeTheme(): void {
  const isDark = getComputedStyle(root).colorScheme === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
}

const asked = () => Number(/^#step=(\d+)$/.exec(location.hash)?.[1] ?? 0);

const keys: Record<string, () => number> = {
  ArrowRight: () => current + 1,
  ArrowLeft: () => current - 1,
  Home: () => 1,
  End: () => stepsNow().length,
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isOwn = target instanceof HTMLElement && target.closest("input, select, .sideways");
  if (isOwn || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !Object.hasOwn(keys, key))
    return;
  event.preventDefault();
  show(keys[key]!());
});
const clicked: Record<string, () => void> = {
  back: () => show(current - 1),
  forth: () => show(current + 1),
  language: changeLanguage,
  theme: changeTheme,
};
document.addEventListener("click", ({ target }) => {
  const on = (target as Element).closest("button, a");
  if (!on) return;
  if (Object.hasOwn(clicked, on.id)) clicked[on.id]!();
  const to = on.getAttribute("href");
  if (to === "#glossary") document.querySelector<HTMLDetailsElement>("#glossary details")!.open = true;
  // a link to the step that is shown changes no address
  if (to?.startsWith("#step=") && on.closest(".jumps")) byId("drawing").scrollIntoView({ block: "nearest" });
  if (narrow.matches && on.closest("#steps")) byId<HTMLDetailsElement>("steps").open = false;
});
document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.id === "bar") show(Number(target.value));
  if (target instanceof HTMLSelectElement && target.id === "decimals") writeNumbers(decimals());
});
addEventListener("hashchange", () => {
  if (asked() > 0) show(asked());
});

byId<HTMLDetailsElement>("steps").open = !narrow.matches;
narrow.addEventListener("change", () => (byId<HTMLDetailsElement>("steps").open = !narrow.matches));
root.classList.add("live");
show(asked());
