import { describe, expect, it } from 'vitest';
import { checkSameData, checkSameDataset } from './check-same-dataset.ts';
import type { DatasetOptions } from './setting-flags.ts';

const config = { target: 'fraud', drop: ['id', 'note'], split: { testFold: '5:4' } };
const run = { runId: 'run-1', lineage: { config, seed: 7, versions: {}, commandLine: [] } };

describe('checkSameDataset', () => {
  it.each<DatasetOptions>([
    {},
    { target: 'fraud' },
    { drop: ['id', 'note'] },
    { testFold: '5:4', split: 'stratified', seed: 7, testSize: 0.2 },
    // How it runs, and where the module is that its record knows by content.
    { workers: 2, features: '/elsewhere/strategy.ts', data: 'copy.csv' } as DatasetOptions,
  ])('goes on with %j', (options) => {
    expect(() => checkSameDataset('evaluate', options, run)).not.toThrow();
  });

  it.each<[DatasetOptions, string]>([
    [{ target: 'other' }, '--target must be what run-1 was trained with (fraud), got other'],
    [{ drop: ['id'] }, '--drop must be what run-1 was trained with (id,note), got id'],
    [{ testFold: '5:3' }, '--test-fold must be what run-1 was trained with (5:4), got 5:3'],
    [{ split: 'time' }, '--split must be'],
    [{ time: 'when' }, '--time must be what run-1 was trained with (nothing), got when'],
    [{ seed: 8 }, '--seed must be what run-1 was trained with (7), got 8'],
  ])('refuses %j', (options, message) => {
    expect(() => checkSameDataset('evaluate', options, run)).toThrow(message);
  });

  it('speaks of a study where one is resumed', () => {
    expect(() => checkSameDataset('tune --resume', { target: 'other' }, run)).toThrow(
      expect.objectContaining({
        code: 'OTHER_DATASET',
        kind: 'conflict',
        message: 'tune --resume: --target must be what run-1 was trained with (fraud), got other',
        hint: expect.stringContaining('start another: fraudx tune') as unknown,
      }),
    );
  });

  it('refuses other data than those of a study, whatever leads to them', () => {
    const begun = { runId: 'run-1', lineage: { data: { path: '/data/tx.csv', sha256: 'a', rows: 1 } } };
    const study = begun as unknown as Parameters<typeof checkSameData>[2];
    checkSameData('tune --study', undefined, study);
    checkSameData('tune --study', '/data/./tx.csv', study);
    expect(() => checkSameData('tune --study', '/data/other.csv', study)).toThrow(
      expect.objectContaining({
        code: 'OTHER_DATASET',
        message: 'tune --study: --data must be what run-1 was begun with (/data/tx.csv), got /data/other.csv',
      }),
    );
    const redis = { ...study, lineage: { data: { path: 'redis://h/0' } } } as typeof study;
    checkSameData('tune --study', 'redis://:hush@h/0', redis);
    expect(() => checkSameData('tune --study', 'redis://:hush@i/0', redis)).toThrow(/got redis:\/\/i\/0$/);
  });
});
