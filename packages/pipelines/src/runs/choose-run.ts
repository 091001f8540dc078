import type { JsonValue } from '@fraudx/core';
import { findSplit, splitNameOf } from '@fraudx/data';
import { entityColumns, metricText, NotFoundError, withoutSecrets } from '@fraudx/core';
import type { LeftOutRun, RunFacts, RunRecord } from '@fraudx/tracking';
import { chooseBestRun } from '@fraudx/tracking';
import type { FraudxConfig } from '../config/config-fields.ts';
import { configFields } from '../config/config-fields.ts';
import { namesModule } from '../config/names-module.ts';
import type { Workspace } from '../workspace.ts';
import type { ExperimentSettings } from '../settings.ts';
import { MODEL_TAG } from './find-run.ts';
import { checkCostsHaveAmount } from '../dataset/reopen.ts';
import { hasRecordedConfig, recordedConfig } from '../lineage/recorded-config.ts';

/** Best is by this metric of validation rows, never by test rows. */
const metric = 'validation_average_precision';

/** A run and how a command came to it. */
export interface ChosenRun {
  readonly record: RunRecord;
  /** Absent when the run was named. */
  readonly choice?: {
    readonly value: number | undefined;
    readonly candidates: number;
    readonly leftOut: readonly LeftOutRun[];
  };
}

/** The split with its defaults, so that saying a default is the same as saying nothing. */
function splitFacts({ split = {}, time, seed = 42 }: FraudxConfig): JsonValue {
  const strategy = findSplit(splitNameOf(split, time));
  // Other random rows make another measurement: the best of several splits would be the luckiest one.
  const random = strategy.isRandom ? { seed } : {};
  return { strategy: strategy.name, ...(strategy.complete(split) as Record<string, JsonValue>), ...random };
}

/** The features; of a module only that it is one, since its digest is compared. */
function featureFacts(config: FraudxConfig): JsonValue {
  const { strategy = 'raw', ...rest } = config.features ?? {};
  return { ...(rest as Record<string, JsonValue>), strategy: namesModule(config) ? 'a module' : strategy };
}

const sorted = (names: readonly (string | number)[] | undefined): JsonValue => (names ?? []).map(String).toSorted();

/** Keys that two runs may differ in and still be compared: what is learned from the same rows and columns. The seed counts with the split. */
const free = new Set<keyof FraudxConfig>(['algorithm', 'params', 'tuning', 'categoryEncoding', 'seed']);

/** Keys that are called otherwise in notes. */
const factNames: Readonly<Partial<Record<keyof FraudxConfig, string>>> = {
  timeUnit: 'unit of time',
  timeZone: 'time zone',
  positive: 'values for fraud',
  negative: 'values for genuine',
  sampleWeight: 'sample weight',
  renameDuplicates: 'repeated names',
  decimalMark: 'decimal mark',
  dateOrder: 'date order',
  derive: 'derived columns',
};

/** Keys of which a default and its absence are the same, or whose order counts. */
const ownFacts: Readonly<Partial<Record<keyof FraudxConfig, (config: FraudxConfig) => JsonValue | undefined>>> = {
  timeZone: ({ timeZone }) => timeZone ?? 'UTC',
  renameDuplicates: ({ renameDuplicates }) => renameDuplicates ?? false,
  // one column is the same whether it stands in a list or not
  entity: ({ entity }) => (entity === undefined ? undefined : [...entityColumns(entity)]),
  split: splitFacts,
  features: featureFacts,
  positive: ({ positive }) => sorted(positive?.map(String)),
  negative: ({ negative }) => sorted(negative?.map(String)),
  drop: ({ drop }) => sorted(drop),
  categorical: ({ categorical }) => sorted(categorical),
};

/** A key as two configs are compared by: lists in another order are the same. */
function factOf(key: keyof FraudxConfig, config: FraudxConfig): JsonValue | undefined {
  const own = ownFacts[key];
  if (own !== undefined) return own(config);
  const value = config[key];
  return Array.isArray(value) ? sorted(value.map(String)) : (value as JsonValue | undefined);
}

/** What decides rows, columns and features, from a config. */
function configFacts(config: FraudxConfig): RunFacts {
  const keys = (Object.keys(configFields) as (keyof FraudxConfig)[]).filter(
    (key) => configFields[key].effect === 'trials' && !free.has(key),
  );
  return Object.fromEntries(keys.map((key) => [factNames[key] ?? key, factOf(key, config)]));
}

/** Facts beside the config: two runs may agree in every word and have read a file that changed in between. */
const read = ['contents of the data', 'feature module'] as const;

interface NamedData {
  /** As the config says it. */
  readonly text: string | undefined;
  /** Absolute, or an address. */
  readonly path: string | undefined;
}

/** The same words name the same data in a folder that moved; a flag may spell the same path in another way. */
function isSameData(run: RunRecord, { text, path }: NamedData): boolean {
  const config = recordedConfig(run);
  return (text !== undefined && config.data === text) || (path !== undefined && run.lineage.data?.path === path);
}

function factsOf(run: RunRecord, data: NamedData): RunFacts {
  const { lineage } = run;
  return {
    data: isSameData(run, data) ? 'the same' : (lineage.data?.path ?? null),
    ...configFacts(recordedConfig(run)),
    [read[0]]: lineage.data?.sha256,
    [read[1]]: lineage.versions['strategy_sha256'],
  };
}

