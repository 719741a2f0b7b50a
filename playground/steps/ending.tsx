/** The end of a walkthrough: whether the update was applied, and the network's weights beside those of the trace. */
import type { Session } from "../sessionTypes.js";
import { words } from "../panels/steps.words.js";
import type { ComparedParameter, Comparison } from "./comparison.js";
import type { LessonModule, OpenWalkthrough, Walkthrough } from "./walkthrough.js";

interface EndingProps {
  session: Session;
  walk: Walkthrough;
  state: OpenWalkthrough;
  lesson: LessonModule;
}

export function Ending({ session, walk, state, lesson }: EndingProps) {
  const say = words[session.language.value];
  const { outcome, trace } = state;
  if (!outcome) return null;
  if (outcome.kind === "applied") {
    const { comparison } = outcome;
    return (
      <article class="step after">
        <h3>{say.applied}</h3>
        <Verdict session={session} comparison={comparison} lesson={lesson} />
        <ComparedTable comparison={comparison} lesson={lesson} heads={say.table} />
      </article>
    );
  }
  const isMean = state.network.config.reduction === "mean";
  const text = {
    batch: () => outcome.kind === "batch" && say.batch(outcome.size, outcome.isAmongThem, isMean),
    other: () => outcome.kind === "other" && say.other(outcome.next + 1),
    unknown: () => say.unknown,
  }[outcome.kind]();
  return (
    <article class="step after">
      <h3>{say.phases.after}</h3>
      <p class="why">{text}</p>
      <p class="steps-buttons">
        {outcome.kind === "other" && (
          <button type="button" onClick={() => void walk.open(outcome.next)}>
            {say.openSample(outcome.next + 1)}
          </button>
        )}
        {outcome.kind !== "other" && (
          <button type="button" onClick={() => void session.trainBatch()}>
            {say.trainBatch}
          </button>
        )}
      </p>
      <ComparedTable trace={trace} lesson={lesson} heads={say.table} />
    </article>
  );
}

interface VerdictProps {
  session: Session;
  comparison: Comparison;
  lesson: LessonModule;
}

/** The result of the comparison in words, and for differences the settings that cause them. */
function Verdict({ session, comparison, lesson }: VerdictProps) {
  const say = words[session.language.value];
  const { parameters, largest, isExact, agrees } = comparison;
  if (isExact) return <p class="why right">✓ {say.exact(parameters.length)}</p>;
  const { precision } = session.network.value.config;
  if (agrees) return <p class="why right">✓ {say.nearly(precision, lesson.writtenText(largest, 4))}</p>;
  const { optimizer, dropout, l1, l2 } = session.choices.value;
  const causes = [
    ...(optimizer !== "sgd" ? (["optimizer"] as const) : []),
    ...(dropout > 0 ? (["dropout"] as const) : []),
    ...(l1 > 0 || l2 > 0 ? (["penalties"] as const) : []),
  ];
  const differing = parameters.filter((one) => !one.agrees).length;
  return (
    <>
      <p class="why">{say.differs(differing, parameters.length)}</p>
      {say.because}
      <ul>
        {(causes.length > 0 ? causes : (["sample"] as const)).map((cause) => (
          <li key={cause}>{say.causes[cause]}</li>
        ))}
      </ul>
    </>
  );
}

interface TableProps {
  comparison?: Comparison;
  trace?: OpenWalkthrough["trace"];
  lesson: LessonModule;
  heads: (typeof words)["en"]["table"];
}

/** Greatest number of parameters that are listed. */
const mostListed = 200;

/** Parameters before and after the traced update, and those of the network where it was applied. */
function ComparedTable({ comparison, trace, lesson, heads }: TableProps) {
  const rows: readonly (Pick<ComparedParameter, "parameter"> & Partial<ComparedParameter>)[] =
    comparison?.parameters ?? trace!.network.parameters.map((parameter) => ({ parameter }));
  const write = (value: number) => lesson.writtenText(value, comparison ? 17 : 9);
  return (
    <div class="steps-table sideways" tabIndex={0} role="region" aria-label={heads.parameter}>
      <table>
        <thead>
          <tr>
            <th scope="col">{heads.parameter}</th>
            <th scope="col">{heads.before}</th>
            <th scope="col">{heads.trace}</th>
            {comparison && <th scope="col">{heads.network}</th>}
            {comparison && <th scope="col">{heads.difference}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostListed).map((row, index) => {
            const { symbol, from, to, before, after } = row.parameter;
            return (
              <tr key={index} class={row.agrees === false ? "differs" : ""}>
                <th scope="row">
                  <span dangerouslySetInnerHTML={{ __html: lesson.symbolMarkup(symbol) }} />{" "}
                  <small>{[from, to.join(", ")].filter(Boolean).join(" → ")}</small>
                </th>
                <td>{lesson.writtenText(before, 9)}</td>
                <td>{write(after)}</td>
                {row.now !== undefined && <td>{write(row.now)}</td>}
                {row.difference !== undefined && <td>{lesson.writtenText(row.difference, 4)}</td>}
              </tr>
            );
          })}
          {rows.length > mostListed && (
            <tr>
              <td colSpan={5}>… {rows.length - mostListed}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
