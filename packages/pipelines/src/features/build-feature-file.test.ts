import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FraudxConfig } from '../config/config-fields.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConfig } from '../settings.ts';
import type { BuildFeatureFileOptions, FeatureFile } from './build-feature-file.ts';
import { buildFeatureFile } from './build-feature-file.ts';

/** Payments of two cards, an hour apart; those of a card alternate. */
const times = Array.from({ length: 8 }, (_, i) => `2025-01-01 0${i}:00:00`);
const line = (time: string, i: number): string => `${time},${i % 2},${10 * i},${i === 5 ? 1 : 0}`;

describe('buildFeatureFile', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-build-'));
    const lines = times.map(line);
    await writeFile(join(folder, 'd.csv'), `${['when,card,eur,fraud', ...lines].join('\n')}\n`);
    await writeFile(join(folder, 'turned.csv'), `${['when,card,eur,fraud', ...lines.toReversed()].join('\n')}\n`);
    const usual = 'tx_datetime,customer_id,tx_amount';
    await writeFile(join(folder, 'usual.csv'), `${[usual, ...times.map((time, i) => `${time},7,${i}`)].join('\n')}\n`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const named: FraudxConfig = { data: 'd.csv', time: 'when', entity: 'card', amount: 'eur', target: 'fraud' };
  async function build(
    config: FraudxConfig,
    options: Partial<BuildFeatureFileOptions> = {},
  ): Promise<FeatureFile & { readonly lines: readonly string[] }> {
    const output = join(folder, 'out.csv');
    const settings = resolveConfig(config, { folder });
    const file = await buildFeatureFile(settings, { output, replace: true, statistics: ['count', 'mean'], ...options });
    return { ...file, lines: (await readFile(file.output, 'utf8')).trim().split('\n') };
  }

  it('adds features of the rows before, and says which', async () => {
    const done: number[] = [];
    const { lines, rows, added, columns } = await build(
      { ...named, features: { windowDays: [1] } },
      { progress: ({ done: rowsDone }) => done.push(rowsDone) },
    );
    expect(rows).toBe(8);
    expect(done.at(-1)).toBe(8);
    expect(columns).toEqual({ time: 'when', entity: 'card', terminal: undefined, amount: 'eur', target: 'fraud' });
    expect(added).toEqual(['is_weekend', 'is_night', 'customer_count_1d', 'customer_mean_amount_1d']);
    expect(lines[0]).toBe('when,card,eur,fraud,is_weekend,is_night,customer_count_1d,customer_mean_amount_1d');
    const counts = lines.slice(1).map((text) => text.split(',')[6]);
    expect(counts).toEqual(['1', '1', '2', '2', '3', '3', '4', '4']);
  });

  it('says of plain numbers as what they are taken, and how they would be counted from 1960 or 2001', async () => {
    const notesOf = async (seconds: readonly number[]): Promise<readonly string[]> => {
      const lines = seconds.map((second, i) => line(String(second), i));
      await writeFile(join(folder, 'plain.csv'), `${['when,card,eur,fraud', ...lines].join('\n')}\n`);
      const notes: string[] = [];
      await build({ ...named, data: 'plain.csv' }, { onNotes: (some) => notes.push(...some) });
      return notes;
    };
    expect(await notesOf([2_051_224_701, 2_051_424_701, 2_054_022_718])).toEqual([
      'time column "when" holds plain numbers from 2051224701 to 2054022718, whose unit and start are unknown: taken as seconds since 1970, of which the last is 2035-02-02 (2025-02-01 counted from 1960 as SAS does); weekends, nights and windows are wrong if they count something else: say what they count with timeUnit, or write them as times',
    ]);
    expect((await notesOf([757_000_000, 757_900_000]))[0]).toContain('(2025-01-06 counted from 2001 as macOS does)');
    expect(await notesOf([1_735_700_000, 1_735_800_000])).toEqual([]);
    expect((await notesOf([5, 6, 7, 8]))[0]).toContain('all lie within');
    expect(await notesOf([5, 6, 7, 8])).toHaveLength(1);
  });

  it('sorts numbers of several units by what they mean, or says that they have several', async () => {
    const seconds = [1_735_700_000, 1_735_700_100, 1_735_700_200, 1_735_700_300];
    const lines = seconds.map((second, i) => line(String(i % 2 === 0 ? second * 1000 : second), i));
    await writeFile(join(folder, 'mixed.csv'), `${['when,card,eur,fraud', ...lines].join('\n')}\n`);
    const mixed: FraudxConfig = { ...named, data: 'mixed.csv', features: { windowDays: [1] } };
    const built = await build({ ...mixed, timeUnit: 'epoch' }, { sort: true });
    expect(built.lines.slice(1).map((text) => text.split(',')[2])).toEqual(['0', '10', '20', '30']);
    await expect(build(mixed, { sort: true })).rejects.toMatchObject({
      code: 'TIME_UNIT_CHANGES',
      hint: expect.stringContaining('timeUnit: epoch'),
    });
    const early = [31_000_000, 31_000_100_000, 100_000_000_200].map((second, i) => line(String(second), i));
    await writeFile(join(folder, 'early.csv'), `${['when,card,eur,fraud', ...early].join('\n')}\n`);
    await expect(build({ ...mixed, data: 'early.csv' }, { sort: true })).rejects.toMatchObject({
      code: 'TIME_NOT_SORTED',
      hint: expect.stringContaining('say timeUnit: epoch'),
    });
  });

  it('takes the usual names where the settings name none, and only those that are there', async () => {
    const notes: string[] = [];
    const { columns, added } = await build({ data: 'usual.csv' }, { onNotes: (some) => notes.push(...some) });
    expect(columns).toEqual({
      time: 'tx_datetime',
      entity: 'customer_id',
      terminal: undefined,
      amount: 'tx_amount',
      target: undefined,
    });
    expect(added).toContain('customer_mean_amount_7d');
    expect(notes).toEqual([]);
    await build({ ...named, amount: undefined }, { onNotes: (some) => notes.push(...some) });
    expect(notes).toEqual(['no column of amounts is named (amount): features of amounts are left out']);
  });

  it('refuses rows out of time order and says what to set, or sorts them', async () => {
    const turned = { ...named, data: 'turned.csv' };
    await expect(build(turned)).rejects.toMatchObject({
      code: 'TIME_NOT_SORTED',
      hint: 'Sort the rows by "when" first; rows of equal time stay in their order.',
    });
    expect((await build(turned, { sort: true })).lines).toEqual((await build(named)).lines);
  });

  it('refuses a file that exists, the data itself, and what is no option', async () => {
    await build(named);
    await expect(build(named, { replace: false })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    const before = await readFile(join(folder, 'd.csv'), 'utf8');
    await expect(build(named, { output: join(folder, 'd.csv') })).rejects.toThrow('output must differ from the data');
    expect(await readFile(join(folder, 'd.csv'), 'utf8')).toBe(before);
    await expect(build({ target: 'fraud' })).rejects.toMatchObject({ code: 'MISSING_OPTION' });
    await expect(build(named, { sort: 'yes' as never })).rejects.toThrow('options.sort must be true or false');
  });

  it('stops where it is interrupted, and leaves no file', async () => {
    const output = join(folder, 'stopped.csv');
    await expect(build(named, { output, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(readFile(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
