import { appendFile, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FraudxError } from '@fraudx/core';
import { closeTrainingPool, registerAlgorithm } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from './config/config-fields.ts';
import { Experiment } from './experiment.ts';
import { judgeRun } from './promotion/judge-run.ts';
import type { ExperimentSettings } from './settings.ts';
import { resolveConfig } from './settings.ts';
import { memoryWorkspace } from './testing/memory-workspace.ts';
import type { TuningWorkspace } from './tuning/search-trials.ts';

/** Learnable payments; every fourth row has no amount where `gaps`. */
function csv(rows: number, { gaps = false, texts = false } = {}): string {
  const lines = ['amount,hour,country,day,fraud'];
  for (let i = 0; i < rows; i++) {
    const fraud = i % 10 === 3 ? 1 : 0;
    const amount = fraud === 1 ? 200 + ((i * 37) % 100) : (i * 53) % 180;
    const shown = texts ? `much${i}` : gaps && i % 4 === 0 ? '' : String(amount);
    const day = new Date(Date.UTC(2025, 0, 1) + i * 3_600_000).toISOString();
    lines.push(`${shown},${(i * 7) % 24},${['at', 'be', 'ch'][i % 3]},${day},${fraud}`);
  }
  return `${lines.join('\n')}\n`;
}

registerAlgorithm({
  name: 'refusals-anomaly',
  params: [],
  createEstimator: () => ({
    algorithm: 'refusals-anomaly',
    params: {},
    fit: async (x) => ({
      algorithm: 'refusals-anomaly',
      engine: { name: 'test', version: '1' },
      params: {},
      featureNames: x.names,
      featureTypes: x.types,
      warnings: [],
      scoreKind: 'anomaly',
      score: (rows) => new Float64Array(rows.nRows),
      save: async () => {},
    }),
  }),
  load: () => Promise.reject(new Error('never saved')),
});

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return error instanceof FraudxError ? error.code : String(error);
  }
  return 'done';
}

