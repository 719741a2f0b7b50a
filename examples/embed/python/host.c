/* What the module as C (wasm2c) wants of its host, a memory, and one instance on it. */
#include "scalar.h"

struct Z_env_instance_t { wasm_rt_memory_t memory; };
struct Z_env_instance_t env;
Z_scalar_instance_t module;

wasm_rt_memory_t *Z_envZ_memory(struct Z_env_instance_t *of) { return &of->memory; }

uint8_t *start(uint32_t pages) {
  wasm_rt_init();
  wasm_rt_allocate_memory(&env.memory, pages, pages);
  Z_scalar_init_module();
  Z_scalar_instantiate(&module, &env);
  return env.memory.data;
}
