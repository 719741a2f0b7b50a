/** With these headers pages share memory with their workers, and training uses all processors. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default {
  base: "./",
  build: { target: "es2022" },
  server: { headers },
  preview: { headers },
};