describe('the main job refuses', () => {
  let folder = '';
  let workspace: TuningWorkspace;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-refusals-'));
    await writeFile(join(folder, 'd.csv'), csv(1200));
    await writeFile(join(folder, 'narrow.csv'), csv(1200).replaceAll(/^(.*?),.*?,/gm, '$1,'));
    await writeFile(join(folder, 'gaps.csv'), csv(1200, { gaps: true }));
    await writeFile(join(folder, 'texts.csv'), csv(1200, { texts: true }));
    workspace = memoryWorkspace();
  });
  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  function experiment(part: Partial<FraudxConfig> = {}, more: Partial<ExperimentSettings> = {}): Experiment {
    const config = { data: 'd.csv', target: 'fraud', drop: ['day'], seed: 3, params: { num_round: 5 }, ...part };
    return new Experiment({ ...resolveConfig(config, { folder }), ...more }, { workspace });
  }
  const byAmount = { costs: { missedFraud: { amountShare: 1 } } };

  it.each<[string, Partial<FraudxConfig>]>([
    ['COLUMN_NOT_FOUND', { target: 'frauds' }],
    ['INVALID_PARAMS', { params: { eta: 5 } }],
    ['NOT_A_PROBABILITY', { algorithm: 'refusals-anomaly', params: {} }],
    ['MISSING_OPTION', { target: undefined }],
    ['AMOUNT_NO_NUMBER', { data: 'texts.csv', amount: 'amount', evaluation: byAmount }],
    ['AMOUNT_MISSING', { data: 'gaps.csv', amount: 'amount', evaluation: byAmount }],
    ['CATEGORICAL_TIME', { time: 'day', drop: [], categorical: ['day'] }],
    ['NO_OBJECT_READER', { data: 's3://bucket/key.csv' }],
    ['DATA_RULES_BROKEN', { validation: { amount: { max: 10 } } }],
    ['SPLIT_ONE_CLASS', { split: { strategy: 'time', test: 0.002, validation: 0.2 }, time: 'day' }],
    ['GATE_UNKNOWN_METRIC', { evaluation: { gates: ['recal >= 0.5'] } }],
  ])('to train: %s', async (code, part) => {
    expect(await codeOf(() => experiment(part).train())).toBe(code);
  });

  it.each<[string, NonNullable<FraudxConfig['tuning']>, FraudxConfig['params']?]>([
    ['GRID_WITHOUT_SPACE', { strategy: 'grid' }],
    ['UNKNOWN_METRIC', { metric: 'averge_precision' }],
    ['UNKNOWN_METRIC', { metric: 'alerts_per_day' }],
    ['UNKNOWN_METRIC', { constraints: ['predct_ms <= 1'] }],
    ['METRIC_TWICE', { metric: ['recall', 'recall'] }],
    ['SEVERAL_METRICS', { metric: ['recall', 'precision'], pruner: 'median' }],
    ['SEVERAL_METRICS', { metric: ['recall', 'precision'], patience: 3 }],
    ['SEVERAL_METRICS', { metric: ['recall', 'precision'], targetValue: 0.5 }],
    ['BAD_CONSTRAINT', { constraints: ['recall > 0.5'] }],
    ['METRIC_NEEDS_COLUMN', { constraints: ['alerts_per_day <= 10'] }],
    ['METRIC_NEEDS_ROWS', { metric: 'precision_at_100000' }],
    ['NO_FEASIBLE_TRIAL', { trials: 2, space: { eta: [0.1, 0.3] }, constraints: ['recall >= 2'] }],
    ['SPACE_ALL_FIXED', { space: { eta: [0.1, 0.3] } }, { eta: 0.1 }],
    ['CATEGORY_ENCODING', { space: { 'categoryEncoding.country': ['sums'] } }],
    // two signs for three features: every fit fails
    ['ALL_TRIALS_FAILED', { trials: 2, space: { eta: [0.1, 0.3] } }, { monotone_constraints: '(1,0)' }],
  ])('to tune: %s', async (code, tuning, params = { num_round: 5 }) => {
    expect(await codeOf(() => experiment({ tuning, params }).tune())).toBe(code);
  });

  it('to resume a study that has finished or is running', async () => {
    const tuned = await experiment({ tuning: { trials: 2, space: { eta: [0.1, 0.3] } } }).tune();
    expect(await codeOf(() => experiment().tune({ resume: tuned.studyId }))).toBe('STUDY_FINISHED');
    const { lineage } = await workspace.runs.getRun(tuned.studyId);
    const running = { runId: 'run-running-00', experiment: 'default', kind: 'study', startedAt: 1, lineage } as const;
    await workspace.runs.createRun(running);
    expect(await codeOf(() => experiment().tune({ resume: running.runId }))).toBe('STUDY_RUNNING');
  });

  it('to evaluate what cannot be measured as asked', async () => {
    const { runId } = await experiment().train();
    const byCosts = experiment({ evaluation: byAmount });
    expect(await codeOf(() => byCosts.evaluate(runId))).toBe('RUN_WITHOUT_AMOUNT');
    const narrow = experiment({ data: 'narrow.csv' });
    const other = await narrow.train();
    expect(await codeOf(() => narrow.evaluate(other.runId, { compareWith: runId }))).toBe('RUN_NEEDS_OTHER_COLUMNS');
    // a run of an earlier version kept no scores of validation rows
    const runs = new Proxy(workspace.runs, {
      get(target, key) {
        if (key === 'getRun') return async (id: string) => ({ ...(await target.getRun(id)), artifacts: [] });
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const settings = resolveConfig({ data: 'd.csv', target: 'fraud', drop: ['day'], seed: 3 }, { folder });
    const old = new Experiment(settings, { workspace: { ...workspace, runs } });
    expect(await codeOf(() => old.evaluate(runId, { threshold: 'recall>=0.8' }))).toBe('VALIDATION_SCORES_MISSING');
  });

  it('a module of features that changed', async () => {
    const module = join(folder, 'own.ts');
    await copyFile(new URL('../../../examples/strategy/amount-by-country.ts', import.meta.url), module);
    const own = experiment({ features: { strategy: './own.ts' } });
    const { runId } = await own.train();
    expect(await codeOf(() => own.evaluate(runId))).toBe('done');
    await appendFile(module, '// another version\n');
    expect(await codeOf(() => own.evaluate(runId))).toBe('STRATEGY_NEEDED');
    const { lineage } = await workspace.runs.getRun(runId);
    const study = { runId: 'run-study-0000', experiment: 'default', kind: 'study', startedAt: 1, lineage } as const;
    await workspace.runs.createRun(study);
    await workspace.runs.updateRun(study.runId, { status: 'interrupted', endedAt: 2 });
    expect(await codeOf(() => own.tune({ resume: study.runId }))).toBe('STRATEGY_CHANGED');
  });

  it('to promote under gates that are damaged', async () => {
    const { runId } = await experiment().train();
    await workspace.models.writeFile(runId, 'evaluation.json', '{"gates_config": 5}');
    const deps = { openWorkspace: () => Promise.resolve(workspace) };
    const settings = resolveConfig({ data: 'd.csv', target: 'fraud', drop: ['day'], seed: 3 }, { folder });
    expect(await codeOf(() => judgeRun(settings, { run: runId }, deps))).toBe('BAD_MODEL');
  });

  it('to predict with what training did not see, where asked to, or without its columns', async () => {
    const { runId } = await experiment().train();
    await writeFile(join(folder, 'new.csv'), csv(30).replaceAll(',be,', ',mars,'));
    const predict = (data: string, strict: boolean): Promise<unknown> =>
      experiment().predict({ data: join(folder, data), strict }, runId);
    expect(await codeOf(() => predict('new.csv', false))).toBe('done');
    expect(await codeOf(() => predict('new.csv', true))).toBe('UNSEEN_IN_TRAINING');
    await writeFile(join(folder, 'few.csv'), 'amount,country\n5,at\n');
    expect(await codeOf(() => predict('few.csv', false))).toBe('FEATURE_COLUMNS_MISSING');
  });

  it('to choose a threshold by alerts per day without days, before anything is fitted', async () => {
    const evaluation = { threshold: 'alerts-per-day<=5' };
    const codes = (config: Partial<FraudxConfig>): Promise<string> =>
      codeOf(() => experiment({ evaluation, ...config }).train());
    expect(await codes({})).toBe('THRESHOLD_NEEDS_DAYS');
    expect(await codes({ time: 'hour' })).toBe('THRESHOLD_NEEDS_DAYS');
    expect(await codes({ time: 'country' })).toBe('THRESHOLD_NEEDS_DAYS');
    expect(await codes({ time: 'day', drop: [] })).toBe('done');
  });

  it('to predict strictly where dates lost their time of day, and where more than one number in a hundred is beyond training', async () => {
    const own = experiment({ drop: [], features: { strategy: 'temporal' }, time: 'day' });
    const { runId } = await own.train();
    const lines = csv(300).split('\n');
    const write = (name: string, change: (line: string, i: number) => string): Promise<void> =>
      writeFile(
        join(folder, name),
        lines.map((line, i) => (i === 0 || line === '' ? line : change(line, i))).join('\n'),
      );
    await write('dates.csv', (line) => line.replace(/T[\d:.]+Z/, ''));
    await write('one.csv', (line, i) => (i < 3 ? line.replace(/^\d+/, '99999') : line));
    await write('many.csv', (line, i) => (i < 5 ? line.replace(/^\d+/, '99999') : line));
    const predict = (data: string): Promise<string> =>
      codeOf(() => own.predict({ data: join(folder, data), strict: true }, runId));
    expect(await predict('dates.csv')).toBe('UNSEEN_IN_TRAINING');
    expect(await predict('one.csv')).toBe('done');
    expect(await predict('many.csv')).toBe('UNSEEN_IN_TRAINING');
    const { unseen } = await own.predict({ data: join(folder, 'one.csv') }, runId);
    expect(unseen).toMatchObject([{ column: 'amount', kind: 'range', rows: 2 }]);
  });

  it('to predict strictly with a history that does not fit the data', async () => {
    const columns = { time: 'day', entity: 'hour', terminal: 'country', amount: 'amount' } as const;
    const features = { strategy: 'behavioural', windowDays: [1, 7], delayDays: 1 };
    const own = experiment({ drop: [], features, ...columns });
    const { runId } = await own.train();
    const [header, ...lines] = csv(1200).trim().split('\n') as [string, ...string[]];
    const past = lines.slice(0, 1000);
    const write = (name: string, rows: readonly string[]): Promise<void> =>
      writeFile(join(folder, name), `${[header, ...rows].join('\n')}\n`);
    await write('rows.csv', lines.slice(1000));
    const predict = async (rows: readonly string[], strict: boolean): Promise<string> => {
      await write('past.csv', rows);
      const files = { data: join(folder, 'rows.csv'), history: join(folder, 'past.csv') };
      return await codeOf(() => own.predict({ ...files, strict }, runId));
    };
    expect(await predict(past, true)).toBe('done');
    const unfit = {
      'another case': past.map((row) => row.replace(/(at|be|ch),/, (text) => text.toUpperCase())),
      'an early end': past.slice(0, 700),
      'a late begin': past.slice(-10),
      twice: past.flatMap((row) => [row, row]),
      'no label': past.map((row) => row.replace(/\d$/, '')),
      'no fraud': past.map((row) => row.replace(/\d$/, '0')),
    };
    for (const [name, rows] of Object.entries(unfit)) {
      expect(await predict(rows, false), name).toBe('done');
      expect(await predict(rows, true), name).toBe(name === 'another case' ? 'done' : 'HISTORY_DOUBTFUL');
    }
    const cents = past.map((row) => row.replace(/^\d+/, (amount) => String(100 * Number(amount))));
    expect(await predict(cents, true)).toBe('UNSEEN_IN_TRAINING');
    await write('past.csv', past);
    const files = { data: join(folder, 'rows.csv'), history: join(folder, 'past.csv') };
    const plain = experiment({});
    const other = await plain.train();
    const { warnings } = await plain.predict(files, other.runId);
    expect(warnings).toContain('the model uses no past behaviour: the history changes nothing');
  }, 60_000);

  it('to predict by numbers of which nobody knows what they count, and strictly with rows that are none', async () => {
    const own = experiment({ drop: [], derive: { at: 'hour(day)' }, time: 'day' });
    const { runId } = await own.train();
    const times = (text: string, of: (ms: number) => string): string =>
      text.replaceAll(/2025-[^,]+/g, (time) => of(Date.parse(time)));
    const minutes = times(csv(30), (ms) => String(ms / 60_000));
    await writeFile(join(folder, 'minutes.csv'), minutes);
    await writeFile(join(folder, 'blank.csv'), `${csv(30)},,,,\n`);
    const predict = (data: string, more: { strict?: boolean; timeUnit?: 'minutes' }): Promise<string> =>
      codeOf(() => own.predict({ data: join(folder, data), ...more }, runId));
    expect(await predict('minutes.csv', {})).toBe('FEATURE_KIND');
    expect(await predict('minutes.csv', { timeUnit: 'minutes', strict: true })).toBe('done');
    expect(await predict('minutes.csv', { timeUnit: 'fortnights' as 'minutes' })).toBe('INVALID_ARGUMENT');
    expect(await predict('blank.csv', {})).toBe('done');
    expect(await predict('blank.csv', { strict: true })).toBe('DATA_STRAY_ROWS');
    const untimed = experiment({ drop: ['day'] });
    const { runId: other } = await untimed.train();
    const asked = { data: join(folder, 'minutes.csv'), timeUnit: 'minutes' } as const;
    expect(await codeOf(() => untimed.predict(asked, other))).toBe('INVALID_ARGUMENT');
  });

  it('nothing where a column that was empty in training is not there, and keeps derived columns', async () => {
    const header = (text: string): string => text.replace('amount,', 'amount,note,').replaceAll(/\n(?=\d)/g, '\n');
    const withEmpty = header(csv(300)).replaceAll(/\n(\d+),/g, '\n$1,,');
    await writeFile(join(folder, 'empty.csv'), withEmpty);
    const own = experiment({ data: 'empty.csv', derive: { twice: '2 * amount' } });
    const { runId } = await own.train();
    await writeFile(join(folder, 'without.csv'), csv(30));
    const { table } = await own.predict({ data: join(folder, 'without.csv'), keep: ['twice', 'amount'] }, runId);
    const amounts = table.numbers('amount');
    expect(table.numbers('twice')).toEqual(amounts.map((amount) => 2 * amount));
    expect(await codeOf(() => own.predict({ data: join(folder, 'without.csv'), keep: ['thrice'] }, runId))).toBe(
      'COLUMN_NOT_FOUND',
    );
  });

  it('to take the model in production where there is none, or it is not known', async () => {
    const none = experiment({}, { inProduction: async () => ({ state: 'none' }) });
    const unknown = experiment({}, { inProduction: async () => ({ state: 'unknown', reason: 'half-written' }) });
    const input = { data: join(folder, 'd.csv') };
    expect(await codeOf(() => none.predict(input, 'champion'))).toBe('CHAMPION_NOT_FOUND');
    expect(await codeOf(() => unknown.predict(input, 'champion'))).toBe('CHAMPION_UNKNOWN');
  });
});
