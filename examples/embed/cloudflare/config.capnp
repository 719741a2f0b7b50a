# For workerd, the program that Cloudflare's servers run. `wrangler deploy` wants no more than worker.js.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "chainrule", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:8788", service = "chainrule")]
);

const worker :Workerd.Worker = (
  compatibilityDate = "2025-05-05",
  modules = [
    (name = "worker.js", esModule = embed "dist/worker.js"),
    (name = "simd.wasm", wasm = embed "dist/simd.wasm")
  ]
);
