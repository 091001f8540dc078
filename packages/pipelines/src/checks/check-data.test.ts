import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import type { ExperimentSettings } from '../settings.ts';
import { resolveConfig } from '../settings.ts';
import { checkDataForLeakage } from './check-data-for-leakage.ts';
import { validateData } from './validate-data.ts';

describe('checks of data', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-checks-'));
    const lines = ['Datum;Zeit;Betrag;Grund;Betrug'];
    for (let i = 0; i < 300; i++) {
      const fraud = i % 10 === 0;
      const label = i % 60 === 7 ? '' : fraud ? 'ja' : 'nein';
      lines.push(`0${1 + (i % 9)}.02.2025;${10 + (i % 14)}:30;${(i * i * 7) % 53},5;${fraud ? 3 : 0};${label}`);
    }
    await writeFile(join(folder, 'd.csv'), `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const base: FraudxConfig = {
    data: 'd.csv',
    target: 'Betrug',
    positive: ['ja'],
    negative: ['nein'],
    decimalMark: 'comma',
    dateOrder: 'day-first',
    time: { date: 'Datum', clock: 'Zeit' },
  };
  function settings(part: FraudxConfig = {}): ExperimentSettings {
    return resolveConfig({ ...base, ...part }, { folder });
  }

  describe('checkDataForLeakage', () => {
    it('finds the column that knows the label, in labelled rows', async () => {
      const found = await checkDataForLeakage(settings());
      expect(found).toMatchObject({ target: 'Betrug', rows: 295, unlabelled: 5, isLeaking: true });
      expect(found.leaks.map(({ column, severity }) => [column, severity])).toEqual([['Grund', 'leak']]);
      expect(found.bestOther?.column).toBe('Betrag');
    });

    it('looks at no column that a training leaves out', async () => {
      const found = await checkDataForLeakage(settings({ drop: ['Grund'] }));
      expect(found.isLeaking).toBe(false);
      // the time that date and clock make stands for both
      expect(found.columns.map(({ column }) => column)).toEqual(['Betrag', 'event_time']);
    });

    it('refuses what it cannot look at', async () => {
      await expect(checkDataForLeakage(settings({ target: undefined }))).rejects.toMatchObject({
        code: 'MISSING_OPTION',
        details: { settings: ['target'] },
      });
      const absent = settings({ categorical: ['Land'] });
      await expect(checkDataForLeakage(absent)).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
      expect((await checkDataForLeakage(absent, { mustExist: [] })).isLeaking).toBe(true);
    });
  });

  describe('validateData', () => {
    it('says which rules do not hold', async () => {
      const { rows, report } = await validateData(settings({ validation: { Betrag: { min: 1, max: 60 } } }));
      expect(rows).toBe(300);
      expect(report.valid).toBe(false);
      expect(report.violations).toHaveLength(1);
      expect((await validateData(settings({ validation: { Betrag: { min: 0 } } }))).report.valid).toBe(true);
    });

    it('refuses settings without rules or data', async () => {
      await expect(validateData(settings())).rejects.toMatchObject({ code: 'MISSING_OPTION' });
      const noData = settings({ data: undefined, validation: { Betrag: { min: 0 } } });
      await expect(validateData(noData)).rejects.toMatchObject({ details: { settings: ['data'] } });
    });
  });
});
