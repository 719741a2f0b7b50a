/** The settings of the data: data sets as cards, files, input features, noise, number of samples, test samples, seeds. */
import { features, toggled } from "../data/features.js";
import { dataGroups, groupOf } from "../data/groups.js";
import { DataPicture } from "../data/pictures.js";
import { count } from "../drawing/numbers.js";
import { type DataName, dataNames, featureNames } from "../sessionTypes.js";
import type { PlaygroundSession } from "../session.js";
import { dataSeedOf, isDrawn, isPlane, limits } from "../choices.js";
import { isWorked } from "../worked/examples.js";
import { Field, PercentSlider, type Refusal, Slider, Typed } from "./fields.js";
import { FileFields } from "./fileFields.js";
import { dataWords } from "./dataFields.words.js";
import { words } from "./settings.words.js";
import "./dataFields.css";

/** The values of the slider for the number of samples. */
const rowCounts = [50, 100, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000];
const largestSeed = 9999;

export function DataFields({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const own = dataWords[session.language.value];
  const choices = session.choices.value;
  const { data, noise, rows, test, seed } = choices;
  const { train, test: held } = session.samples.value;
  const hasNoise = isDrawn(data);
  const dataSeed = dataSeedOf(choices);
  const nearest = rowCounts.findLastIndex((one) => one <= rows);
  return (
    <div class="settings">
      <DataCards session={session} />
      <FileFields session={session} />
      {isPlane(data) && <FeatureSwitches session={session} />}
      <div class="fields">
        {hasNoise && (
          <PercentSlider
            label={say.noise}
            value={noise}
            most={limits.noise[1]}
            onSlide={(value) => session.choose({ noise: value })}
          />
        )}
        {(hasNoise || data === "digits") && (
          <Slider
            label={say.rows}
            value={Math.max(0, nearest)}
            least={0}
            most={rowCounts.length - 1}
            step={1}
            shown={count(rows)}
            onSlide={(value) => session.choose({ rows: rowCounts[value]! })}
          />
        )}
        {!isWorked(data) && (
          <PercentSlider
            label={say.test}
            value={test}
            most={limits.test[1]}
            onSlide={(value) => session.choose({ test: value })}
          />
        )}
        <SeedField
          id="seed"
          label={say.seed}
          hint={hasNoise ? own.seedHint : undefined}
          another={say.anotherSeed}
          value={seed}
          refusal={say.expected}
          // the data stay: the first weights alone are drawn again
          onChoose={(value) => session.choose({ seed: value, ...(hasNoise && { dataSeed }) })}
        />
        {hasNoise && (
          <SeedField
            id="data-seed"
            label={own.dataSeed}
            hint={own.dataSeedHint}
            another={own.newSample}
            value={dataSeed}
            refusal={say.expected}
            onChoose={(value) => session.choose({ dataSeed: value })}
          />
        )}
      </div>
      {!isWorked(data) && <p class="note">{say.samples(count(train.rows), count(held?.rows ?? 0))}</p>}
    </div>
  );
}

function DataCards({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const opened = session.opened.value?.name;
  const own = dataWords[session.language.value];
  const names = dataNames.filter((name) => name !== "file" || opened);
  return (
    <fieldset class="data-cards">
      <legend class="unseen">{say.data}</legend>
      {dataGroups.map((group) => (
        <div key={group} role="group" aria-label={own.groups[group]}>
          <p class="note">{own.groups[group]}</p>
          {names
            .filter((name) => groupOf(name) === group)
            .map((name) => (
              <label key={name} title={hintOf(name)}>
                <input
                  type="radio"
                  name="data"
                  checked={session.choices.value.data === name}
                  onChange={() => session.choose({ data: name })}
                />
                <DataPicture data={name} />
                <span>{name === "file" ? opened : say.dataNames[name]}</span>
              </label>
            ))}
        </div>
      ))}
    </fieldset>
  );
  function hintOf(name: DataName) {
    return name === "file" ? `${say.dataHints.file}: ${opened}` : say.dataHints[name];
  }
}

/** Switches for what the network gets of a point of the plane. */
function FeatureSwitches({ session }: { session: PlaygroundSession }) {
  const own = dataWords[session.language.value];
  const chosen = session.choices.value.features;
  return (
    <fieldset class="features" title={own.featuresHint}>
      <legend>{own.features}</legend>
      {featureNames.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            disabled={chosen.length === 1 && chosen[0] === name}
            onChange={() => session.choose({ features: toggled(chosen, name) })}
          />
          <span>{features[name].label}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SeedFieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  /** The name of the button for the next seed. */
  another: string;
  value: number;
  refusal: Refusal;
  onChoose: (value: number) => void;
}

function SeedField({ id, label, hint, another, value, refusal, onChoose }: SeedFieldProps) {
  return (
    <Field label={label} title={hint} id={id}>
      <span class="seed">
        <Typed {...{ id, label, value, refusal, onChoose }} name="seed" />
        <button
          type="button"
          class="plain"
          title={another}
          aria-label={another}
          onClick={() => onChoose(value < largestSeed ? value + 1 : 1)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3" />
          </svg>
        </button>
      </span>
    </Field>
  );
}
