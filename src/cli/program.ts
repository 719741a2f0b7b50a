/** The commands and their flags. Each command has its own file. */
import { Command } from "commander";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import type { Language } from "../explain/language/language.js";
import { languageCodes } from "../explain/language/languages.js";
import { info } from "../wasm/info.js";
import { benchCommand, benchFlags } from "./bench.js";
import { checkpointFlags } from "./checkpointFlags.js";
import { evaluateCommand } from "./evaluate.js";
import { exportCommand } from "./export.js";
import { commandWords, inChinese, optionWords, programWords } from "./helpWords.js";
import { languageOf } from "./locale.js";
import { importCommand, importFlags } from "./import.js";
import { infoCommand } from "./info.js";
import { inspectCommand } from "./inspect.js";
import { distributedFlag } from "./mpi/training.js";
import { outputFlags } from "./outputs.js";
import { predictCommand, predictionFormats } from "./predict.js";
import { prepareCommand } from "./prepare.js";
import { searchCommand } from "./search.js";
import { shardFlags } from "./shardFlags.js";
import { serveCommand, serveFlags } from "./serve.js";
import { traceCommand } from "./trace.js";
import { traceArgument, traceExamples, traceFlags, variantHelp } from "./traceHelp.js";
import { trainCommand } from "./train.js";
import { textFileRecords } from "../settings/textFileRecords.js";
import { addSettingFlags, collect, helpOf } from "./flags.js";
import { columnSettingNames } from "../settings/columnRecords.js";
import { fileSettings } from "../settings/fileRecords.js";
import { imageSettingNames } from "../settings/imageRecords.js";
import type { Setting } from "../settings/kinds.js";
import { addTextFlags } from "./textOptions.js";
import { verifyCommand } from "./verify.js";

