/** Lets Node 20 compile relaxed SIMD; later ones do anyway. To be imported before anything is compiled. */
import { setFlagsFromString } from "node:v8";

if (Number.parseInt(process.versions.node, 10) < 22) {
  setFlagsFromString("--experimental-wasm-relaxed-simd");
}
