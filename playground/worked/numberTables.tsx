/**
 * The numbers of a worked example as tables of fields: samples with their outputs and errors, and a matrix of weights for
 * each layer, with a row for each unit that the weights lead to.
 */
import { keyOf, type MathSymbol, textOf } from "../../src/explain/symbol.js";
import type { Trace, TracedParameter } from "../../src/explain/trace.js";
import { words } from "../panels/example.words.js";
import type { OwnName, Session } from "../sessionTypes.js";
import { NumberField } from "./numberField.js";
import { withNumber } from "./ownNumbers.js";
import { type Study, symbolMarkup, writtenText } from "./study.js";

const decimals = 6;

interface TablesProps {
  session: Session;
  study: Study;
  row: number;
  changed: ReadonlySet<string> | null;
}

/** Weights and biases. */
export function ParameterTables(props: TablesProps) {
  const { network } = props.study.traces[props.row]!;
  return (
    <div class="example-tables">
      {network.sizes.slice(1).map((_, at) => (
        <LayerTable key={at} {...props} layer={at + 1} />
      ))}
      <p class="note">{words[props.session.language.value].legend}</p>
    </div>
  );
}

function Symbol({ of }: { of: MathSymbol }) {
  // markup of the library, which escapes every name
  return <span dangerouslySetInnerHTML={{ __html: symbolMarkup(of) }} />;
}

/** Inputs, targets, outputs and errors, a row for each sample. */
export function SamplesTable({ session, study, row, changed }: TablesProps) {
  const say = words[session.language.value];
  const { inputs, targets, traces } = study;
  const { inputSymbols, targetSymbols } = traces[0]!;
  const isSingle = traces.length === 1;
  const lists = { inputs, targets };
  const field = (name: "inputs" | "targets", at: number, column: number) => {
    const symbol = (name === "inputs" ? inputSymbols : targetSymbols)[column]!;
    const width = lists[name][0]!.length;
    const label = isSingle ? textOf(symbol) : say.ofSample(textOf(symbol), at + 1);
    return (
      <NumberField
        label={label}
        value={lists[name][at]![column]!}
        symbol={at === row ? keyOf(symbol) : `${keyOf(symbol)} ${at}`}
        refusal={say.expected}
        isChanged={at === row && changed?.has(keyOf(symbol))}
        onChoose={(value) => {
          const list = lists[name].flat();
          session.choose({ [name]: withNumber(list, at * width + column, value) });
        }}
      />
    );
  };
  const symbols = [...inputSymbols, ...targetSymbols];
  return (
    <div class="sideways">
      <table class="numbers">
        <caption>{say.samples}</caption>
        <thead>
          <tr>
            {!isSingle && <th />}
            {symbols.map((symbol) => (
              <th key={keyOf(symbol)} scope="col">
                <Symbol of={symbol} />
              </th>
            ))}
            {outputSteps(traces[0]!).map(({ symbol }) => (
              <th key={keyOf(symbol)} scope="col">
                <Symbol of={symbol} />
              </th>
            ))}
            <th scope="col">
              <i>E</i>
            </th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace, at) => (
            <tr key={at} aria-current={!isSingle && at === row ? "true" : undefined}>
              {!isSingle && <th scope="row">{at + 1}</th>}
              {inputs[at]!.map((_, column) => (
                <td key={`i${column}`}>{field("inputs", at, column)}</td>
              ))}
              {targets[at]!.map((_, column) => (
                <td key={`t${column}`}>{field("targets", at, column)}</td>
              ))}
              {outputSteps(trace).map(({ key, value }) => (
                <td key={key} class={`figure${at === row && changed?.has(key) ? " changed" : ""}`}>
                  {writtenText(value, decimals)}
                </td>
              ))}
              <td class="figure">{writtenText(trace.rounds[0]!.error, decimals)}</td>
            </tr>
          ))}
        </tbody>
        {!isSingle && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={symbols.length + outputSteps(traces[0]!).length + 1}>
                {say.total}
              </th>
              <td class="figure">
                <b>{writtenText(study.error, decimals)}</b>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** The steps that calculate the outputs. */
function outputSteps({ steps, network }: Trace) {
  const outputs = network.units.at(-1)!;
  return steps.filter(
    ({ reason, unit }) => reason.id === "activation" && unit !== null && outputs.includes(unit),
  );
}

interface Entry {
  parameter: TracedParameter;
  /** Its place in the flat list. */
  list: "weights" | "biases";
  index: number;
}

/** The parameters of a trace with their places in the flat lists. */
function entriesOf({ network }: Trace): Entry[] {
  const counts = { weights: 0, biases: 0 };
  return network.parameters.map((parameter) => {
    const list = parameter.kind === "weight" ? "weights" : "biases";
    return { parameter, list, index: counts[list]++ };
  });
}

function LayerTable({ session, study, row, changed, layer }: TablesProps & { layer: number }) {
  const say = words[session.language.value];
  const trace = study.traces[row]!;
  const { units, biases } = trace.network;
  const own = entriesOf(trace).filter(({ parameter }) => parameter.layer === layer);
  const into = (unit: string) =>
    own.filter(({ parameter }) => parameter.to.length === 1 && parameter.to[0] === unit);
  const shared = biases === "shared" ? own.filter(({ parameter }) => parameter.kind === "bias") : [];
  const cell = (entry: Entry) => (
    <ParameterCell key={keyOf(entry.parameter.symbol)} {...{ session, study, trace, changed, entry }} />
  );
  const isSingle = units[layer]!.length === 1;
  return (
    <div class="sideways">
      <table class="numbers">
        <caption>{say.layer(units[layer]!.join(", "))}</caption>
        <thead>
          <tr>
            <th />
            {units[layer - 1]!.map((name) => (
              <th key={name} scope="col">
                {say.from} {name}
              </th>
            ))}
            {biases === "perNeuron" && <th scope="col">{say.bias}</th>}
          </tr>
        </thead>
        <tbody>
          {units[layer]!.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {(isSingle && biases === "shared"
                ? own.filter(({ list }) => list === "weights")
                : into(name)
              ).map(cell)}
            </tr>
          ))}
          {shared.length > 0 && (
            <tr>
              <th scope="row">{say.sharedBias}</th>
              {shared.map(cell)}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps extends Omit<TablesProps, "row"> {
  trace: Trace;
  entry: Entry;
}

/** A parameter: its name and field, and under it the gradient and the value after the update. */
function ParameterCell({ session, study, trace, changed, entry }: CellProps) {
  const say = words[session.language.value];
  const { parameter, list, index } = entry;
  const { symbol, before, after } = parameter;
  const key = keyOf(symbol);
  const gradient = trace.steps.find(
    ({ reason, symbol: its }) =>
      (reason.id === "gradient" || reason.id === "biasGradient") &&
      its.kind === "derivative" &&
      keyOf(its.by) === key,
  );
  const mark = (its: string | undefined) => (its !== undefined && changed?.has(its) ? "changed" : undefined);
  return (
    <td>
      <label>
        <Symbol of={symbol} />
        <NumberField
          label={textOf(symbol)}
          value={before}
          symbol={key}
          refusal={say.expected}
          isChanged={changed?.has(key)}
          onChoose={(value) => {
            const name: OwnName = list;
            session.choose({ [name]: withNumber(study.numbers[list], index, value) });
          }}
        />
      </label>
      {gradient && <small class={mark(gradient.key)}>∂E {writtenText(gradient.value, decimals)}</small>}
      {after !== before && <small class={mark(`${key}_new`)}>→ {writtenText(after, decimals)}</small>}
    </td>
  );
}
