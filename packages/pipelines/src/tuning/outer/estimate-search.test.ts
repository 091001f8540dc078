import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { registerMetric } from '@fraudx/evaluation';
import { closeTrainingPool } from '@fraudx/models';
import { studyPartId } from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../../config/config-fields.ts';
import { resolveConfig } from '../../settings.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { openStudyReport } from '../report/study-report.ts';
import { studyHtml } from '../report/study-html.ts';
import type { TuningDeps, TuningResult } from '../tuning-pipeline.ts';
import { TuningPipeline } from '../tuning-pipeline.ts';
import { outerFoldsOf } from './outer-folds-of.ts';
import { outerFoldName } from './stored-outer.ts';

let folder = '';

/** Lines of the set: time, two features that tell, one that does not, and the label. */
function linesOf(n: number): string[] {
  const rng = new Rng(6);
  return Array.from({ length: n }, (_, i) => {
    const [a, b, noise] = [rng.normal(), rng.normal(), rng.normal()];
    const risk = 1 / (1 + Math.exp(2 - 1.5 * a - b));
    return `${i},${[a, b, noise].map((value) => value.toFixed(4)).join(',')},${Number(rng.uniform() < risk)}`;
  });
}

async function write(name: string, lines: readonly string[]): Promise<void> {
  await writeFile(join(folder, name), `at,a,b,noise,fraud\n${lines.join('\n')}\n`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-outer-'));
  await write('d.csv', linesOf(1200));
  registerMetric({
    name: 'of_few_rows',
    direction: 'higher',
    range: [0, 1],
    needs: [],
    doc: 'recall, of fewer than 300 rows only',
    ofConfusion: ({ tp, positives, negatives }) => (positives + negatives < 300 ? tp / positives : Number.NaN),
  });
});
afterAll(async () => {
  await closeTrainingPool();
  await rm(folder, { recursive: true, force: true });
});

type Tuning = NonNullable<FraudxConfig['tuning']>;
type Memory = ReturnType<typeof memoryWorkspace>;
type Tuned = TuningResult & { readonly notes: readonly string[]; readonly workspace: Memory };

const space = { max_depth: { type: 'int', low: 1, high: 6 }, eta: { type: 'float', low: 0.05, high: 0.5 } } as const;

async function tune(
  tuning: Tuning = {},
  more: FraudxConfig = {},
  deps: Partial<TuningDeps> & { readonly workspace?: Memory } = {},
): Promise<Tuned> {
  const notes: string[] = [];
  const { workspace = memoryWorkspace(), ...others } = deps;
  const config: FraudxConfig = {
    data: 'd.csv',
    target: 'fraud',
    drop: ['at'],
    seed: 3,
    params: { num_round: 10 },
    tuning: { strategy: 'tpe', trials: 5, confirm: 0, space, outerFolds: 3, ...tuning },
    ...more,
  };
  const result = await new TuningPipeline(resolveConfig(config, { folder }), { study: 'cards' }).execute({
    openWorkspace: () => Promise.resolve(workspace),
    onNotes: (some) => notes.push(...some),
    ...others,
  });
  return { ...result, notes, workspace };
}

/** What the searches of the folds chose and by which values: all but what was measured on the folds themselves. */
const chosen = ({ outer }: Tuned, k: number): unknown => {
  const { trial, params, validation } = outer!.folds[k]!;
  return { trial, params, validation };
};

