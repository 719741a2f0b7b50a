/**
 * Everything that `import … from "chainrule"` gives, by what it is for. `Network` and `Dataset` are where to begin;
 * `ConfigInput` has every setting. `chainrule/external` has the same names, with wasm and worker as files beside it.
 *
 * @module chainrule
 */
import { useRecordsMaker } from "./data/recordsMaker.js";
import { fromRecords } from "./readers/records.js";
import { enableRecords } from "./train/predict/records.js";
import { enableRows } from "./train/rows/enableRows.js";

export { Network } from "./train/network.js";
export type {
  FitOthers,
  FitSettings,
  LayerGradients,
  SaveOptions,
  TrainingProgress,
} from "./train/networkTypes.js";
export { addClasses } from "./train/addClasses.js";
export type { GivenGradients } from "./train/applyGradients.js";
export type { RecordAnswer } from "./train/predict/answers.js";
export type { Predictor } from "./train/predict/predictor.js";
export type { RecordOptions } from "./train/predict/recordReading.js";
export { enableRecords } from "./train/predict/records.js";
export { enableRows } from "./train/rows/enableRows.js";
export type { Unseen } from "./data/columns/recordRow.js";
export type { SettingsForData } from "./train/recipe.js";
export * from "./errors.js";
export { decodeText, gunzipIfNeeded } from "./readers/bytes.js";
export { readCsv } from "./readers/csv.js";
export type { CsvOptions } from "./readers/csvForm.js";
export { cellText, type Column, type Separator, type Table, type TableReading } from "./readers/table.js";
export { type DigitsOptions, makeDigits } from "./data/digits/digits.js";
export { encode, type EncodeOptions } from "./readers/encode.js";
export { type ImageDatasetOptions, imageDataset, type ImageFile } from "./readers/images/imageDataset.js";
export type { JpegDecoder } from "./readers/images/jpeg.js";
export { type IdxArray, idxDataset, type IdxDatasetOptions, readIdx } from "./readers/idx.js";
export { tableFrom, type TableFromOptions } from "./readers/columnsTable.js";
export type { ParquetDecoder } from "./readers/parquetTable.js";
export { readTable, type TableHost, type TableOptions } from "./readers/tableFormats.js";
export type { Pieces, Unpacker } from "./readers/unpack.js";
export { readSampleWeights } from "./readers/sampleWeights.js";
export type {
  CategoryColumn,
  ClassTarget,
  DateColumn,
  DateFormat,
  DatePart,
  InputColumn,
  MissingPolicy,
  NumberColumn,
  NumberTarget,
  OmittedColumn,
  OmittedReason,
  Schema,
  SeveralTargets,
  TargetColumn,
  YesNoColumn,
} from "./data/columns/columns.js";
export type { ColumnNames, FromRecordsOptions, SchemaOptions } from "./data/columns/options.js";
export { fromRecords } from "./readers/records.js";
export { inferSchema } from "./readers/schema.js";
export type { Agreement, Written } from "./explain/agreement.js";
export {
  checkGradients,
  type GradientCheck,
  type GradientCheckOptions,
  type Kink,
  type LayerCheck,
  type TensorCheck,
} from "./explain/checkGradients.js";
export {
  type Cause,
  check as checkNumbers,
  type Check,
  type CheckedNumber,
  type StateAfter,
  type Verdict,
} from "./explain/check.js";
export {
  type DocumentEquivalent,
  type DocumentNetwork,
  type DocumentParameter,
  type DocumentStep,
  type TraceDocument,
  traceDocument,
} from "./explain/document.js";
export type { NamedSlip, SlipWeight } from "./explain/fingerprints.js";
export type { Erratum } from "./explain/erratum.js";
export { type GlossaryEntry, type Language, sentenceOf } from "./explain/language/language.js";
export { languages } from "./explain/language/languages.js";
export type { MatrixStep } from "./explain/matrix.js";
export type { NameStyle } from "./explain/names.js";
export {
  type MatrixVariant,
  type Preset,
  type PresetName,
  presetNames,
  presetNetwork,
  presetOf,
  type PresetParameters,
  type PresetVariant,
} from "./explain/presets.js";
export type { WrittenLayer, WrittenParameters } from "./explain/writtenParameters.js";
export { type OwnNumber, readOwnNumbers } from "./explain/ownNumbers.js";
export {
  type AgreementWith,
  type ComparedFigure,
  comparePublished,
  type Published,
  type PublishedFigure,
  type PublishedName,
  type PublishedVariant,
} from "./explain/published.js";
export {
  type DetailedState,
  type Rounds,
  type RoundsOptions,
  type RoundsOrder,
  runRounds,
} from "./explain/rounds.js";
export type { Equivalent, Phase, Reason, RowFigures, RowNote, TraceStep } from "./explain/step.js";
export type { MathSymbol } from "./explain/symbol.js";
export {
  type RoundState,
  type Sample,
  trace,
  type Trace,
  type Traceable,
  type TracedNetwork,
  type TracedParameter,
  type TraceOptions,
} from "./explain/trace.js";
export {
  verify,
  type VerifyFailure,
  type VerifyOptions,
  type VerifyReport,
  type VerifyRow,
} from "./explain/verify.js";
export { type ActivationName, activationNames } from "./functions/activations.js";
export { type LossName, lossNames } from "./functions/losses.js";
export type { GivenParameters, LayerParameters } from "./network/parameters.js";
export type { Scaler, Scalers, ScalingName } from "./network/scaling.js";
export { type OptimizerKind, optimizerKinds } from "./functions/optimizers.js";
export { toC } from "./export/c.js";
export { toJavaScript } from "./export/javascript.js";
export { toOnnx } from "./export/onnx/onnx.js";
export type { ExportOptions } from "./export/portable.js";
export { type TfjsExportOptions, type TfjsModel, toTfjs } from "./export/tfjs.js";
export { torchModule, toTorchSafetensors } from "./export/torch.js";
export { importBrain } from "./import/brain.js";
export type { GivenJson } from "./import/json.js";
export type { ImportOptions } from "./import/network.js";
export type { ByColumn, GivenRange, GivenScaling, Ml5Column, Ml5Meta } from "./import/scaling.js";
export { importKeras } from "./import/kerasFile.js";
export { importOnnx } from "./import/onnx.js";
export { importTfjs, type TfjsOptions } from "./import/tfjs.js";
export { importTorch, type TorchOptions } from "./import/torch.js";
export { type LogEnd, type LogEpoch, logLine, type LogRecord, type LogStart } from "./report/log.js";
export type {
  ClassFigures,
  ColumnsFigures,
  EpochFigures,
  Figure,
  FileFigures,
  LayerFigures,
  Pixels,
  ReliabilityFigures,
  ReportData,
  ResultFigures,
  RunRecord,
  SampleFigures,
  SpeedFigures,
  TargetFigures,
} from "./report/page/pageData.js";
export { type Histogram, histogramOf } from "./report/page/histogram.js";
export { layerFigures, type TrainedLayer } from "./report/page/networkSection.js";
export { reportPage } from "./report/page/reportPage.js";
export { type EventFigures, eventFileStart, eventRecord, scalarTags } from "./report/tensorboard.js";
export type { LessonOptions } from "./report/trace/stepGroups.js";
export { type MarkdownOptions, traceMarkdown } from "./report/trace/markdown.js";
export { tracePage } from "./report/trace/tracePage.js";
export {
  type AverageScores,
  averageScores,
  type ClassReport,
  classReport,
  type ClassScores,
  classScores,
  type Scores,
} from "./train/evaluation/classes.js";
export { TrainingControl } from "./train/loop/control.js";
export {
  crossValidate,
  type CrossValidation,
  type CrossValidationOptions,
  type Fold,
} from "./train/search/crossValidate.js";
export {
  type ColumnImportance,
  type ImportanceOptions,
  permutationImportance,
} from "./train/evaluation/importance.js";
export {
  type Calibration,
  type CalibrationFigures,
  type Reliability,
  reliability,
  type ReliabilityBin,
} from "./train/evaluation/calibration.js";
export { calibrate } from "./train/evaluation/calibrate.js";
export { type DependencePoint, partialDependence } from "./train/evaluation/dependence.js";
export { rocAuc, rocAucOfOutputs, type RocCurve, rocCurve } from "./train/evaluation/curves.js";
export {
  Dataset,
  type DatasetOptions,
  type ImageShape,
  type Matrix,
  type Numbers,
  type Row,
  type Targets,
} from "./data/dataset.js";
export { blobFile, openPackedRows, type PackedRows, type RowFile } from "./data/rows/packedRows.js";
export { packBlocks } from "./data/rows/packBlocks.js";
export { packRows } from "./data/rows/packer.js";
export { type AboutRows, datasetRows, type RowBlock, type RowSource } from "./data/rows/rowSource.js";
export type { GivenBytes } from "./network/givenArrays.js";
export type { Evaluation, Metrics } from "./train/evaluation/evaluation.js";
export type { Division, DivisionOption } from "./data/division.js";
export { foldDataset, foldRows } from "./data/folds.js";
export type {
  BestEpoch,
  Checkpoint,
  CheckpointPlace,
  EpochEntry,
  EpochReport,
  FitHooks,
  History,
  Progress,
  Stopped,
} from "./train/loop/history.js";
export {
  classMetricNames,
  type MetricName,
  metricNames,
  type Monitor,
  numberMetricNames,
} from "./functions/metrics.js";
export {
  accuracyOf,
  confusionMatrix,
  logLoss,
  predictedClasses,
  regressionByOutput,
  type RegressionMetrics,
  regressionMetrics,
  topKAccuracy,
} from "./train/evaluation/metrics.js";
export type { HostOptions } from "./train/engine.js";
export { type ScheduleName, scheduleNames } from "./functions/schedules.js";
export type { GroupOperations, ProcessGroup } from "./train/distributed/distributed.js";
export { processGroup } from "./train/distributed/processGroup.js";
export { search, type SearchOptions, type SearchResult, type TrialStore } from "./train/search/search.js";
export { searchShard, type ShardOptions, type ShardResult } from "./train/search/shard.js";
export type { Shard } from "./train/search/shards.js";
export type { Trial } from "./train/search/trials.js";
export type { SearchInput } from "./train/search/searchSettings.js";
export type { Dimension, Point, Space } from "./train/search/space.js";
export { runTrial, type TrialResult, type TrialTask } from "./train/search/trial.js";
export { type Divisible, type Split, splitDataset, splitRows } from "./data/split.js";
export type {
  BiasMode,
  ClassWeights,
  Config,
  ConfigInput,
  EarlyStoppingInput,
  EarlyStoppingSettings,
  HiddenLayer,
  BiasInitializerConfig,
  BiasInitializerInput,
  BiasInitializerName,
  InitializerConfig,
  InitializerInput,
  InitializerName,
  InputLayer,
  LayerConfig,
  LayerInput,
  LayersAndLoss,
  LayersTo,
  NetworkConfig,
  NetworkInput,
  OptimizerConfig,
  OptimizerInput,
  Schedule,
  ScheduleInput,
  TrainingConfig,
  TrainingInput,
} from "./settings/generated/types.js";
export type { PossibleConfig, PossibleSettings, StrictConfig } from "./settings/strictTypes.js";
export { rowWeights } from "./data/rowWeights.js";
export type { MemoryRegion } from "./wasm/arena.js";
export type { BuildName, BuildStatus } from "./wasm/builds.js";
export { type BuildInfo, type Info, info } from "./wasm/info.js";
export { prepare, type PrepareOptions } from "./wasm/prepare.js";
export type { AddedBuild, Exports, JavaScriptProgram, Program } from "./wasm/program.js";
export type { WasmSource } from "./wasm/fetching.js";
export type { Floats } from "./wasm/kernels.js";
export type { WorkerSource } from "./wasm/spawnWeb.js";
export { spawnNode } from "./wasm/spawn.js";
export type {
  Copies,
  Region,
  Spawn,
  Thread,
  ThreadInit,
  ThreadReply,
  ThreadTask,
} from "./wasm/threadMessages.js";

/** Defined in the modules for bundlers (scripts/library.mjs), which then leave out what reads records where nobody asks for it. */
declare const __FOR_BUNDLERS__: true | undefined;
if (typeof __FOR_BUNDLERS__ === "undefined") {
  enableRecords();
  enableRows();
  useRecordsMaker((data, options) => fromRecords(data, options).dataset);
}
