/**
 * What `finish.ts` does, for a tile that has all of its columns, in the wide builds: row by row, four vectors
 * at a time. The engine packs two neighbouring vectors into one instruction where all loads of a pair come
 * before its stores, and nothing between them branches. So what depends on the activation is chosen outside of
 * the loops.
 */
import { activateAll, isStraight, slope, straight } from "./activation";
import { Activation, Finish } from "./codes";
import { add, multiply, splat, subtract } from "./lanes";
import { Area, Product } from "./workspace";

/** Bytes of a row of the tile. */
@inline
function rowBytes<V>(): usize {
  return 4 * sizeof<V>();
}

/**
 * @param product as for `finishArea`
 * @param area    the tile; its sums have `rowBytes` in a row and are overwritten
 */
export function finishTile<T, V>(product: Product, area: Area): void {
  const at = (<usize>area.row * product.n + area.column) * sizeof<T>();
  const step = <usize>product.n * sizeof<T>();
  const sums = area.sums;
  const end = sums + <usize>area.rows * rowBytes<V>();
  const c = product.c + at;
  switch (product.finish) {
    case Finish.activate:
      return activateTile<T, V>(product, area, at, step);
    case Finish.slope: {
      const activation = product.activation;
      const a = product.activations + at;
      const z = product.netInputs ? product.netInputs + at : a;
      const alpha = <T>product.alpha;
      if (activation == Activation.sigmoid) {
        return slopeTile<T, V>(Activation.sigmoid, c, step, sums, end, a, z, alpha);
      }
      if (activation == Activation.relu) {
        return slopeTile<T, V>(Activation.relu, c, step, sums, end, a, z, alpha);
      }
      return slopeTile<T, V>(activation, c, step, sums, end, a, z, alpha);
    }
    case Finish.update:
      return updateTile<T, V>(c, step, sums, end, <T>product.rate);
    default:
      copyRows<V>(c, step, sums, rowBytes<V>(), end);
  }
}

/** Copies the rows up to `end` of `from`; steps are bytes from row to row. */
@inline
function copyRows<V>(to: usize, toStep: usize, from: usize, fromStep: usize, end: usize): void {
  for (; from < end; from += fromStep) {
    const first = load<V>(from);
    const second = load<V>(from, sizeof<V>());
    const third = load<V>(from, 2 * sizeof<V>());
    const fourth = load<V>(from, 3 * sizeof<V>());
    store<V>(to, first);
    store<V>(to, second, sizeof<V>());
    store<V>(to, third, 2 * sizeof<V>());
    store<V>(to, fourth, 3 * sizeof<V>());
    to += toStep;
  }
}

/** c ← σ(sums + bias); the net inputs too where they are kept. */
function activateTile<T, V>(product: Product, area: Area, at: usize, step: usize): void {
  const sums = area.sums;
  const end = sums + <usize>area.rows * rowBytes<V>();
  if (product.biases) {
    let biases = product.biases;
    let first = splat<T, V>(load<T>(biases));
    let second = first;
    let third = first;
    let fourth = first;
    if (product.biasStep) {
      biases += <usize>area.column * sizeof<T>();
      first = load<V>(biases);
      second = load<V>(biases, sizeof<V>());
      third = load<V>(biases, 2 * sizeof<V>());
      fourth = load<V>(biases, 3 * sizeof<V>());
    }
    for (let row = sums; row < end; row += rowBytes<V>()) {
      addPair<T, V>(row, first, second);
      addPair<T, V>(row + 2 * sizeof<V>(), third, fourth);
    }
  }
  if (product.netInputs) copyRows<V>(product.netInputs + at, step, sums, rowBytes<V>(), end);
  const activation = product.activation;
  const alpha = <T>product.alpha;
  if (isStraight(activation)) {
    for (let row = sums; row < end; row += sizeof<V>()) {
      store<V>(row, straight<T, V>(activation, load<V>(row), alpha));
    }
  } else {
    activateAll<T, V>(activation, sums, end - sums, alpha);
  }
  copyRows<V>(product.c + at, step, sums, rowBytes<V>(), end);
}

/** Adds two vectors to those at `to`. */
@inline
function addPair<T, V>(to: usize, first: V, second: V): void {
  first = add<T, V>(load<V>(to), first);
  second = add<T, V>(load<V>(to, sizeof<V>()), second);
  store<V>(to, first);
  store<V>(to, second, sizeof<V>());
}

/** c ← sums · σ′(a, z) */
@inline
function slopeTile<T, V>(
  activation: i32,
  c: usize,
  step: usize,
  sums: usize,
  end: usize,
  a: usize,
  z: usize,
  alpha: T,
): void {
  for (; sums < end; sums += rowBytes<V>()) {
    slopePair<T, V>(activation, c, sums, a, z, alpha);
    const half = 2 * sizeof<V>();
    slopePair<T, V>(activation, c + half, sums + half, a + half, z + half, alpha);
    c += step;
    a += step;
    z += step;
  }
}

/** The same for two vectors. */
@inline
function slopePair<T, V>(activation: i32, c: usize, sums: usize, a: usize, z: usize, alpha: T): void {
  const firstSlope = slope<T, V>(activation, load<V>(a), load<V>(z), alpha);
  const secondSlope = slope<T, V>(activation, load<V>(a, sizeof<V>()), load<V>(z, sizeof<V>()), alpha);
  const first = multiply<T, V>(load<V>(sums), firstSlope);
  const second = multiply<T, V>(load<V>(sums, sizeof<V>()), secondSlope);
  store<V>(c, first);
  store<V>(c, second, sizeof<V>());
}

/** c ← c − rate · sums */
@inline
function updateTile<T, V>(c: usize, step: usize, sums: usize, end: usize, rate: T): void {
  const factor = splat<T, V>(rate);
  for (; sums < end; sums += rowBytes<V>()) {
    updatePair<T, V>(c, sums, factor);
    updatePair<T, V>(c + 2 * sizeof<V>(), sums + 2 * sizeof<V>(), factor);
    c += step;
  }
}

/** The same for two vectors. */
@inline
function updatePair<T, V>(c: usize, sums: usize, rate: V): void {
  const first = subtract<T, V>(load<V>(c), multiply<T, V>(rate, load<V>(sums)));
  const step = multiply<T, V>(rate, load<V>(sums, sizeof<V>()));
  const second = subtract<T, V>(load<V>(c, sizeof<V>()), step);
  store<V>(c, first);
  store<V>(c, second, sizeof<V>());
}
