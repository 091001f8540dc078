import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { resolveConfig } from '../settings.ts';
import type { ExperimentSettings } from '../settings.ts';
import { describeData } from './describe-data.ts';
import { exploreData } from './explore-data.ts';

describe('looks at data', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-looks-'));
    const lines = ['date,clock,eur,shop,fraud'];
    for (let i = 0; i < 240; i++)
      lines.push(`2025-01-0${1 + Math.floor(i / 30)},${10 + (i % 12)}:00,${i % 40},S${i % 60},${i % 8 === 0 ? 1 : 0}`);
    await writeFile(join(folder, 'd.csv'), `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const here: FraudxConfig = {
    data: 'd.csv',
    target: 'fraud',
    time: { date: 'date', clock: 'clock' },
    derive: { half: 'eur / 2' },
  };
  function settings(config: FraudxConfig): ExperimentSettings {
    return resolveConfig(config, { folder });
  }
  /** A config of a file with other columns. */
  function elsewhere(): ExperimentSettings {
    const derive = { each: 'sum / count' };
    return settings({ data: 'd.csv', target: 'label', time: 'when', categorical: ['land'], derive });
  }

  describe('exploreData', () => {
    it('explores data with the time and the columns that settings make', async () => {
      const { data, exploration, encodings, fingerprint } = await exploreData(settings(here));
      expect(data).toBe(join(folder, 'd.csv'));
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(exploration.description.target).toMatchObject({ name: 'fraud', positives: 30, negatives: 210 });
      const names = exploration.description.columns.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['event_time', 'half']));
      expect(exploration.drift?.segments.length).toBeGreaterThan(1);
      expect(encodings.map(({ column, categories }) => [column, categories])).toEqual([['shop', 60]]);
    });

    it('takes settings for what they say, or for those of another file', async () => {
      await expect(exploreData(elsewhere())).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
      const { exploration } = await exploreData(elsewhere(), { mustExist: [] });
      expect(exploration.description.target).toBeUndefined();
      expect(exploration.drift).toBeUndefined();
      expect(exploration.description.columns).toHaveLength(5);
      for (const setting of ['target', 'time', 'categorical', 'derive'] as const)
        await expect(exploreData(elsewhere(), { mustExist: [setting] }), setting).rejects.toThrow(/must|column/);
    });

    it('refuses settings without data, and stops where it is interrupted', async () => {
      await expect(exploreData(settings({}))).rejects.toMatchObject({ code: 'MISSING_OPTION' });
      const signal = AbortSignal.abort();
      await expect(exploreData(settings(here), { signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
      await expect(exploreData(settings(here), { correlations: 'yes' as never })).rejects.toThrow('true or false');
    });
  });

  describe('describeData', () => {
    it('describes the columns of the file and the classes', async () => {
      const { description, warnings } = await describeData(settings(here));
      expect(description.columns.map(({ name }) => name)).toEqual(['date', 'clock', 'eur', 'shop', 'fraud']);
      expect(description.target).toMatchObject({ positives: 30 });
      expect(warnings).toEqual([expect.stringContaining('column "clock" holds times of day')]);
    });

    it('gives local times of the zone that is said as instants', async () => {
      await writeFile(join(folder, 'z.csv'), 'when,born\n2025-01-01 10:00,1990-05-01\n2025-07-01 10:00,1991-05-01\n');
      const { description } = await describeData(settings({ data: 'z.csv', timeZone: 'Europe/Berlin' }));
      expect(description.columns).toMatchObject([
        { min: Date.UTC(2025, 0, 1, 9), max: Date.UTC(2025, 6, 1, 8), timeZone: 'Europe/Berlin' },
        { min: Date.UTC(1990, 4, 1) },
      ]);
      expect(description.columns[1]!.timeZone).toBeUndefined();
    });

    it('refuses a target that cannot be described, or says so where it need not be', async () => {
      const other = settings({ data: 'd.csv', target: 'shop' });
      await expect(describeData(other)).rejects.toMatchObject({ code: 'TARGET_NOT_BINARY' });
      const { description, warnings } = await describeData(other, { mustExist: [] });
      expect(description.target).toBeUndefined();
      expect(warnings.slice(1)).toEqual([
        expect.stringContaining('the target "shop" of the config is not described: '),
      ]);
      await expect(describeData(elsewhere())).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
      expect((await describeData(elsewhere(), { mustExist: [] })).warnings).toHaveLength(1);
    });

    it('refuses settings without data, and stops where it is interrupted', async () => {
      await expect(describeData(settings({}))).rejects.toMatchObject({ code: 'MISSING_OPTION' });
      const signal = AbortSignal.abort();
      await expect(describeData(settings(here), { signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    });
  });
});
