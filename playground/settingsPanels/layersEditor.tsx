/** The layers of the network: their number, units and activations. */
import {
  activationFormulas,
  type ActivationName,
  hiddenActivationNames,
} from "../../src/functions/activations.js";
import { count } from "../drawing/numbers.js";
import { type Hidden, unitsAfter, withLayer, withoutLayer, withUnits } from "../hiddenLayers.js";
import type { Session } from "../sessionTypes.js";
import { mostLayers, outputActivations } from "../choices.js";
import { Select, Typed } from "./fields.js";
import { words } from "./settings.words.js";
import "./layersEditor.css";

export function LayersEditor({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { hidden, output } = session.choices.value;
  const { config } = session.network.value;
  const { classNames } = session.samples.value;
  const set = (next: Hidden) => session.choose({ hidden: next });
  const change = (index: number, some: Partial<Hidden[number]>) =>
    set(hidden.map((layer, at) => (at === index ? { ...layer, ...some } : layer)));
  const named = (name: ActivationName) => ({
    value: name,
    label: activationFormulas[name].words[session.language.value].short ?? name,
  });
  const parameters = session.network.value
    .parameters()
    .reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0);
  return (
    <div class="layers">
      <p class="end">{say.inputs(config.layers[0]!.inputs)}</p>
      {hidden.map((layer, index) => (
        <div class="layer" key={index} role="group" aria-label={say.layer(index + 1)}>
          <Stepper
            session={session}
            index={index}
            onChoose={(units) => set(withUnits(hidden, index, units))}
          />
          <Select
            label={say.activationOf(index + 1)}
            isBare
            value={layer.activation}
            options={hiddenActivationNames.map(named)}
            onChoose={(activation) => change(index, { activation })}
          />
          <button
            type="button"
            class="plain"
            title={say.removeLayer(index + 1)}
            aria-label={say.removeLayer(index + 1)}
            onClick={() => set(withoutLayer(hidden, index))}
          >
            ×
          </button>
        </div>
      ))}
      {hidden.length < mostLayers && (
        <button type="button" class="plain add" onClick={() => set(withLayer(hidden))}>
          + {say.addLayer}
        </button>
      )}
      <div class="layer">
        <p class="end">{say.outputs(config.layers.at(-1)!.units)}</p>
        <Select
          label={say.output}
          isBare
          value={output}
          options={outputActivations(classNames !== null).map(named)}
          onChoose={(activation) => session.choose({ output: activation })}
        />
      </div>
      <p class="note">{say.parameters(count(parameters))}</p>
    </div>
  );
}

interface StepperProps {
  session: Session;
  index: number;
  onChoose: (units: number) => void;
}

function Stepper({ session, index, onChoose }: StepperProps) {
  const say = words[session.language.value];
  const { units } = session.choices.value.hidden[index]!;
  const [fewer, more] = [unitsAfter(units, "fewer"), unitsAfter(units, "more")];
  return (
    <span class="stepper">
      <button
        type="button"
        class="plain"
        aria-label={`${say.layer(index + 1)}: ${say.fewer}`}
        title={say.fewer}
        disabled={fewer === units}
        onClick={() => onChoose(fewer)}
      >
        −
      </button>
      <Typed
        label={say.units(index + 1)}
        name="units"
        value={units}
        refusal={say.expected}
        onChoose={onChoose}
      />
      <button
        type="button"
        class="plain"
        aria-label={`${say.layer(index + 1)}: ${say.more}`}
        title={say.more}
        disabled={more === units}
        onClick={() => onChoose(more)}
      >
        +
      </button>
    </span>
  );
}
