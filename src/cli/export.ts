/** `chainrule export`: a network in a form for other programs, or to be read. One entry in `exporters` for each. */
import { ConfigError, DataError, oneOf, show } from "../errors.js";
import { jsLesson } from "../explain/lesson/js.js";
import { pythonLesson } from "../explain/lesson/python.js";
import type { Lesson } from "../explain/lesson.js";
import { lessonOf } from "../explain/lesson.js";
import { checkWritable, refuseOverwriting, writeWhole } from "./files.js";
import { lessonSource, type LessonFlags } from "./lessonSource.js";
import { answer, note, type OutputFlags } from "./say.js";

export type ExportFlags = OutputFlags & LessonFlags & { to?: string; output?: string };

/** What an exporter made: the file, and what --json says of it beside. */
interface Exported {
  content: string | Uint8Array;
  about: Record<string, unknown>;
}

/** @param what the model file, the config file, or "mazur" */
type Exporter = (what: string, flags: ExportFlags) => Promise<Exported>;

const exporters: Record<string, Exporter> = {
  python: lessonExporter(pythonLesson),
  js: lessonExporter(jsLesson),
};

export async function exportCommand(what: string, flags: ExportFlags): Promise<void> {
  const { to, output } = flags;
  const exporter = to !== undefined && Object.hasOwn(exporters, to) ? exporters[to] : undefined;
  if (!exporter) {
    const got = to === undefined ? "nothing" : show(to);
    throw new ConfigError(`--to: expected ${oneOf(Object.keys(exporters))}, got ${got}.`);
  }
  if (output !== undefined) {
    checkWritable(output, "--output");
    refuseOverwriting(output, "--output", { "what is exported": what, "the data": flags.data });
  }
  const { content, about } = await exporter(what, flags);
  if (output === undefined) {
    if (typeof content !== "string")
      throw new DataError("--output: expected a file to write to, got nothing.");
    answer(flags, { from: what, to, ...about, content }, () => content.trimEnd());
    return;
  }
  writeWhole(output, content);
  note(flags, `Saved ${output}.`);
  if (flags.json) answer(flags, { from: what, to, ...about, file: output }, () => "");
}

/** Exports a script that trains the network. */
function lessonExporter(write: (lesson: Lesson) => string): Exporter {
  return async (what, flags) => {
    const source = await lessonSource(what, flags);
    const lesson = await lessonOf(source);
    const { errors, rounds, inputs } = lesson;
    if (source.config.shuffle && lesson.batch < inputs.length) {
      note(flags, "The lesson takes the samples in their order, where train would shuffle them.");
    }
    return { content: write(lesson), about: { samples: inputs.length, rounds, errors } };
  };
}
