import { start } from "./widget.js";

start("first", { units: 32, seed: 1, threads: 2 });
