/** The state of the training in figures, and the message of a failure or of an end. */
import { useComputed } from "@preact/signals";
import { count, decimal, percent } from "../drawing/numbers.js";
import { optimizers } from "../../src/functions/optimizers.js";
import type { Ending, Session } from "../sessionTypes.js";
import { words } from "./settings.words.js";
import { Message } from "../message.js";
import { words as speedWords } from "./speed.words.js";

export function Status({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { epoch, loss, testLoss, accuracy, testAccuracy, samplesPerSecond, gflops, threads } =
    session.frame.value;
  const { test, classNames } = session.samples.value;
  const isThreaded = session.choices.value.engine === "threads" && threads > 1;
  const speed = samplesPerSecond > 0;
  return (
    <dl class="status">
      <Figure name={say.epoch} value={count(epoch)} width={7} />
      <Figure name={say.lossTrain} value={decimal(loss, 4)} kind="training" width={7} />
      {test && <Figure name={say.lossTest} value={decimal(testLoss, 4)} kind="test" width={7} />}
      {classNames && <Figure name={say.accuracy} value={percent(accuracy)} kind="training part" width={6} />}
      {classNames && test && (
        <Figure name={say.accuracyTest} value={percent(testAccuracy)} kind="test part" width={6} />
      )}
      <Figure
        name={say.speed}
        title={say.speedHint}
        value={speed ? short(samplesPerSecond) : "–"}
        detail={
          speed
            ? [
                gflops > 0 && `${gflops.toFixed(gflops < 10 ? 2 : 1)} GFLOP/s`,
                isThreaded && say.threads(threads),
              ]
                .filter(Boolean)
                .join(", ")
            : undefined
        }
        kind="speed"
        width={6}
      />
    </dl>
  );
}

/** The message of the library's error, or why the optimiser has ended the training. */
export function Failure({ session }: { session: Session }) {
  const message = useComputed(() => session.frame.value.message).value;
  const ending = useComputed(() => session.frame.value.ended).value;
  if (!message) return ending && <Ended session={session} ending={ending} />;
  return (
    <p class="failure" role="alert">
      <strong>{words[session.language.value].failed}</strong>{" "}
      <Message text={message} language={session.language.value} />
    </p>
  );
}

function Ended({ session, ending: { why, isAgain } }: { session: Session; ending: Ending }) {
  const language = session.language.value;
  const say = speedWords[language];
  const optimizer = optimizers[session.choices.value.optimizer].words[language];
  const text = say.ended[why](optimizer, count(session.frame.value.updates));
  return (
    <p class="ended" role="status">
      {[text, isAgain && say.again, say.advice].filter(Boolean).join(language === "zh" ? "" : " ")}
    </p>
  );
}

interface FigureProps {
  name: string;
  value: string;
  /** Least width in digits, so that nothing moves. */
  width: number;
  detail?: string | undefined;
  kind?: string;
  title?: string;
}

function Figure({ name, value, width, detail, kind = "", title }: FigureProps) {
  return (
    <div class={kind} title={title}>
      <dt>{name}</dt>
      <dd style={{ minWidth: `${width}ch` }}>
        {value}
        {detail && <small>{detail}</small>}
      </dd>
    </div>
  );
}

/** As in 1.23 M. */
function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)}\u2009M`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(value >= 1e5 ? 0 : 1)}\u2009k` : value.toFixed(0);
}
