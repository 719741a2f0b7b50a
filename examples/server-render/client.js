/** The browser's side: brings to life what the server rendered. */
import { hydrate } from "./component.js";

hydrate(document.getElementById("component"));
document.body.dataset.hydrated = "";
