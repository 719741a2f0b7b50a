/**
 * Makes a plan from its description, in a region that the host gives. The description is the tables of
 * `plan.ts` without the pointers. What follows from it (`buffered`, `general`, powers of 1) is filled in
 * here; which buffers there are is decided in `buffers.ts`.
 *
 *     region ┌──────┬─────────┬───┬─────────────────────────┬─────────────────┬─────────────────┬───┐
 *            │ Plan │ Layer 0 │ … │ scaler, answers, batch, │ Layer 0:        │ Layer 1:        │ … │
 *            │      │         │   │ workspaces, barrier, …  │ weights, …      │ weights, …      │   │
 *            └──────┴─────────┴───┴─────────────────────────┴─────────────────┴─────────────────┴───┘
 *
 * Every buffer begins at a multiple of 64 bytes.
 */
import { isBuffered, layerBufferBytes, layerStart, needsGeneral, planBufferBytes } from "../buffers";
import { Refusal } from "../codes";
import { Layer, Plan, layerAt } from "../plan";
import { workspaceBytes } from "../workspace";
import { isInMemory, refusalOf, tableBytes } from "./describe";

/** The largest size that is a positive i32. */
const mostBytes: u64 = 0x7fffffff;
/** The stamp of a plan at address 0. */
const stampBase: u32 = 0x43524e01;

/**
 * The stamp of a plan at this address. The pointers of a plan are addresses, so a copy elsewhere is not a
 * plan.
 */
@inline
export function stampOf(plan: usize): u32 {
  return stampBase ^ (<u32>plan);
}

/**
 * Tells how large a plan is.
 *
 * @returns bytes, or a `Refusal` of the description
 */
export function plan_size(description: usize): i32 {
  const refusal = refusalOf(description);
  if (refusal) return refusal;
  const bytes = (layOut(changetype<Plan>(description), 0) + 63) & ~63;
  return bytes > mostBytes ? Refusal.large : <i32>bytes;
}

/**
 * Makes the plan in a region of the host's. Parameters, moments and buffers become 0, scales 1.
 *
 * @param region 64-byte aligned; must not overlap the description
 * @param bytes  length of the region
 * @returns 0, or a `Refusal`: then nothing is written
 */
export function plan_create(description: usize, region: usize, bytes: u32): i32 {
  const size = plan_size(description);
  if (size < 0) return size;
  if (<u32>size > bytes) return Refusal.small;
  if (region & 63 || !isInMemory(region, bytes)) return Refusal.address;
  const described = changetype<Plan>(description);
  const tables = tableBytes(described);
  if (region < description + tables && description < region + bytes) return Refusal.overlap;
  memory.fill(region, 0, size);
  memory.copy(region, description, tables);
  const plan = changetype<Plan>(region);
  // there are no data yet
  memory.fill(region + offsetof<Plan>("inputs"), 0, offsetof<Plan>("epoch") - offsetof<Plan>("inputs"));
  plan.update = 0;
  plan.power1 = 1;
  plan.power2 = 1;
  plan.averagePower = 1;
  plan.momentumPower = 1;
  plan.momentumDecay = 1;
  plan.refusal = 0;
  layOut(described, region);
  plan.bytes = bytes;
  plan.stamp = stampOf(region);
  return 0;
}

/**
 * Adds up what a plan takes. Where `region` is not 0, fills in the tables there, and what the buffers start
 * with.
 *
 * @param described the description, which has been checked
 * @returns bytes of the plan; of one that is too large, any number above `mostBytes`
 */
function layOut(described: Plan, region: usize): u64 {
  const size = described.floatBytes;
  let top: u64 = tableBytes(described);
  for (let field = offsetof<Plan>("shift"); field <= offsetof<Plan>("barrier"); field += sizeof<usize>()) {
    const bytes = planBufferBytes(described, field, workspaceBytes());
    top = place(region, region + field, top, bytes, field == offsetof<Plan>("scale") ? 1 : 0, size);
  }
  const buffered = isBuffered(described);
  if (region) {
    const plan = changetype<Plan>(region);
    plan.buffered = i32(buffered);
    plan.general = i32(plan.general || plan.scales || needsGeneral(described, buffered));
  }
  const last = described.layers - 1;
  for (let index = 0; index <= last; ++index) {
    const layer = layerAt(described, index);
    const table = region + tableAt(index);
    for (
      let field = offsetof<Layer>("weights");
      field <= offsetof<Layer>("biasMoments2");
      field += sizeof<usize>()
    ) {
      const bytes = layerBufferBytes(described, layer, index == last, buffered, field);
      top = place(region, table + field, top, bytes, layerStart(described, layer, field), size);
    }
    const tied = layer.tied;
    if (region && tied)
      store<usize>(
        table + offsetof<Layer>("weights"),
        load<usize>(region + tableAt(tied - 1) + offsetof<Layer>("weights")),
      );
    if (top > mostBytes) return top;
  }
  return top;
}

/** Distance of a layer's table from its plan. */
@inline
function tableAt(index: i32): usize {
  return offsetof<Plan>() + <usize>index * offsetof<Layer>();
}

/**
 * Takes `bytes` at the next multiple of 64 behind `top`. Where there is a region, writes the address to
 * `pointer` (0 where `bytes` is 0), and `start` into every number of the buffer unless it is 0.
 *
 * @param size bytes of one number
 * @returns the next top
 */
function place(region: usize, pointer: usize, top: u64, bytes: u64, start: f64, size: i32): u64 {
  top = (top + 63) & ~63;
  if (region) {
    let at = region + <usize>top;
    store<usize>(pointer, bytes ? at : 0);
    if (start) {
      for (const end = at + <usize>bytes; at < end; at += size) {
        if (size == 4) store<f32>(at, <f32>start);
        else store<f64>(at, start);
      }
    }
  }
  return top + bytes;
}
