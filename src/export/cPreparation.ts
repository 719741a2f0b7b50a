/** A function of C that prepares the columns of a row where that is more than (x − shift) · scale. */
import { mostBeforeLimit } from "../network/scaling.js";
import type { PortableModel } from "./portable.js";
import { listLines, literal } from "./source.js";

/** An array of C: `static const double NAME_WHAT[] = { … };` */
export function doubles(name: string, what: string, values: readonly number[]): string {
  return array("double", name, what, values, (value) => literal(value, "float64"));
}

/** @param columns how many numbers a line has, if they are short enough */
export function array(
  type: string,
  name: string,
  what: string,
  values: readonly number[],
  text: (value: number) => string,
  columns = values.length,
): string {
  const lines = listLines(values.map(text), columns, "    ");
  return `static const ${type} ${name}_${what}[${values.length}] = {\n${lines}\n};\n`;
}

/**
 * Its arrays, and the function itself:
 *
 *     static void NAME_prepare(const float *inputs, float *prepared);
 */
export function preparation({ name, precision, inputs, inputScaler }: PortableModel): string {
  const { shift, scale, missing, limit, edges, heights, widths } = inputScaler!;
  const type = precision === "float64" ? "double" : "float";
  const cast = type === "float" ? "(float)" : "";
  const counts = (lists: readonly (readonly number[])[]) => lists.map((list) => list.length);
  const integers = (what: string, values: readonly number[]) => array("int", name, what, values, String);
  const arrays = [
    doubles(name, "input_shift", shift),
    doubles(name, "input_scale", scale),
    ...(missing ? [doubles(name, "input_missing", missing)] : []),
    ...(limit ? [doubles(name, "input_limit", limit)] : []),
    ...(widths ? [integers("input_width", widths)] : []),
    ...(edges ? [integers("edge_count", counts(edges)), doubles(name, "edges", edges.flat())] : []),
    ...(heights ? [integers("height_count", counts(heights)), doubles(name, "heights", heights.flat())] : []),
  ];
  const most = literal(mostBeforeLimit, "float64");
  const limited = `if (${name}_input_limit[k] > 0) {
                const double limit = ${name}_input_limit[k];
                z = z > ${most} ? ${most} : z < -${most} ? -${most} : z;
                z = z / sqrt(1 + (z / limit) * (z / limit));
            }
            `;
  const onCurve = `if (${name}_height_count[k] > 0) {
            for (t = 1; t < edges - 1 && x >= edge[t]; t++) { }
            to[0] = ${cast}(x <= edge[0] ? height[0] : x >= edge[edges - 1] ? height[edges - 1]
                : height[t - 1] + (height[t] - height[t - 1]) * ((x - edge[t - 1]) / (edge[t] - edge[t - 1])));
            height += edges;
        } else `;
  const inBins = `if (edges > 0) {
            for (t = 1; t < edges; t++)
                to[t - 1] = ${cast}(x >= edge[t] ? 1 : x <= edge[t - 1] ? 0 : (x - edge[t - 1]) / (edge[t] - edge[t - 1]));
            written = edges - 1;
        } else `;
  return `${arrays.join("\n")}
/* the inputs of the first layer: each column scaled, on a curve, or in bins */
static void ${name}_prepare(const ${type} *inputs, ${type} *to)
{
${edges ? `    const double *edge = ${name}_edges;\n` : ""}${heights ? `    const double *height = ${name}_heights;\n` : ""}    int k;
    for (k = 0; k < ${inputs}; k++) {
        double x = ${type === "float" ? "(double)" : ""}inputs[k], z;
        int written = 1${edges ? `, edges = ${name}_edge_count[k], t` : ""};
${missing ? `        if (x != x) x = ${name}_input_missing[k];\n` : ""}        ${heights ? onCurve : ""}${edges ? inBins : ""}{
            z = (x - ${name}_input_shift[k]) * ${name}_input_scale[k];
            ${limit ? limited : ""}to[0] = ${cast}z;
        }
        ${widths ? `for (; written < ${name}_input_width[k]; written++) to[written] = 0;\n        ` : ""}to += written;
${edges ? "        edge += edges;\n" : ""}    }
}
`;
}