/** The config that candidates must have: the present one, completed by the newest run where it names no seed or no target. */
function presentConfig({ config }: ExperimentSettings, newest: RunRecord): FraudxConfig {
  const seed = config.seed ?? recordedConfig(newest).seed;
  if (config.target !== undefined) return { ...config, ...(seed === undefined ? {} : { seed }) };
  const stated = Object.entries(config).filter(([, value]) => value !== undefined && JSON.stringify(value) !== '{}');
  return { ...recordedConfig(newest), ...Object.fromEntries(stated) };
}

function presentData({ config, data }: ExperimentSettings, newest: RunRecord): NamedData {
  if (config.data === undefined) {
    return { text: recordedConfig(newest).data, path: newest.lineage.data?.path };
  }
  return { text: withoutSecrets(config.data), path: data === undefined ? undefined : withoutSecrets(data) };
}

function nothingFits(experiment: string, leftOut: readonly LeftOutRun[]): NotFoundError {
  const some = leftOut.slice(0, 5).map(({ runId, differs }) => `${runId} (other ${differs.join(', ')})`);
  const more = leftOut.length > some.length ? ` and ${leftOut.length - some.length} more` : '';
  return new NotFoundError(
    'RUN_NOT_FOUND',
    `runs: experiment "${experiment}" must have a run with a model of this config, got only others: ${some.join(', ')}${more}`,
    {
      details: { leftOut: leftOut.map(({ runId, differs }) => ({ runId, differs: [...differs] })) },
      hint: 'Train one with this config, or name a run.',
    },
  );
}

/**
 * The run to evaluate or promote: the named one, or the best with a model of those made from the present data, columns, split and
 * features.
 *
 * @param named - An id or a unique beginning of one.
 * @param dataGiven - Whether the data of the settings are another copy of what the run was trained on. Default false.
 * @throws {NotFoundError} `RUN_NOT_FOUND`: there is none, or all differ from the present config.
 * @throws {InvalidArgumentError} `RUN_WITHOUT_AMOUNT`: all differ, and costs depend on an amount that they do not have.
 */
export async function chooseRun(
  workspace: Workspace,
  named: string | undefined,
  settings: ExperimentSettings,
  dataGiven = false,
): Promise<ChosenRun> {
  if (named !== undefined) return { record: await workspace.runs.getRun(named) };
  const { experiment } = settings;
  const all = await workspace.runs.queryRuns({
    experiment,
    where: `tags.${MODEL_TAG.name} = "${MODEL_TAG.value}"`,
    orderBy: `metrics.${metric} desc`,
  });
  if (all.length === 0) {
    throw new NotFoundError(
      'RUN_NOT_FOUND',
      `runs: experiment "${experiment}" must have a run with a model, got none`,
      {
        hint: 'Train one first.',
      },
    );
  }
  // one record that cannot be read hinders no other run
  const runs = all.filter(hasRecordedConfig);
  if (runs.length === 0) recordedConfig(all[0]!);
  const readable = new Set(runs);
  const unreadable = all
    .filter((run) => !readable.has(run))
    .map(({ runId }) => ({ runId, differs: ['recorded config'] }));
  const newest = runs.reduce((latest, run) => (run.startedAt > latest.startedAt ? run : latest));
  const data = presentData(settings, newest);
  // another copy of the data may be named; whether it is one is checked by its digest
  const sameData = dataGiven ? {} : { data: 'the same' };
  const asked = { ...sameData, ...configFacts(presentConfig(settings, newest)) };
  const { choice, leftOut: others } = chooseBestRun(runs, metric, (run) => factsOf(run, data), asked, read);
  const leftOut = [...others, ...unreadable];
  if (choice === undefined) {
    // the one difference with an explanation of its own
    checkCostsHaveAmount(runs[0]!.runId, recordedConfig(runs[0]!), settings.config);
    throw nothingFits(experiment, leftOut);
  }
  const { run, value, candidates } = choice;
  return { record: run, choice: { value, candidates, leftOut } };
}

/** Which run was taken of how many and why, as a note; none for a run that was named. */
export function choiceNotes({ record, choice }: ChosenRun): string[] {
  if (choice === undefined) return [];
  const { value, candidates, leftOut } = choice;
  const why =
    candidates === 1
      ? 'the only run with a model of this config'
      : `the best of ${candidates} runs with a model of this config by average precision on validation rows (${metricText(value)})`;
  if (leftOut.length === 0) return [`took ${record.runId}: ${why}`];
  const counts = new Map<string, number>();
  for (const name of leftOut.flatMap(({ differs }) => differs)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const reasons = [...counts].map(([name, count]) => `${name} in ${count}`).join(', ');
  return [
    `took ${record.runId}: ${why}; ${leftOut.length} ${leftOut.length === 1 ? 'run was' : 'runs were'} left out: other ${reasons}`,
  ];
}

/** How the run was chosen, as scripts read it; null for a run that was named. */
export function choiceJson({ choice }: ChosenRun): object | null {
  if (choice === undefined) return null;
  return {
    by: metric,
    value: choice.value ?? null,
    candidates: choice.candidates,
    left_out: choice.leftOut.map(({ runId, differs }) => ({ run_id: runId, differs })),
  };
}
