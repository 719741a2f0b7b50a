/** The settings of the network and its training: layers, loss, optimiser and its numbers. */
import { lossesFor, lossFormulas } from "../../src/functions/losses.js";
import { optimizerKinds, optimizers } from "../../src/functions/optimizers.js";
import { Control } from "../control.js";
import type { Session } from "../sessionTypes.js";
import { findsItsSteps, limits, takesAllSamples } from "../choices.js";
import { Listed, PercentSlider, Segments, Select } from "./fields.js";
import { LayersEditor } from "./layersEditor.js";
import { words } from "./settings.words.js";

const usualRates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 1, 3];
const usualBatches = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const usualPenalties = [0, 0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1];

export function NetworkFields({ session }: { session: Session }) {
  const say = words[session.language.value];
  const choices = session.choices.value;
  const { output, loss, optimizer, learningRate, batchSize, dropout, precision } = choices;
  const isSearched = findsItsSteps(optimizer);
  const typed = { other: say.other, refusal: say.expected };
  return (
    <div class="settings">
      <Control name="layers">
        <LayersEditor session={session} />
      </Control>
      <div class="fields">
        <Control name="loss">
          <Select
            label={say.loss}
            value={loss}
            options={lossesFor(output).map((name) => ({
              value: name,
              label: lossFormulas[name].words[session.language.value].short,
            }))}
            onChoose={(value) => session.choose({ loss: value })}
          />
        </Control>
        <Control name="optimizer">
          <Select
            label={say.optimizer}
            value={optimizer}
            options={optimizerKinds.map((name) => ({
              value: name,
              label: optimizers[name].words[session.language.value],
            }))}
            onChoose={(value) => session.choose({ optimizer: value })}
          />
        </Control>
        <Control name="rate">
          {isSearched ? (
            <p class="field fixed">
              <span>{say.learningRate}</span> <span>{say.found}</span>
            </p>
          ) : (
            <Listed
              {...typed}
              label={say.learningRate}
              name="learningRate"
              value={learningRate}
              usual={usualRates}
              onChoose={(value) => session.choose({ learningRate: value as number })}
            />
          )}
        </Control>
        <Control name="batch">
          <Listed
            {...typed}
            label={say.batchSize}
            name="batchSize"
            value={batchSize}
            usual={usualBatches}
            word={{ value: "full", label: say.allSamples }}
            isDisabled={takesAllSamples(optimizer)}
            onChoose={(value) => session.choose({ batchSize: value })}
          />
        </Control>
        <Control name="penalties">
          {(["l1", "l2"] as const).map((name) => (
            <Listed
              {...typed}
              key={name}
              label={say[name]}
              name={name}
              value={choices[name]}
              usual={usualPenalties}
              isDisabled={name === "l1" && isSearched}
              onChoose={(value) => session.choose({ [name]: value })}
            />
          ))}
        </Control>
        <Control name="dropout">
          {!isSearched && choices.hidden.length > 0 && (
            <PercentSlider
              label={say.dropout}
              value={dropout}
              most={limits.dropout[1]}
              onSlide={(value) => session.choose({ dropout: value })}
            />
          )}
        </Control>
        <Control name="precision">
          <div class="field">
            <span>{say.precision}</span>
            <Segments
              label={say.precision}
              value={precision}
              options={[
                { value: "float32", label: "32 bit" },
                { value: "float64", label: "64 bit" },
              ]}
              onChoose={(value) => session.choose({ precision: value })}
            />
          </div>
        </Control>
      </div>
    </div>
  );
}
