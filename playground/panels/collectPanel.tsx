/** Collects images in classes of the user's own, by drawing or by camera, trains on them, and tries the network. */
import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { collectingOf } from "../collect/collecting.js";
import {
  type Collection,
  type CollectedClass,
  csvFileOf,
  mostClasses,
  newCollection,
  npyFileOf,
  openedCollection,
  problemOf,
  renamed,
  withClass,
  withoutClass,
  withoutPicture,
  withPicture,
} from "../collect/collection.js";
import { useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { count } from "../drawing/numbers.js";
import { download } from "../export/download.js";
import type { PlaygroundSession } from "../session.js";
import { Segments } from "../settingsPanels/fields.js";
import { Ink } from "../views/ink.js";
import { OutputBars } from "../views/outputBars.js";
import { fitStrokes, padSide, type Stroke } from "../views/pad.js";
import { followPen, showPad } from "../views/padPen.js";
import { areParts, readingOf } from "../views/reading.js";
import { CameraView } from "./collectCamera.js";
import { words } from "./collect.words.js";
import "./draw.css";
import "./collect.css";

/** Time between two photographs while the button is held. */
const photographEveryMs = 150;
/** Thumbnails that are shown of a class, the newest first. */
const mostThumbnails = 24;

type Source = "draw" | "camera";
/** Takes what is on the pad or before the camera; null where there is nothing. */
type Take = () => Uint8Array | null;

export function CollectPanel({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const { isOpen, collection: kept } = collectingOf(session);
  kept.value ??= newCollection([say.className(1), say.className(2)]);
  const collection = kept as Signal<Collection>;
  const source = useSignal<Source>("draw");
  const current = useSignal<Uint8Array | null>(null);
  const clearPad = useRef(() => {});
  const learnt = useSignal<Collection | null>(null);
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current!.scrollIntoView({ block: "nearest" }), []);
  const problem = problemOf(collection.value);
  const train = () => {
    session.take(openedCollection(collection.value, say.fileName));
    learnt.value = collection.value;
    session.run();
  };
  const take: Take = () => {
    const picture = current.peek();
    if (source.peek() === "draw") clearPad.current();
    return picture;
  };
  return (
    <section class="collect" aria-labelledby="collect-title" data-source={source.value} ref={section}>
      <div class="collect-head">
        <h2 id="collect-title">{say.title}</h2>
        <button type="button" class="plain" onClick={() => (isOpen.value = false)}>
          {say.close}
        </button>
      </div>
      <p class="note">{say.local}</p>
      <div class="collect-columns">
        <div class="collect-source">
          <Segments
            label={say.source}
            value={source.value}
            options={[
              { value: "draw", label: say.draw },
              { value: "camera", label: say.camera },
            ]}
            onChoose={(value) => {
              current.value = null;
              source.value = value;
            }}
          />
          {source.value === "draw" ? (
            <Pad session={session} current={current} clear={clearPad} />
          ) : (
            <CameraView session={session} current={current} />
          )}
        </div>
        <ul class="collect-classes">
          {collection.value.map((one, index) => (
            <li key={one.id}>
              <ClassRow {...{ session, collection, one, index, take, source }} />
            </li>
          ))}
          {collection.value.length < mostClasses && (
            <li>
              <button
                type="button"
                onClick={() => {
                  const { length } = collection.value;
                  collection.value = withClass(collection.value, say.className(length + 1));
                }}
              >
                {say.addClass}
              </button>
            </li>
          )}
        </ul>
        <div class="collect-result">
          <button type="button" class="main" disabled={problem !== null} onClick={train}>
            {say.train}
          </button>
          {problem && <p class="note">{say.why[problem.why](problem.index + 1)}</p>}
          {!problem && learnt.value !== null && learnt.value !== collection.value && (
            <p class="note">{say.stale}</p>
          )}
          <Result session={session} current={current} isLearnt={learnt.value !== null} />
          <div class="collect-files">
            {([csvFileOf, npyFileOf] as const).map((fileOf, index) => (
              <button
                key={index}
                type="button"
                class="plain"
                disabled={problem !== null}
                onClick={() => download(fileOf(collection.value, "my-images"))}
              >
                {index === 0 ? say.csv : say.npy}
              </button>
            ))}
          </div>
          {learnt.value !== null && <p class="note">{say.model}</p>}
        </div>
      </div>
    </section>
  );
}

interface ClassRowProps {
  session: PlaygroundSession;
  collection: Signal<Collection>;
  one: CollectedClass;
  index: number;
  take: Take;
  source: ReadonlySignal<Source>;
}

/** A class: its name, its images, and the button that adds to it. */
function ClassRow({ session, collection, one, index, take, source }: ClassRowProps) {
  const say = words[session.language.value];
  const { id, name, pictures } = one;
  const held = useRef<ReturnType<typeof setInterval> | undefined>(undefined);
  useEffect(() => () => clearInterval(held.current), []);
  const add = () => {
    const picture = take();
    if (picture) collection.value = withPicture(collection.value, id, picture);
  };
  const isCamera = source.value === "camera";
  const release = () => clearInterval(held.current);
  const shown = pictures
    .map((picture, at) => ({ picture, at }))
    .slice(-mostThumbnails)
    .reverse();
  return (
    <>
      <div class="collect-class">
        <input
          class="typed"
          type="text"
          value={name}
          maxLength={40}
          aria-label={say.nameOf(index + 1)}
          onInput={(event) => (collection.value = renamed(collection.value, id, event.currentTarget.value))}
        />
        <span class="collect-count">{say.count(count(pictures.length))}</span>
        <button
          type="button"
          aria-label={isCamera ? say.hold(name) : say.add(name)}
          onPointerDown={(event) => {
            if (!isCamera || event.button !== 0) return;
            add();
            held.current = setInterval(add, photographEveryMs);
          }}
          onPointerUp={release}
          onPointerLeave={release}
          onPointerCancel={release}
          onContextMenu={(event) => isCamera && event.preventDefault()}
          // a click by keyboard has no detail; the pointer has photographed already
          onClick={(event) => (!isCamera || event.detail === 0) && add()}
        >
          {isCamera ? say.holdShort : say.addShort}
        </button>
        {collection.value.length > 2 && (
          <button
            type="button"
            class="plain"
            aria-label={say.removeClass(name)}
            title={say.removeClass(name)}
            onClick={() => (collection.value = withoutClass(collection.value, id))}
          >
            ×
          </button>
        )}
      </div>
      {shown.length > 0 && (
        <ul class="collect-thumbnails">
          {shown.map(({ picture, at }) => (
            <li key={pictures.length - at}>
              <button
                type="button"
                aria-label={say.removePicture(name, at + 1)}
                title={say.removePicture(name, at + 1)}
                onClick={() => (collection.value = withoutPicture(collection.value, id, at))}
              >
                <Ink pixels={picture} full={255} image={[padSide, padSide]} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface PadProps {
  session: PlaygroundSession;
  current: Signal<Uint8Array | null>;
  /** Receives the function that clears the pad. */
  clear: { current: () => void };
}

function Pad({ session, current, clear }: PadProps) {
  const say = words[session.language.value];
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const strokes = useSignal<readonly Stroke[]>([]);
  const isEmpty = useComputed(() => strokes.value.length === 0);
  useEffect(() => {
    const pen = followPen(canvas.current!, (all) => (strokes.value = [...all]));
    clear.current = () => {
      pen.clear();
      strokes.value = [];
    };
    return () => pen.end();
  }, []);
  useSignalEffect(() => {
    const shown = { picture: null, strokes: strokes.value, colour: colours().value.text };
    showPad(canvas.current!, size.value, shown);
    current.value = strokes.value.length === 0 ? null : fitStrokes(strokes.value);
  });
  return (
    <>
      <div class="draw-pad">
        <canvas ref={canvas} role="img" aria-label={say.pad} />
        {isEmpty.value && <p aria-hidden="true">{say.padHint}</p>}
      </div>
      <button type="button" disabled={isEmpty.value} onClick={() => clear.current()}>
        {say.clear}
      </button>
    </>
  );
}

interface ResultProps {
  session: PlaygroundSession;
  current: ReadonlySignal<Uint8Array | null>;
  isLearnt: boolean;
}

/** What the network says of the current image, if it has learnt the collection. */
function Result({ session, current, isLearnt }: ResultProps) {
  const say = words[session.language.value];
  void session.frame.value; // the weights have changed
  const samples = session.samples.value;
  const network = session.network.value;
  const picture = current.value;
  const isFit =
    isLearnt &&
    samples.file === say.fileName &&
    network.inputs === padSide * padSide &&
    network.outputs === samples.train.outputs;
  if (!isFit) return <p class="note">{say.nothing}</p>;
  const reading = readingOf(samples, network.config.loss);
  return (
    <>
      <h3>{say.trained}</h3>
      <OutputBars
        reading={reading}
        outputs={picture && network.predict(picture)[0]!}
        areParts={areParts(reading, network.config)}
        label={say.outputs}
        rightLabel={say.right}
      />
      <figure>
        <Ink pixels={picture ?? new Uint8Array(padSide * padSide)} full={255} image={[padSide, padSide]} />
        <figcaption>{say.now}</figcaption>
      </figure>
    </>
  );
}
