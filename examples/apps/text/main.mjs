/**
 * Sorts short messages by topic.
 *
 *     node main.mjs
 *     node main.mjs "Can I have the bill, please?"
 */
import { crossValidate, Dataset, Network } from "chainrule";
import { columns, featuresOf } from "./features.mjs";
import { samples } from "./sentences.mjs";

const data = Dataset.from(
  samples.map(({ sentence }) => featuresOf(sentence)),
  samples.map(({ topic }) => topic),
);
const config = {
  layers: [
    columns,
    { units: 24, activation: "relu", dropout: 0.3 },
    { units: data.outputs, activation: "softmax" },
  ],
  optimizer: { kind: "adam", learningRate: 0.01 },
  epochs: 60,
  seed: 1,
};

// how good it is on messages that it has not seen: each is held out once
const { mean } = await crossValidate(config, data, { folds: 6 });
const percent = Math.round(100 * mean.metrics.accuracy);
console.log(`${data.rows} messages, ${percent} % of those held out are sorted right`);

const network = Network.create(config);
await network.fit(data);
const given = process.argv.slice(2);
const usual = [
  "Is a room free on Sunday?",
  "The shower is cold",
  "Where is the car park?",
  "I was charged twice",
];
const messages = given.length > 0 ? given : usual;
network.classify(messages.map(featuresOf)).forEach((topic, index) => {
  console.log(`${topic.padEnd(9)}  ${messages[index]}`);
});
network.dispose();
