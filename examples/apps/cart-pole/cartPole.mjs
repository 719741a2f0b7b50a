/**
 * The cart and the pole: a cart on a track, with a pole that stands on it and falls over. An action pushes the cart to the
 * left (0) or to the right (1). [Barto, Sutton & Anderson 1983]
 */

const [gravity, poleMass, totalMass, halfLength, push, seconds] = [9.8, 0.1, 1.1, 0.5, 10, 0.02];
export const mostSteps = 200;

// The pole leans by 0.21 at most, where these series are exact to 1e-10. Math.sin differs between engines.
const sin = (x) => x * (1 - (x * x) / 6 + (x * x * x * x) / 120);
const cos = (x) => 1 - (x * x) / 2 + (x * x * x * x) / 24 - (x * x * x * x * x * x) / 720;

/** Place and speed of the cart, lean and speed of the pole: near 0. */
export const begin = (random) => Array.from({ length: 4 }, () => 0.1 * (random() - 0.5));

/** The state 0.02 seconds later. */
export function step([place, speed, lean, turning], action) {
  const force =
    ((action === 1 ? push : -push) + poleMass * halfLength * turning * turning * sin(lean)) / totalMass;
  const inertia = halfLength * (4 / 3 - (poleMass * cos(lean) * cos(lean)) / totalMass);
  const turn = (gravity * sin(lean) - cos(lean) * force) / inertia;
  const acceleration = force - (poleMass * halfLength * turn * cos(lean)) / totalMass;
  return [
    place + seconds * speed,
    speed + seconds * acceleration,
    lean + seconds * turning,
    turning + seconds * turn,
  ];
}

/** Whether the pole has fallen over, or the cart has left the track. */
export const hasEnded = ([place, , lean]) => Math.abs(place) > 2.4 || Math.abs(lean) > 0.2095;

/** Random numbers from 0 to 1 that every engine gives alike (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
