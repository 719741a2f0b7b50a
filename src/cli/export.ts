/**
 * `chainrule export`: writes a trained model in a form for other programs, or a lesson, which is a script that trains. Each
 * form has an entry in `exporters`. `src/export/` and `src/explain/lesson/` make the contents.
 */
import { basename, dirname, extname, join } from "node:path";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { jsLesson } from "../explain/lesson/js.js";
import { pythonLesson } from "../explain/lesson/python.js";
import type { Lesson } from "../explain/lesson.js";
import { lessonOf } from "../explain/lesson.js";
import { checkWritable, refuseOverwriting } from "./files.js";
import { type Exported, modelExporters } from "./exportModel.js";
import { isUntrained, lessonFlagNames, lessonSource, type LessonFlags } from "./lessonSource.js";
import { isExample } from "./example.js";
import { answer, note, type OutputFlags, toStdout } from "./say.js";
import { writeWhole } from "./wholeFile.js";

export type ExportFlags = OutputFlags &
  LessonFlags & { to?: string; lesson?: boolean; name?: string; preparation?: boolean; output?: string };

const lessons: Record<string, (lesson: Lesson) => string> = { js: jsLesson, python: pythonLesson };
const forms = [...new Set([...Object.keys(modelExporters), ...Object.keys(lessons)])];
/** Binary forms. */
const binary = new Set(["onnx", "safetensors"]);
/** Forms of two files. */
const double = new Set(["tfjs"]);

export async function exportCommand(what: string, flags: ExportFlags): Promise<void> {
  const { to, output } = flags;
  if (to === undefined || !forms.includes(to)) {
    throw new ConfigError(`--to: expected ${oneOf(forms)}, got ${to === undefined ? "nothing" : show(to)}.`);
  }
  refuseOutput(what, flags, to);
  const isLesson = flags.lesson || !(to in modelExporters) || (to in lessons && isUntrained(what));
  refuseFlags(flags, to, isLesson);
  const { content, beside, about, notes } = isLesson
    ? await lesson(what, to, flags)
    : exportModel(what, to, flags);
  for (const text of notes) note(flags, text);
  const document = { from: what, to, format: isLesson ? "lesson" : to, ...about };
  if (output === undefined) {
    answer(flags, { ...document, content }, () => String(content).trimEnd());
  } else if (output === "-") {
    toStdout(content);
  } else {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const other = beside && join(dirname(output), beside.name);
    if (other) {
      refuseOverwriting(other, "--output", { "what is exported": what });
      await writeWhole(other, beside.bytes); // first: model.json names it
    }
    await writeWhole(output, bytes);
    note(flags, `Saved ${other ? `${output} and ${other}` : output}.`);
    if (flags.json) answer(flags, { ...document, file: output, bytes: bytes.length }, () => "");
  }
}

/** Exports a script that trains the network. */
async function lesson(what: string, to: string, flags: ExportFlags): Promise<Exported> {
  const source = await lessonSource(what, flags);
  const made = await lessonOf(source);
  const { errors, rounds, inputs } = made;
  const isReordered = source.config.shuffle && made.batch < inputs.length;
  const notes = isReordered
    ? ["The lesson takes the samples in their order, where train would shuffle them."]
    : [];
  return { content: lessons[to]!(made), about: { samples: inputs.length, rounds, errors }, notes };
}

function exportModel(what: string, to: string, flags: ExportFlags): Exported {
  if (isUntrained(what)) {
    const got = isExample(what) ? "a worked example" : "a config file";
    const instead = isExample(what) ? "Take" : `Train it (chainrule train ${what}), or take`;
    throw new ConfigError(
      `${what}: expected a model file for --to ${to}, got ${got}. ${instead} --to js or python for the lesson.`,
    );
  }
  const { output, name, preparation } = flags;
  const place = output === undefined || output === "-" ? what : output;
  const usual = basename(place, extname(place));
  try {
    return modelExporters[to]!(what, { name, usualName: usual, preparation: preparation !== false });
  } catch (error) {
    const isName = error instanceof ConfigError && error.message.startsWith("name: ");
    throw isName ? new ConfigError(`--${error.message}`) : error;
  }
}

function refuseOutput(what: string, { output, json, data }: ExportFlags, to: string): void {
  if (double.has(to) && (output === undefined || output === "-")) {
    throw new ConfigError(
      `--output: expected a file for --to ${to}, which writes a second one beside it, got ${output === undefined ? "nothing" : show(output)}. Name one, such as model.json.`,
    );
  }
  if (output === "-") {
    if (!json) return;
    throw new ConfigError('--output: "-" is where --json has its document. Name a file, or drop --json.');
  }
  if (output !== undefined) {
    checkWritable(output, "--output");
    refuseOverwriting(output, "--output", { "what is exported": what, "the data": data });
  } else if (binary.has(to)) {
    throw new ConfigError(
      `--output: expected a file for --to ${to}, which is no text, got nothing. Name one, or "-" for stdout.`,
    );
  }
}

/** Refuses flags of the other kind of export. */
function refuseFlags(flags: ExportFlags, to: string, isLesson: boolean): void {
  if (flags.lesson && !(to in lessons)) {
    throw new ConfigError(
      `--lesson: goes with --to js or python, got ${show(to)}. Drop it, or take one of these.`,
    );
  }
  if (isLesson) {
    if (flags.name !== undefined) throw new ConfigError("--name: a lesson has no name. Drop it.");
    if (flags.preparation === false) {
      throw new ConfigError("--no-preparation: a lesson's samples are scaled already. Drop it.");
    }
    return;
  }
  for (const name of lessonFlagNames) {
    if (flags[name] === undefined) continue;
    const instead = to === "js" ? "Add --lesson" : "Take --to js --lesson or --to python";
    throw new ConfigError(`--${name}: is for a lesson, a script that trains. ${instead}, or drop it.`);
  }
}
