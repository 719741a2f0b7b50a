/** The settings of the data: data sets as cards, files, noise, number of samples, test samples, seed. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ChainruleError } from "../../src/errors.js";
import { DataPicture } from "../data/pictures.js";
import { count } from "../drawing/numbers.js";
import { type DataName, dataNames } from "../sessionTypes.js";
import type { PlaygroundSession } from "../session.js";
import { isPlane, limits } from "../choices.js";
import { isWorked } from "../worked/examples.js";
import { Field, PercentSlider, Slider, Typed } from "./fields.js";
import { words } from "./settings.words.js";
import "./dataFields.css";

/** The values of the slider for the number of samples. */
const rowCounts = [50, 100, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000];
const largestSeed = 9999;

export function DataFields({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const { data, noise, rows, test, seed } = session.choices.value;
  const { train, test: held } = session.samples.value;
  const isDrawn = isPlane(data);
  const nearest = rowCounts.findLastIndex((one) => one <= rows);
  return (
    <div class="settings">
      <DataCards session={session} />
      <DropZone session={session} />
      <div class="fields">
        {isDrawn && (
          <PercentSlider
            label={say.noise}
            value={noise}
            most={limits.noise[1]}
            onSlide={(value) => session.choose({ noise: value })}
          />
        )}
        {(isDrawn || data === "digits") && (
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
        <Field label={say.seed} id="seed">
          <span class="seed">
            <Typed
              id="seed"
              label={say.seed}
              name="seed"
              value={seed}
              refusal={say.expected}
              onChoose={(value) => session.choose({ seed: value })}
            />
            <button
              type="button"
              class="plain"
              title={say.anotherSeed}
              aria-label={say.anotherSeed}
              onClick={() => session.choose({ seed: seed < largestSeed ? seed + 1 : 1 })}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3" />
              </svg>
            </button>
          </span>
        </Field>
      </div>
      {!isWorked(data) && <p class="note">{say.samples(count(train.rows), count(held?.rows ?? 0))}</p>}
    </div>
  );
}

function DataCards({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const opened = session.opened.value;
  const names = dataNames.filter((name) => name !== "file" || opened);
  return (
    <fieldset class="data-cards">
      <legend class="unseen">{say.data}</legend>
      {names.map((name) => (
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
    </fieldset>
  );
  function hintOf(name: DataName) {
    return name === "file" ? `${say.dataHints.file}: ${opened}` : say.dataHints[name];
  }
}

function DropZone({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const input = useRef<HTMLInputElement>(null);
  const isOver = useSignal(false);
  const failure = useSignal<string | null>(null);
  const open = async (files: FileList | undefined | null) => {
    isOver.value = false;
    if (!files?.length) return;
    failure.value = null;
    try {
      await session.open([...files]);
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      failure.value = error.message;
    }
  };
  return (
    <>
      <div
        class="drop-zone"
        data-over={isOver.value}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => (isOver.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          void open(event.dataTransfer?.files);
        }}
      >
        <button type="button" class="plain" title={say.dropHint} onClick={() => input.current!.click()}>
          {say.chooseFiles}
        </button>
        <span>{say.drop}</span>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          onChange={(event) => {
            const { currentTarget } = event;
            void open(currentTarget.files).then(() => (currentTarget.value = ""));
          }}
        />
      </div>
      {failure.value && (
        <p class="failure" role="alert">
          {failure.value}
        </p>
      )}
    </>
  );
}
