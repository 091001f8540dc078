import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readOptunaDatabase, writeOptunaDatabase } from '@fraudx/local';
import type { OptunaStudy, StudyRecord, TrialHistory, TrialRecord } from '@fraudx/tuning';
import {
  chooseOptunaStudy,
  formatJournal,
  fromOptuna,
  paretoFront,
  parseJournal,
  parseSearchSpace,
  toOptuna,
} from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const installed = fileURLToPath(new URL('../../../.cache/test-tools/bin/python', import.meta.url));
const script = fileURLToPath(new URL('studies-of-optuna.py', import.meta.url));

/** A Python with Optuna; undefined where there is none, but with `FRAUDX_REQUIRE_PYTHON` an error. */
function findPython(): string | undefined {
  const found = [process.env['FRAUDX_PYTHON'], installed, 'python3'].find((command) => {
    if (command === undefined || (command.includes('/') && !existsSync(command))) return false;
    return spawnSync(command, ['-c', 'import optuna'], { stdio: 'ignore' }).status === 0;
  });
  if (found === undefined && (process.env['FRAUDX_REQUIRE_PYTHON'] ?? '') !== '') {
    throw new Error('python with optuna must be installed, run scripts/install-test-tools.sh');
  }
  return found;
}

const python = findPython();

interface Dumped {
  readonly directions: readonly string[];
  readonly metric_names: readonly string[] | null;
  /** With several values. */
  readonly front: readonly number[] | null;
  readonly trials: readonly {
    readonly state: string;
    readonly values: readonly string[] | null;
    readonly params: Readonly<Record<string, unknown>>;
    readonly distributions: Readonly<Record<string, string>>;
    readonly intermediate: readonly (readonly [number, string])[];
    readonly user: Readonly<Record<string, unknown>>;
    readonly constraints: Readonly<Record<string, unknown>>;
    readonly fixed: unknown;
    readonly seconds: number | null;
  }[];
}

async function optuna<T = Dumped>(...args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(python!, ['-W', 'ignore', script, ...args]);
  return JSON.parse(stdout) as T;
}