/** Makes the program; it throws instead of exiting. @param code language of the help */
export function makeProgram(code: Language["code"] = languageOf()): Command {
  const program = new Command("chainrule")
    .description(programWords[code])
    .version(info().version, "-V, --version", optionWords.version[code])
    .option("--lang <code>", optionWords.lang[code], (given) => {
      if ((languageCodes as readonly string[]).includes(given)) return given;
      throw new ConfigError(`--lang: expected ${oneOf(languageCodes)}, got ${show(given)}.`);
    })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "UsageError: ")) })
    .showSuggestionAfterError()
    .exitOverride();

  const train = command(program, "train").argument(
    "[config]",
    "JSON file of settings, or a worked example: mazur | matrix | xor | autoencoder; flags override it",
  );
  addSettingFlags(train)
    .optionsGroup("Files to write:")
    .option(...modelFlag);
  for (const [flags, help] of outputFlags) train.option(flags, help);
  train.optionsGroup("Checkpoints:");
  for (const [flags, help] of checkpointFlags) train.option(flags, help);
  train.optionsGroup("Several processes:").option(...distributedFlag);
  for (const [flags, help] of shardFlags) train.option(flags, help);
  train.addHelpText("after", trainExamples).action(trainCommand);

  const search = command(program, "search").argument(
    "<config>",
    'JSON file of settings, with what to vary under "search"',
  );
  search.option(
    "--workers <n>",
    "trials at once; the results do not depend on it (default: one per processor)",
  );
  addSettingFlags(search, "trainOnly")
    .optionsGroup("Files to write:")
    .option(...modelFlag);
  search.optionsGroup("Several processes:");
  for (const [flags, help] of shardFlags) search.option(flags, help);
  search.action(searchCommand);

  const prepared = command(program, "prepare")
    .argument("[data...]", "table or images to pack; several files for one table")
    .hook("preAction", requireData(0, "data"))
    .requiredOption("-o, --output <folder>", "folder to write");
  addSettingFlags(prepared, undefined, [ofPacking]);
  addTextFlags(prepared).addHelpText("after", prepareExamples).action(prepareCommand);

  addTextFlags(
    command(program, "predict")
      .argument("<model>", "model file")
      .argument("[data...]", dataHelp)
      .option(...sqlFlag)
      .hook("preAction", requireData(1, "data"))
      .option("--id <columns>", idHelp, collect)
      .option("--unseen <what>", unseenHelp)
      .option("--missing-values <texts>", missingHelp, collect)
      .option("--layer <layer>", "print the outputs of this layer, by its name or its index from 1")
      .option("--format <name>", `${predictionFormats.join(" | ")} (by the end of the output's name, or csv)`)
      .option("-o, --output <file>", "file to write instead of printing"),
  ).action(predictCommand);

  addTextFlags(
    command(program, "evaluate")
      .argument("<model>", "model file")
      .argument("[data...]", dataHelp)
      .option(...sqlFlag)
      .hook("preAction", requireData(1, "data"))
      .option("--labels <file>", "IDX labels of IDX images")
      .option("--importance", "show by how much the loss rises when a column is shuffled")
      .option("--importance-metric <name>", "measure importance by this metric instead of the loss")
      .option("--dependence", "show the mean answer by the value of each of the 5 most important columns")
      .option(
        "--calibrate <model>",
        "find the temperature of the probabilities on these data, and save the model with it",
      )
      .option("--unseen <what>", unseenHelp)
      .option("--missing-values <texts>", missingHelp, collect),
  ).action(evaluateCommand);

  const inspect = command(program, "inspect")
    .argument("[model]", "model or data file, or a worked example: mazur | matrix | xor | autoencoder")
    .hook("preAction", requireData(0, "model"))
    .option("--neurons", "print the neurons by layer, with their weights and bias, and nothing else")
    .option("--variant <name>", variantHelp.en)
    .option("--weights", "print all weights and biases, by unit, and no layer folded")
    .option("--csv", "print all weights and biases as CSV, and nothing else");
  addSettingFlags(inspect, undefined, [ofColumns]);
  addTextFlags(inspect).action(inspectCommand);

  command(program, "export")
    .argument(
      "<what>",
      "model file; for a lesson also a config file, or a worked example: mazur | matrix | xor | autoencoder",
    )
    .option(
      "--to <form>",
      "onnx | safetensors (PyTorch) | tfjs (TensorFlow.js) | c | js; a lesson: python | js",
    )
    .option("--name <name>", "name of the model inside the file (the file's name)")
    .option("--no-preparation", "layers only: take scaled inputs, give outputs without scaling them back")
    .option("--lesson", "with --to js: write the script that trains, also for a model file")
    .optionsGroup("Lesson:")
    .option("--data <file>", "samples: CSV with a header, or IDX images")
    .option("--labels <file>", "IDX labels of IDX images")
    .option("--target <column>", "CSV column to learn, where a config file does not name it")
    .option("--separator <mark>", separatorHelp)
    .option("--variant <name>", variantHelp.en)
    .option("--inputs <numbers>", 'samples as numbers instead: "0,0;0,1"')
    .option("--targets <numbers>", 'their targets: "0;1"')
    .option("--rows <n>", "number of samples, from the first (all, at most 200)")
    .option("--rounds <n>", "times through all samples (epochs of the settings)")
    .optionsGroup("Output:")
    .option("-o, --output <file>", 'file to write; "-" prints, as c and js do without it')
    .addHelpText("after", exportExamples)
    .action(exportCommand);

  const imported = command(program, "import").argument("<file>", "model of another program");
  for (const [flags, help] of importFlags) imported.option(flags, help);
  imported
    .option(...modelFlag)
    .addHelpText("after", importExamples)
    .action(importCommand);

  command(program, "verify").option("--quick", "check fewer cases, in about a second").action(verifyCommand);

  const trace = command(program, "trace", code).argument("[network]", traceArgument[code], "mazur");
  for (const [flags, help] of traceFlags) trace.option(flags, help[code]);
  trace.addHelpText("after", traceExamples[code]).action(traceCommand);

  const bench = command(program, "bench");
  for (const [flags, help] of benchFlags) bench.option(flags, help);
  bench.action(benchCommand);

  const serve = command(program, "serve");
  for (const [flags, help, value] of serveFlags) serve.option(flags, help, value);
  serve.action(serveCommand);

  command(program, "info").action(infoCommand);
  if (code === "zh") {
    for (const one of program.commands) one.summary(commandWords[one.name() as keyof typeof commandWords].zh);
    inChinese(program, "[选项] [命令]").helpCommand("help [command]", "显示某个命令的帮助");
    inChinese(trace, "[选项] [network]").description(commandWords.trace.zh);
  }
  return program;
}

