/** The tables of activations and losses in docs/settings.md, from their records. */
import {
  type ActivationName,
  activationFormulas,
  activationNames,
  activations,
} from "../../src/functions/activations.js";
import { type LossName, lossNames, losses } from "../../src/functions/losses.js";
import { activationText, lossSlopeText, lossText } from "../../src/explain/functionText.js";

/** The page with fresh tables between its marks. */
export function withFunctionTables(page: string): string {
  const tables = { activations: activationTable(), losses: lossTable() };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [start, end] = [`<!-- ${name}: made by npm run settings -->\n`, `<!-- end of ${name} -->`];
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`docs/settings.md has lost the marks of ${name}`);
    return `${before}${start}\n${table}\n${end}${after}`;
  }, page);
}

function activationTable(): string {
  const rows = activationNames.map((name) => {
    const { value, slope } = activationText(name);
    const { source = "" } = activationFormulas[name];
    return [`\`${name}\``, value, slope ?? "a matrix; in the last layer only", outputsOf(name), source];
  });
  return table(["name", "a", "slope", "outputs", "source"], rows);
}

/** The range of an activation's outputs: "0 … 1", "≥ 0", "any". */
function outputsOf(activation: ActivationName): string {
  const [low, high] = activations[activation].range.map((bound) => String(bound).replace("-", "−"));
  if (high !== "Infinity") return `${low} … ${high}`;
  return low === "−Infinity" ? "any" : `≥ ${low}`;
}

function lossTable(): string {
  const rows = lossNames.map((name) => [`\`${name}\``, lossText(name), lossSlopeText(name), notesOf(name)]);
  return table(["name", "loss of a row", "derivative by an output", "notes"], rows);
}

function notesOf(loss: LossName): string {
  const { partner, setting, offTarget } = losses[loss];
  return [
    ...(partner ? [`${partner} outputs only; with them the derivative by the net input is o − t`] : []),
    ...(setting === "huberDelta" ? ["δ is `huberDelta`"] : []),
    ...(setting === "quantile" ? ["τ is `quantile`"] : []),
    ...(setting === "labelSmoothing" ? ["takes `labelSmoothing`"] : []),
    ...(offTarget === undefined
      ? []
      : [`t is 1 for the class, ${String(offTarget).replace("-", "−")} for the others`]),
  ].join("; ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
