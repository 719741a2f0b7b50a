/**
 * The script of a lesson page: shows one step, highlights it in the drawing, and goes forward and back. Bundled
 * into `src/report/trace/generated/script.ts` by scripts/build.mjs. Without the script the page shows all steps in
 * order.
 */

const steps = [...document.querySelectorAll<HTMLElement>(".step")];
const links = [...document.querySelectorAll<HTMLAnchorElement>("#steps a")];
const dated = [...document.querySelectorAll<SVGTextElement>("#drawing [data-from]")].map((text) => ({
  text,
  from: Number(text.dataset.from),
  until: Number(text.dataset.until) || Infinity,
}));
const drawing = document.getElementById("drawing")!;
const back = document.getElementById("back") as HTMLButtonElement;
const forth = document.getElementById("forth") as HTMLButtonElement;
const progress = document.getElementById("progress")!;
const bar = document.getElementById("bar") as HTMLInputElement;
const said = document.getElementById("said")!;
const list = document.getElementById("steps") as HTMLDetailsElement;
const narrow = matchMedia("(max-width: 60rem)");
let current = 0;

/** @param number of the step, from 1; smaller and larger numbers mean the first and the last step */
function show(number: number): void {
  const next = Math.max(1, Math.min(steps.length, Math.round(number) || 1));
  if (next === current) return;
  const isFirst = current === 0;
  current = next;
  const step = steps[current - 1]!;
  const { phase, lit = "", progress: words = "" } = step.dataset;
  steps.forEach((one) => one.classList.toggle("now", one === step));
  drawing.setAttribute("data-phase", phase!);
  document.querySelectorAll("#drawing .lit").forEach((place) => place.classList.remove("lit"));
  const places = lit
    .split(" ")
    .flatMap((id) => [`${id}w`, id].flatMap((one) => document.getElementById(one) ?? []));
  places.forEach((place) => place.classList.add("lit"));
  for (const { text, from, until } of dated) {
    text.classList.toggle("unknown", current < from || current >= until);
  }
  back.disabled = current === 1;
  forth.disabled = current === steps.length;
  progress.textContent = words;
  bar.value = String(current);
  bar.setAttribute("aria-valuetext", words);
  links.forEach((link, index) => {
    if (index === current - 1) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  });
  if (!isFirst) {
    said.textContent = `${words}. ${step.dataset.say}`;
    history.replaceState(null, "", `#step=${current}`);
  }
  inView(list.querySelector<HTMLElement>(".scroll")!, links[current - 1]);
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

const asked = () => Number(/^#step=(\d+)$/.exec(location.hash)?.[1] ?? 0);

const keys: Record<string, () => number> = {
  ArrowRight: () => current + 1,
  ArrowLeft: () => current - 1,
  Home: () => 1,
  End: () => steps.length,
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isOwn = target instanceof HTMLElement && target.closest("input, .sideways");
  if (isOwn || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !Object.hasOwn(keys, key))
    return;
  event.preventDefault();
  show(keys[key]!());
});
back.addEventListener("click", () => show(current - 1));
forth.addEventListener("click", () => show(current + 1));
bar.addEventListener("input", () => show(Number(bar.value)));
addEventListener("hashchange", () => {
  if (asked() > 0) show(asked());
});
list.addEventListener("click", (event) => {
  if (narrow.matches && (event.target as Element).closest("a")) list.open = false;
});

list.open = !narrow.matches;
narrow.addEventListener("change", () => (list.open = !narrow.matches));
document.documentElement.classList.add("live");
show(asked());
