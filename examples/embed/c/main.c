/* The worked 2-2-2 example and XOR on the scalar module as C (wasm2c), in double. Prints the error after 10,000 rounds
 * of the first, and the mean error of the second after 5,000 epochs. See docs/ABI.md. */
#include <stdio.h>
#include <stdlib.h>
#include "chainrule.h"
#include "scalar.h"

struct Z_env_instance_t { wasm_rt_memory_t memory; };
wasm_rt_memory_t *Z_envZ_memory(struct Z_env_instance_t *env) { return &env->memory; }

static struct Z_env_instance_t env;
static Z_scalar_instance_t module;
enum { description = 2048, inputs = 4096, targets = 8192, plan = 65536 };

static int32_t done(int32_t code) {
  if (code < 0) {
    fprintf(stderr, "chainrule: refused with %d\n", code);
    exit(1);
  }
  return code;
}

static void numbers(uint32_t at, const double *values, int count) {
  for (int i = 0; i < count; i++) chainrule_set_f64(env.memory.data, at + 8 * i, values[i]);
}

static void describe_layer(int index, int from, int units, int biases, int trainable) {
  uint8_t *m = env.memory.data;
  uint32_t at = description + ChainrulePlanBytes + index * ChainruleLayerBytes;
  chainrule_set(m, at + ChainruleLayer_inputs, from);
  chainrule_set(m, at + ChainruleLayer_outputs, units);
  chainrule_set(m, at + ChainruleLayer_activation, ChainruleActivation_sigmoid);
  chainrule_set(m, at + ChainruleLayer_biasCount, biases);
  chainrule_set(m, at + ChainruleLayer_trainable, trainable);
}

static void create(int batch) {
  uint8_t *m = env.memory.data;
  chainrule_set_f64(m, description + ChainrulePlan_learningRate, 0.5);
  chainrule_set_f64(m, description + ChainrulePlan_errorFactor, 1);
  chainrule_set_f64(m, description + ChainrulePlan_lossFactor, 0.5);
  chainrule_set(m, description + ChainrulePlan_layers, 2);
  chainrule_set(m, description + ChainrulePlan_batch, batch);
  chainrule_set(m, description + ChainrulePlan_mean, 1);
  chainrule_set(m, description + ChainrulePlan_threads, 1);
  chainrule_set(m, description + ChainrulePlan_floatBytes, 8);
  chainrule_set(m, description + ChainrulePlan_pass, ChainrulePass_train);
  chainrule_set(m, description + ChainrulePlan_seedLow, 1);
  done(Z_scalarZ_plan_create(&module, description, plan, done(Z_scalarZ_plan_size(&module, description))));
}

static double error(int rows) {
  chainrule_set_f64(env.memory.data, plan + ChainrulePlan_lossSum, 0);
  done(Z_scalarZ_plan_run(&module, plan, ChainruleRun_evaluate, 0, rows, 0));
  return chainrule_get_f64(env.memory.data, plan + ChainrulePlan_lossSum) / rows;
}

static uint32_t field_of_layer(int index, uint32_t field) {
  return chainrule_get(env.memory.data, plan + ChainrulePlanBytes + index * ChainruleLayerBytes + field);
}

int main(void) {
  wasm_rt_init();
  wasm_rt_allocate_memory(&env.memory, 40, 40);
  Z_scalar_init_module();
  Z_scalar_instantiate(&module, &env);

  describe_layer(0, 2, 2, 1, ChainruleTrainable_weights);
  describe_layer(1, 2, 2, 1, ChainruleTrainable_weights);
  create(1);
  numbers(field_of_layer(0, ChainruleLayer_weights), (double[]){0.15, 0.25, 0.2, 0.3}, 4);
  numbers(field_of_layer(1, ChainruleLayer_weights), (double[]){0.4, 0.5, 0.45, 0.55}, 4);
  numbers(field_of_layer(0, ChainruleLayer_biases), (double[]){0.35}, 1);
  numbers(field_of_layer(1, ChainruleLayer_biases), (double[]){0.6}, 1);
  numbers(inputs, (double[]){0.05, 0.1}, 2);
  numbers(targets, (double[]){0.01, 0.99}, 2);
  done(Z_scalarZ_plan_set_data(&module, plan, inputs, 8, targets, 0, 0, 1));
  for (int round = 0; round < 10000; round++) done(Z_scalarZ_plan_run(&module, plan, ChainruleRun_train, 0, 1, 0));
  printf("%.17g\n", error(1));

  describe_layer(0, 2, 5, 5, 3);
  describe_layer(1, 5, 1, 1, 3);
  create(4);
  done(Z_scalarZ_plan_initialise(&module, plan, 0, -1, 1));
  done(Z_scalarZ_plan_initialise(&module, plan, 1, -1, 1));
  numbers(inputs, (double[]){0, 0, 0, 1, 1, 0, 1, 1}, 8);
  numbers(targets, (double[]){0, 1, 1, 0}, 4);
  done(Z_scalarZ_plan_set_data(&module, plan, inputs, 8, targets, 0, 0, 4));
  for (int epoch = 0; epoch < 5000; epoch++) done(Z_scalarZ_plan_run(&module, plan, ChainruleRun_train, 0, 4, 0));
  printf("%.17g\n", error(4));
  return 0;
}
