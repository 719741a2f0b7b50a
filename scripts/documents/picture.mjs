/**
 * The picture of the README, made by the library itself: two spirals, a 2-20-20-1 network that learns them, its decision
 * boundary, its loss and its weights. The same seed gives the same bits, so the file never changes by itself.
 */

const seed = 4;
const epochs = 800;
const side = 220;
const gap = 40;
const colours = { positive: [59, 122, 214], negative: [226, 125, 38] };

/** Points of two spirals, to three decimals, so that no engine's sine makes a difference. */
function spirals() {
  const rows = [];
  for (const label of [0, 1]) {
    for (let index = 0; index < 100; index++) {
      const radius = 0.1 + (0.88 * index) / 99;
      const angle = 1.25 * Math.PI * radius * 2 + label * Math.PI;
      const point = [radius * Math.sin(angle), radius * Math.cos(angle)].map((value) =>
        Number(value.toFixed(3)),
      );
      rows.push({ point, label });
    }
  }
  return rows;
}

/** @param library what scripts/worked-example.mjs bundles */
export async function pictureText({ Dataset, Network, imageUri }) {
  const rows = spirals();
  const dataset = Dataset.from(
    rows.map(({ point }) => point),
    rows.map(({ label }) => [label]),
  );
  const network = Network.create({
    layers: [
      2,
      { units: 20, activation: "tanh" },
      { units: 20, activation: "tanh" },
      { units: 1, activation: "sigmoid" },
    ],
    loss: "binaryCrossEntropy",
    optimizer: { kind: "adam", learningRate: 0.01 },
    scaling: "standard",
    threads: 1,
    seed,
  });
  const { loss } = await network.fit(dataset, { epochs });
  const panels = [boundary(network, rows, imageUri), curve(loss), weights(network)];
  const width = panels.length * side + (panels.length - 1) * gap;
  const right = rows.filter(
    ({ label }, row) => network.predict([rows[row].point])[0][0] > 0.5 === (label === 1),
  );
  const title = `A 2-20-20-1 network after ${epochs} epochs on two spirals: ${right.length} of ${rows.length} points right`;
  network.dispose();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${side + 30}" width="${width}" height="${side + 30}" role="img" aria-label="${title}">
<title>${title}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #57606a; text-anchor: middle }
.frame { fill: none; stroke: #8c959f; stroke-width: 1 }
.loss { fill: none; stroke: #8250df; stroke-width: 2 }
.unit { fill: #fff; stroke: #57606a; stroke-width: 1.2 }
@media (prefers-color-scheme: dark) { text { fill: #adb5bd } .unit { fill: #22272e; stroke: #adb5bd } .loss { stroke: #b392f0 } }
</style>
${panels.map((panel, index) => `<g transform="translate(${index * (side + gap)} 0)">\n${panel}\n</g>`).join("\n")}
</svg>
`;
}

const caption = (text) => `<text x="${side / 2}" y="${side + 21}">${text}</text>`;
const rgb = (colour) => `rgb(${colour.join(" ")})`;

/** What the network answers over the plane, and the points that it was trained on. */
function boundary(network, rows, imageUri) {
  const pixels = 110;
  const places = Array.from({ length: pixels * pixels }, (_, at) => [
    ((at % pixels) + 0.5) / (pixels / 2) - 1,
    1 - (Math.floor(at / pixels) + 0.5) / (pixels / 2),
  ]);
  const image = network.predict(places).flatMap(([value]) => {
    // few shades, so that the file is small
    const step = Math.round(value * 12) / 12;
    return [0, 1, 2].map((channel) => {
      const mixed = step * colours.positive[channel] + (1 - step) * colours.negative[channel];
      return Math.round(255 - 0.6 * (255 - mixed));
    });
  });
  const dots = rows.map(({ point: [x, y], label }) => {
    const fill = rgb(label === 1 ? colours.positive : colours.negative);
    const [cx, cy] = [x, -y].map((value) => ((value + 1) * side * 0.5).toFixed(1));
    return `<circle cx="${cx}" cy="${cy}" r="2.4" fill="${fill}" stroke="#fff" stroke-width=".6"/>`;
  });
  return `<image width="${side}" height="${side}" href="${imageUri(image, pixels, pixels, 3)}"/>
${dots.join("\n")}
<rect class="frame" width="${side}" height="${side}"/>
${caption("output over the plane")}`;
}

/** The loss by epoch, on a logarithmic scale from the greatest to the least. */
function curve(loss) {
  const logs = Array.from(loss, Math.log10);
  const [most, least] = [Math.max(...logs), Math.min(...logs)];
  const points = logs.map((value, epoch) => {
    const x = (epoch / (logs.length - 1)) * side;
    const y = 10 + ((most - value) / (most - least)) * (side - 20);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return `<polyline class="loss" points="${points.filter((_, index) => index % 2 === 0).join(" ")}"/>
<rect class="frame" width="${side}" height="${side}"/>
${caption(`loss by epoch, ${loss[0].toFixed(2)} → ${loss.at(-1).toExponential(0)} (log scale)`)}`;
}

/** Units as circles, weights as lines: blue above zero, orange below, the stronger the wider. */
function weights(network) {
  const { layers } = network.config;
  const sizes = [2, 20, 20, 1];
  const place = (layer, unit) => [
    (12 + (layer * (side - 24)) / layers.length).toFixed(1),
    (side / 2 + (unit - (sizes[layer] - 1) / 2) * (side / 21)).toFixed(1),
  ];
  const lines = network.parameters().flatMap(({ weights: values }, index) => {
    const strongest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return Array.from(values, (value, at) => {
      const [from, to] = [Math.floor(at / sizes[index + 1]), at % sizes[index + 1]];
      const strength = Math.abs(value) / strongest;
      if (strength < 0.15) return "";
      const [[x1, y1], [x2, y2]] = [place(index, from), place(index + 1, to)];
      const stroke = rgb(value > 0 ? colours.positive : colours.negative);
      return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${stroke}" stroke-width="${(2 * strength).toFixed(2)}" opacity="${(0.2 + 0.6 * strength).toFixed(2)}"/>`;
    });
  });
  const units = sizes.flatMap((count, layer) =>
    Array.from({ length: count }, (_, unit) => {
      const [cx, cy] = place(layer, unit);
      return `<circle class="unit" cx="${cx}" cy="${cy}" r="3.6"/>`;
    }),
  );
  return `${lines.filter((line) => line !== "").join("\n")}\n${units.join("\n")}\n${caption("weights: blue &gt; 0, orange &lt; 0")}`;
}