/** A float as Python's `float.hex` gives it. */
function unhex(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (/^-?(?:inf|nan)$/.test(text)) return text === 'nan' ? Number.NaN : text === 'inf' ? Infinity : -Infinity;
  const match = /^(-?)0x([01])\.([0-9a-f]{1,13})p([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, whole, digits, power] = match as unknown as [string, string, string, string, string];
  const mantissa = Number(whole) + Number.parseInt(digits.padEnd(13, '0'), 16) / 2 ** 52;
  return (sign === '-' ? -1 : 1) * mantissa * 2 ** Number(power);
}

const space = parseSearchSpace({
  eta: { type: 'float', low: 0.001, high: 1, log: true },
  n: { type: 'int', low: 1, high: 100, step: 3 },
  kind: { type: 'categorical', values: ['a', '1', 2.5, true] },
  always: { type: 'fixed', value: 'hist' },
});

const study: StudyRecord = {
  studyId: 'ours',
  createdAt: 1_700_000_000_000,
  spec: { formatVersion: 4, space, sampler: { name: 'random' }, directions: ['maximize'], seed: 7 },
};

const params = (i: number): Record<string, string | number | boolean> => ({
  eta: 0.001 + i / 7,
  n: 1 + 3 * i,
  kind: (['a', '1', 2.5, true] as const)[i % 4]!,
  always: 'hist',
});

const history: readonly TrialHistory[] = [
  {
    trial: 0,
    params: params(0),
    state: 'complete',
    value: 0.1 + 0.2,
    metrics: { roc_auc: 2 / 3 },
    foldValues: { roc_auc: [0.6, 1 / 3, NaN] },
    attributes: { best_rounds: 37, note: 'a "quoted" text', parts: { a: [1, null, true] } },
    runId: 'run-1',
    durationMs: 1500,
  },
  {
    trial: 1,
    params: params(1),
    state: 'pruned',
    reports: [
      [0, 1e-300],
      [5, NaN],
      [7, -Infinity],
    ],
    // as a study of Optuna has it
    value: 1e-300,
    attributes: { reason: 'early' },
    durationMs: 20,
  },
  { trial: 2, params: params(2), state: 'failed', error: 'a "quoted" reason', durationMs: 1 },
  { trial: 3, params: params(3), state: 'complete', value: -1e308, durationMs: 3 },
  { trial: 4, params: params(4), state: 'interrupted', durationMs: 1 },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-optuna-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(python === undefined)('studies in files of Optuna', () => {
  const write = async (name: string, one: OptunaStudy): Promise<string> => {
    const path = join(folder, name);
    if (name.endsWith('.log')) await writeFile(path, formatJournal(one));
    else await writeOptunaDatabase(path, [one]);
    return name.endsWith('.log') ? path : `sqlite:///${path}`;
  };
  const read = async (url: string): Promise<OptunaStudy[]> => {
    if (url.endsWith('.log')) return parseJournal(await readFile(url, 'utf8'), url);
    return await readOptunaDatabase(url.replace('sqlite:///', ''));
  };

  it.each(['ours.db', 'ours.log'])('are read by Optuna from %s as they are, and go on there', async (name) => {
    const url = await write(name, toOptuna(study, history, { metricNames: ['average_precision'] }));
    const dumped = await optuna('dump', url, 'ours');
    expect(dumped).toMatchObject({ directions: ['MAXIMIZE'], metric_names: ['average_precision'] });
    expect(dumped.trials.map(({ state }) => state)).toEqual(['COMPLETE', 'PRUNED', 'FAIL', 'COMPLETE', 'WAITING']);
    for (const [i, trial] of dumped.trials.entries()) {
      const ours = history[i]!;
      if (ours.state === 'interrupted') {
        expect(trial).toMatchObject({ params: {}, fixed: ours.params });
        continue;
      }
      const values = Object.entries(trial.params).map(([key, value]) => [
        key,
        key === 'kind' && value === '1' ? '1' : unhex(value),
      ]);
      expect(Object.fromEntries(values)).toEqual(ours.params);
      expect(trial.intermediate.map(([step, value]) => [step, unhex(value)])).toEqual(
        ours.state === 'pruned' ? ours.reports : [],
      );
    }
    expect(unhex(dumped.trials[0]!.values![0])).toBe(0.1 + 0.2);
    expect(unhex(dumped.trials[3]!.values![0])).toBe(-1e308);
    expect(dumped.trials[0]).toMatchObject({
      user: { roc_auc: 2 / 3, run_id: 'run-1', best_rounds: 37, parts: { a: [1, null, true] } },
      seconds: 1.5,
    });
    expect(dumped.trials[1]!.values!.map(unhex)).toEqual([1e-300]);
    expect(dumped.trials[1]!.user).toMatchObject({ reason: 'early' });
    expect(dumped.trials[2]!.user['error']).toBe('a "quoted" reason');
    expect(dumped.trials[0]!.distributions).toEqual({
      eta: 'FloatDistribution(high=1.0, log=True, low=0.001, step=None)',
      n: 'IntDistribution(high=100, log=False, low=1, step=3)',
      kind: "CategoricalDistribution(choices=('a', '1', 2.5, True))",
      always: "CategoricalDistribution(choices=('hist',))",
    });
    const more = await optuna('go-on', url, 'ours');
    expect(more.trials).toHaveLength(9);
    const back = fromOptuna(chooseOptunaStudy(await read(url), 'ours', url), url);
    // the run lies in another store
    const withoutRuns = history.slice(0, 4).map((trial) => {
      const { runId, ...rest } = trial as TrialRecord;
      return runId === undefined ? trial : rest;
    });
    expect(back.trials.slice(0, 4)).toEqual(withoutRuns);
    expect(back.trials[4]).toMatchObject({ state: 'complete', params: { eta: params(4)['eta'], n: 13 } });
  });

  it.each(['several.db', 'several.log'])('have several values and constraints there, in %s', async (name) => {
    const constraints = ['ms <= 1'];
    const spec = { ...study.spec, directions: ['maximize', 'minimize'] as const, constraints };
    const trials = [0.3, -1, 0.1 + 0.2 - 0.3, 0].map((ms, trial): TrialRecord => ({
      trial,
      params: params(trial),
      state: 'complete',
      values: [trial / 3, (trial + 1) ** 2 / 7],
      constraints: { 'ms <= 1': ms },
      durationMs: 1,
    }));
    const url = await write(name, toOptuna({ ...study, spec }, trials, { metricNames: ['average_precision', 'ms'] }));
    const dumped = await optuna('dump', url, 'ours');
    expect(dumped).toMatchObject({ directions: ['MAXIMIZE', 'MINIMIZE'], metric_names: ['average_precision', 'ms'] });
    expect(dumped.trials.map((trial) => trial.values!.map(unhex))).toEqual(trials.map(({ values }) => values));
    expect(dumped.trials.map((trial) => unhex(trial.constraints['ms <= 1']))).toEqual(
      trials.map((trial) => trial.constraints!['ms <= 1']),
    );
    expect(dumped.front).toEqual(paretoFront(trials, spec.directions).map(({ trial }) => trial));
    const back = fromOptuna(chooseOptunaStudy(await read(url), 'ours', url), url);
    expect(back).toEqual({ name: 'ours', spec, trials, notes: [] });
  });

  it.each(['theirs.db', 'theirs.log'])('of Optuna are read from %s as they are', async (name) => {
    const url = name.endsWith('.log') ? join(folder, name) : `sqlite:///${join(folder, name)}`;
    const dumped = await optuna<Record<string, Dumped>>('make', url);
    const studies = await read(url);
    expect(studies.map((one) => one.name)).toEqual(['theirs', 'two']);
    for (const one of studies) {
      const of = dumped[one.name]!;
      expect(one.directions.map((direction) => direction.toUpperCase())).toEqual(of.directions);
      expect(one.trials.map(({ state }) => state)).toEqual(of.trials.map(({ state }) => state));
      const { trials, spec } = fromOptuna(one, url);
      if (of.front !== null) {
        expect(spec.constraints).toEqual(['x <= 0.5']);
        expect(paretoFront(trials, spec.directions).map(({ trial }) => trial)).toEqual(of.front);
      }
      for (const [i, trial] of of.trials.entries()) {
        const ours = trials[i]!;
        const values = ours.values ?? (ours.value === undefined ? null : [ours.value]);
        if (ours.state === 'complete' || ours.state === 'pruned') expect(values).toEqual(trial.values!.map(unhex));
        const theirs = Object.entries(trial.params).map(([key, value]) => [
          key,
          value === null ? 'None' : value === '1' ? value : unhex(value),
        ]);
        const constraints = Object.entries(trial.constraints).map(([key, value]) => [key, unhex(value)]);
        expect(ours.constraints ?? {}).toEqual(Object.fromEntries(constraints));
        if (ours.state !== 'interrupted') expect(ours.params).toEqual(Object.fromEntries(theirs));
        expect(ours.reports ?? []).toEqual(trial.intermediate.map(([step, value]) => [step, unhex(value)]));
        expect(ours.metrics ?? {}).toEqual('ap' in trial.user ? { ap: trial.user['ap'] } : {});
        expect(ours.attributes ?? {}).toEqual('note' in trial.user ? { note: trial.user['note'] } : {});
      }
      // and back
      const record = { studyId: 's', createdAt: 0, spec };
      const again = await write(`again-${one.name}-${name}`, toOptuna(record, trials, { name: one.name }));
      const there = await optuna('dump', again, one.name);
      for (const [i, { state, values, user, intermediate }] of of.trials.entries()) {
        if (trials[i]!.state === 'interrupted') continue;
        expect(there.trials[i]).toMatchObject({ state, values, user, intermediate });
      }
    }
    expect(fromOptuna(studies[0]!, url).trials.map(({ state }) => state)).toEqual(
      ['complete', 'complete', 'pruned', 'failed'].concat(
        Array.from({ length: 8 }, () => 'complete'),
        'interrupted',
      ),
    );
  });

  it('are not written over another file, nor half', async () => {
    const path = join(folder, 'there.db');
    await writeFile(path, 'mine');
    const one = toOptuna(study, history);
    await expect(writeOptunaDatabase(path, [one])).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect(await readFile(path, 'utf8')).toBe('mine');
    await writeOptunaDatabase(path, [one], { replace: true });
    expect(await readOptunaDatabase(path)).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name.startsWith('there') || name.startsWith('.'))).toEqual([
      'there.db',
    ]);
  });
});
