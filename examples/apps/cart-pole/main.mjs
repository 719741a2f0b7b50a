/**
 * Policy gradients: a network learns to keep a pole upright, from nothing but how long it stood. [Williams 1992]
 * It plays some games by its own probabilities. What went better than usual becomes more likely, the rest less.
 *
 *     node main.mjs [seed]
 */
import { Dataset, Network } from "chainrule";
import { begin, hasEnded, mostSteps, randomNumbers, step } from "./cartPole.mjs";

const seed = Number(process.argv[2] ?? 1);
const [rounds, gamesInRound, discount] = [40, 10, 0.98];
const random = randomNumbers(seed);

const network = Network.create({
  layers: [4, { units: 32, activation: "tanh" }, { units: 2, activation: "softmax" }],
  optimizer: { kind: "adam", learningRate: 0.01 },
  seed,
});
const player = network.predictor(); // answers single rows, by the present weights

/** Plays until the pole falls. @returns states, actions, and for each step how long the pole still stood */
function play() {
  const [states, actions] = [[], []];
  for (
    let state = begin(random);
    !hasEnded(state) && states.length < mostSteps;
    state = step(state, actions.at(-1))
  ) {
    states.push(state);
    actions.push(random() < player.predict(state)[0] ? 0 : 1);
  }
  const returns = Array(states.length).fill(0);
  for (let at = states.length - 1; at >= 0; at--) returns[at] = 1 + discount * (returns[at + 1] ?? 0);
  return { states, actions, returns };
}

/** Numbers with mean 0 and standard deviation 1. */
function standardised(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance));
}

let scores = [];
for (let round = 1; round <= rounds; round++) {
  const games = Array.from({ length: gamesInRound }, play);
  const all = (key) => games.flatMap((game) => game[key]);
  // a row with a weight below 0 makes its action less likely
  const steps = Dataset.from(all("states"), all("actions"), {
    classes: 2,
    sampleWeights: standardised(all("returns")),
  });
  await network.trainOnBatch(steps); // one update; Adam goes on where it was
  scores.push(...games.map(({ states }) => states.length));
  if (round % 10 === 0) {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    console.log(`rounds ${round - 9}-${round}: the pole stood for ${mean.toFixed(1)} of ${mostSteps} steps`);
    scores = [];
  }
}
const { updates } = network.training;
console.log(`${updates} updates, weights ${(await network.weightsSha256()).slice(0, 16)}`);
network.dispose();
