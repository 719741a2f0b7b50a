/** The page: starts its worker, shows the worker's messages, and can end it during training. */
const show = (id, text) => (document.getElementById(id).textContent = text);
const epochs = Number(new URLSearchParams(location.search).get("epochs") ?? 12);
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => Object.entries(data).forEach(([id, text]) => show(id, text));
worker.postMessage({ epochs, threads: 2 });
document.querySelector("button").onclick = () => {
  worker.terminate(); // and with it the threads that it has started
  show("epoch", "stopped");
};
