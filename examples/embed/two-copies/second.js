import { start } from "./widget.js";

start("second", { units: 24, seed: 2, threads: 1 });
