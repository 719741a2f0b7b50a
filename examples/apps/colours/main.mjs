/**
 * Learns the names of colours from records, and names colours that it has not seen.
 *
 *     node main.mjs                  the colours below
 *     node main.mjs ff6347 2f4f4f    others
 */
import { Dataset, Network } from "chainrule";
import { colourOf, samples } from "./samples.mjs";

// the target is a column of texts, so this becomes a classifier with one output for each name
const data = Dataset.fromRecords(samples, { target: "name" });
const network = Network.for(data, { hidden: [16], members: 1, epochs: 200, seed: 1 });
const history = await network.fit(data);
const right = network.evaluate(data).metrics.accuracy;
console.log(`${data.rows} colours, ${history.epochs} epochs, ${Math.round(100 * right)} % named right`);

const given = process.argv.slice(2);
const asked = given.length > 0 ? given : ["e03c31", "ffb347", "3cb371", "4b0082", "777b7e"];
network.predictRecords(asked.map(colourOf)).forEach((answer, index) => {
  const [best, second] = Object.entries(answer.probabilities).toSorted(([, a], [, b]) => b - a);
  const words = [best, second].map(([name, probability]) => `${name} ${probability.toFixed(2)}`);
  console.log(`#${asked[index]}  ${words.join(", ")}`);
});
network.dispose();