/** The flags about columns that `inspect` takes for a data file. */
const ofColumns = {
  heading: "Data files",
  settings: Object.fromEntries(
    ["sql", "target", "targetKind", ...columnSettingNames, ...imageSettingNames].map((name) => [
      name,
      fileSettings[name]!,
    ]),
  ),
};

/** What some settings mean for packed rows. */
const packingHelp: Readonly<Record<string, { meaning: string; commandLine: string }>> = {
  validation: { meaning: "fraction of the rows to hold out, each by a random choice", commandLine: "0" },
  seed: { meaning: "seed of that choice", commandLine: "1" },
  precision: {
    meaning: "how numbers are stored",
    commandLine: "float32, or float64 where rounding would be seen",
  },
};

/** The settings that `prepare` takes. */
const ofPacking = {
  heading: "Data",
  settings: Object.fromEntries(
    [
      "sql",
      "target",
      "targetKind",
      "labels",
      ...columnSettingNames,
      "sampleWeights",
      ...imageSettingNames,
      "validation",
      "seed",
      "precision",
    ].map((name) => [name, packingRecord(name)]),
  ),
};

function packingRecord(name: string): Setting {
  return { ...fileSettings[name]!, ...packingHelp[name] };
}

const modelFlag = ["-o, --output <file>", "model file", "model.safetensors"] as const;

function command(program: Command, name: keyof typeof commandWords, code: Language["code"] = "en"): Command {
  return program
    .command(name)
    .description(commandWords[name].en)
    .option("--json", optionWords.json[code])
    .option("-q, --quiet", optionWords.quiet[code]);
}

/** Refuses a command without data, as commander does, unless a query stands for them. @param before number of arguments before them */
function requireData(before: number, name: string) {
  return (_: Command, own: Command) => {
    if (own.args.length > before || own.opts().sql !== undefined) return;
    own.error(`error: missing required argument '${name}'`, { code: "commander.missingArgument" });
  };
}

const sqlFlag = [fileSettings.sql!.flag!, helpOf(fileSettings.sql!)] as const;

const dataHelp =
  "table with the columns of the training data (CSV, JSON, Parquet, NPY), IDX images, or PNG and JPEG images or a folder of them; several files for one table; - for standard input";
const separatorHelp = helpOf(textFileRecords.separator);

const idHelp = "columns to repeat beside the predictions (those of the training)";
const unseenHelp =
  "values that the training data did not have: other (no input of their own) | refuse (default: other)";
const missingHelp = "further texts or numbers that mean a missing value, separated by commas";

const exportExamples = `
Examples:
  chainrule export model.safetensors --to onnx -o model.onnx
  chainrule export model.safetensors --to js -o model.mjs      a module with predict(row)
  chainrule export mazur --to python -o lesson.py              the worked example as a script that trains
  chainrule export xor --to js --inputs "0,0;1,1" --targets "1;0" -o lesson.mjs
  chainrule export model.safetensors --to js --lesson --data data.csv --rows 20 -o lesson.mjs
`;

const importExamples = `
Examples:
  chainrule import model.json --classes "cat,dog" -o pets.safetensors      TensorFlow.js, with its shards beside it
  chainrule import net.json --scaling ranges.json                          brain.js, with the ranges of the data
  chainrule import model.keras -o model.safetensors                        Keras 3
  chainrule import torch.safetensors --activations relu,softmax            PyTorch's weights
`;

const prepareExamples = `
Examples:
  chainrule prepare clicks.csv --target clicked --validation 0.05 -o clicks
  chainrule train --data clicks
`;

const trainExamples = `
Examples:
  chainrule train                                        digits made on the spot
  chainrule train --data iris.csv --target species --validation 0.2
  chainrule train --data train-images.gz --labels train-labels.gz --layers 128 --epochs 20
  chainrule train --data photos --image-size 28x28       images in photos/cat, photos/dog, …
  chainrule train --sql "SELECT * FROM 'parts/*.parquet'" --target price
`;