describe('nested folds of a search', () => {
  it('repeat the search without the rows that they measure, once for each, and keep what they find', async () => {
    const { outer, studyId, workspace, plan, settings, dataset } = await tune();
    expect(outer!.folds).toHaveLength(3);
    const folds = outerFoldsOf({ dataset, settings });
    for (const [k, fold] of folds.entries()) {
      const id = studyPartId(studyId, outerFoldName(k, 3));
      const trials = await workspace.studies.listTrials(id);
      expect(trials).toHaveLength(plan.planned);
      // the defaults come first, as in the search itself
      expect(trials[0]!.params).toEqual({ max_depth: 6, eta: 0.3 });
      const { value, trial, params, validation, rows, learned } = outer!.folds[k]!;
      expect(trials[trial]).toMatchObject({ params, value: validation });
      expect(validation).toBe(Math.max(...trials.map((one) => one.value!)));
      expect(rows).toBe(fold.test.length);
      expect(learned).toBe(fold.train.length + fold.validation.length);
      expect(value).not.toBe(validation);
    }
    const seeds = await Promise.all(
      folds.map(
        async (_, k) => (await workspace.studies.getStudy(studyPartId(studyId, outerFoldName(k, 3)))).spec.seed,
      ),
    );
    expect(new Set([...seeds, settings.seed]).size).toBe(4);
    expect((await workspace.studies.listStudies()).map((study) => study.studyId)).toEqual([studyId]);
    // trials of nested folds are no runs
    expect(await workspace.runs.listRuns({ kind: 'trial' })).toHaveLength(plan.planned);
    const page = await studyHtml(await openStudyReport(workspace, studyId, 1));
    expect(page).toContain('The search on rows that it has not seen');
    expect(page).toContain('the mean over 3 nested folds');
  });

  it('give the same with any number of workers, to all processes at once, and to those who come later', async () => {
    const one = await tune({}, { workers: 1 });
    expect((await tune({}, { workers: 2 })).outer).toEqual(one.outer);
    const workspace = memoryWorkspace();
    const all = await Promise.all([1, 2, 3].map(() => tune({}, {}, { workspace })));
    for (const { outer } of all) expect(outer).toEqual(one.outer);
    const later = await tune({ outerFolds: undefined }, {}, { workspace });
    expect(later.outer).toEqual(one.outer);
    expect(later.runId).toBe(all[0]!.runId);
  });

  it('can be interrupted in a fold, and go on without repeating a trial', async () => {
    const workspace = memoryWorkspace();
    const stop = new AbortController();
    const stopped = tune(
      {},
      { workers: 1 },
      {
        workspace,
        signal: stop.signal,
        progress: ({ task, done }) => {
          if (task === 'outer fold 2 of 3: tune' && done >= 2) stop.abort();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({
      kind: 'interrupted',
      message: expect.stringContaining('interrupted in outer fold 2 of 3'),
    });
    const studyId = (await workspace.studies.listStudies())[0]!.studyId;
    const part = (k: number): string => studyPartId(studyId, outerFoldName(k, 3));
    const before = await workspace.studies.listTrials(part(0));
    const begun = (await workspace.studies.listTrials(part(1))).filter(({ state }) => state === 'complete');
    expect((await workspace.runs.getRun(studyId)).status).toBe('interrupted');
    const whole = await tune();
    const again = await tune({}, {}, { workspace });
    expect(again.outer).toEqual(whole.outer);
    expect((await workspace.runs.getRun(studyId)).status).toBe('finished');
    expect(await workspace.studies.listTrials(part(0))).toEqual(before);
    const now = await workspace.studies.listTrials(part(1));
    expect(now.slice(0, begun.length)).toEqual(begun);
  });

  it('can be asked for when the search has finished, and again with another number', async () => {
    const workspace = memoryWorkspace();
    const first = await tune({ outerFolds: undefined }, {}, { workspace });
    expect(first.outer).toBeUndefined();
    const later = await tune({}, {}, { workspace });
    expect(later.runId).toBe(first.runId);
    expect(later.outer).toEqual((await tune()).outer);
    const two = await tune({ outerFolds: 2 }, {}, { workspace });
    expect(two.outer!.folds).toHaveLength(2);
    expect((await openStudyReport(workspace, two.studyId, 1)).outer).toEqual(two.outer);
    // a search that is extended is estimated again, with as many trials
    const more = await tune({ trials: 7 }, {}, { workspace });
    expect(more.outer!.folds.map(({ trials }) => trials)).toEqual([7, 7, 7]);
    expect(more.outer).toEqual((await tune({ trials: 7 })).outer);
  });

  it.each(['stratified', 'time'] as const)(
    'choose without the rows that they measure and without test rows (%s)',
    async (strategy) => {
      const more: FraudxConfig =
        strategy === 'time' ? { time: 'at', drop: [], data: 'x.csv' } : { data: 'x.csv', split: { strategy } };
      const lines = linesOf(1200);
      await write('x.csv', lines);
      const before = await tune({ confirm: 1 }, more);
      const folds = outerFoldsOf(before);
      for (const k of strategy === 'time' ? [2] : [0, 2]) {
        const changed = new Set([...folds[k]!.test, ...before.dataset.rows.test]);
        const rng = new Rng(9);
        const other = lines.map((line, row) => {
          if (!changed.has(row)) return line;
          const [at, , , , fraud] = line.split(',');
          // by class, a stratified split deals rows by their labels
          const label = strategy === 'time' ? Number(rng.uniform() < 0.4) : fraud;
          return `${at},${(50 * rng.normal()).toFixed(4)},${(50 * rng.normal()).toFixed(4)},7,${label}`;
        });
        await write('x.csv', other);
        const after = await tune({ confirm: 1 }, more);
        expect(chosen(after, k)).toEqual(chosen(before, k));
        expect(after.outer!.folds[k]!.value).not.toBe(before.outer!.folds[k]!.value);
      }
    },
  );

  it('choose as the search does, by confirmation and constraints, and measure at its threshold', async () => {
    const { outer, workspace, studyId } = await tune({
      confirm: 1,
      metric: 'f1',
      constraints: ['precision >= 0.3'],
      pruner: 'none',
      trials: 6,
    });
    expect(outer!.metric).toBe('f1');
    for (const [k, { trial, value }] of outer!.folds.entries()) {
      const trials = await workspace.studies.listTrials(studyPartId(studyId, outerFoldName(k, 3)));
      expect(trials[trial]!.constraints!['precision >= 0.3']).toBeLessThanOrEqual(0);
      expect(value).toBeGreaterThan(0.2);
    }
  });

  it('are refused before anything begins: several metrics, measured and growing ones, few frauds, prequential', async () => {
    const workspace = memoryWorkspace();
    const refused = (tuning: Tuning, more: FraudxConfig = {}): Promise<unknown> => tune(tuning, more, { workspace });
    await expect(refused({ metric: ['recall', 'precision'] })).rejects.toMatchObject({ code: 'SEVERAL_METRICS' });
    for (const metric of ['predict_ms', 'total_cost']) {
      await expect(refused({ metric })).rejects.toMatchObject({ code: 'OUTER_FOLDS_METRIC' });
    }
    await write('few.csv', linesOf(40));
    await expect(refused({ outerFolds: 2 }, { data: 'few.csv' })).rejects.toMatchObject({
      code: 'OUTER_FOLD_TOO_SMALL',
    });
    await expect(refused({}, { time: 'at', split: { strategy: 'prequential' }, entity: 'a' })).rejects.toMatchObject({
      kind: 'invalid',
    });
    expect(await workspace.studies.listStudies()).toEqual([]);
  });

  it('that fail leave the model of the study, and a note says why', async () => {
    const { outer, notes, folder: model, workspace, studyId } = await tune({ metric: 'of_few_rows' });
    expect(outer).toBeUndefined();
    expect(notes.join('\n')).toContain('the search is not estimated by nested folds: outer fold 1 of 3: of_few_rows');
    expect(model).not.toBe('');
    expect((await workspace.runs.getRun(studyId)).status).toBe('finished');
  });
});
