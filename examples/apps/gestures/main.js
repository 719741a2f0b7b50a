/** The page: draws strokes, sends them to the worker, and shows its answers. */
import { isLong } from "./strokes.js";

const [canvas, guess, form, names, status] = ["canvas", "#guess", "form", "#names", "#status"].map((one) =>
  document.querySelector(one),
);
const pen = canvas.getContext("2d");
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
pen.lineWidth = 3;
let stroke = [];
/** Whether the user has named the stroke: then no guess replaces the name. */
let isNamed = false;

canvas.onpointerdown = (event) => {
  canvas.setPointerCapture(event.pointerId);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.beginPath();
  stroke = [];
};
canvas.onpointermove = ({ buttons, offsetX, offsetY }) => {
  if (buttons === 0) return;
  stroke.push([offsetX, offsetY]);
  pen.lineTo(offsetX, offsetY);
  pen.stroke();
};
canvas.onpointerup = () => {
  const isGesture = isLong(stroke);
  form.inert = !isGesture;
  isNamed = false;
  if (isGesture) worker.postMessage({ kind: "recognise", stroke });
};

form.name.oninput = () => (isNamed = true);

form.onsubmit = (event) => {
  event.preventDefault();
  worker.postMessage({ kind: "learn", stroke, name: form.name.value.trim() });
  form.inert = true; // until the next stroke
};

const show = {
  recognise(answer) {
    guess.textContent = answer
      ? `${answer.gesture} (${Math.round(100 * answer.probability)} %)`
      : "no idea yet: name two gestures";
    if (answer && !isNamed) form.name.value = answer.gesture; // the button says that it is right
  },
  learn({ gestures, strokes }) {
    status.textContent = `${strokes} strokes of ${gestures.length} gestures`;
    names.replaceChildren(...gestures.map((name) => new Option(name)));
  },
  failed: (message) => (status.textContent = message),
};
worker.onmessage = ({ data: { kind, result } }) => show[kind](result);
