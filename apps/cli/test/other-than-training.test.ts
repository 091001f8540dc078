import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;

const start = Date.UTC(2025, 2, 1);
/** A payment every 97 minutes; fraud are large ones at night. */
function payment(i: number): { ms: number; cells: string; fraud: number } {
  const ms = start + i * 97 * 60_000;
  const amount = 5 + ((i * 73) % 400);
  const isNight = new Date(ms).getUTCHours() < 6;
  const fraud = (isNight && amount > 200) || i % 50 === 7 ? 1 : 0;
  return { ms, cells: `${amount}.25;${['web', 'pos', 'app'][i % 3]}`, fraud };
}

const seconds = (ms: number): string => String(ms / 1000);
const excelDays = (ms: number): string => String(ms / 86_400_000 + 25_569);
/** Day numbers with decimal commas. */
const commaDays = (ms: number): string => (ms / 86_400_000 + 25_569).toFixed(8).replace('.', ',');
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
const zoned = (ms: number): string => `${iso(ms)}Z`;
const german = (ms: number): string => `${iso(ms).slice(8, 10)}.${iso(ms).slice(5, 7)}.${iso(ms).slice(2, 4)}`;

/** A file of rows `from` to `to`; `note` is dropped by the models. */
async function write(
  name: string,
  time: (ms: number) => string,
  [from, to]: readonly [number, number],
  change: (line: string, i: number) => string = (line) => line,
): Promise<void> {
  const lines = Array.from({ length: to - from }, (_, k) => {
    const { ms, cells, fraud } = payment(from + k);
    return change(`r${from + k};${time(ms)};${cells};${k % 900},5 EUR;${fraud}`, k);
  });
  await writeFile(join(sandbox.folder, name), ['id;ts;amount;channel;note;fraud', ...lines, ''].join('\n'));
}

const later = [900, 1200] as const;
const runs = new Map<string, string>();

beforeAll(async () => {
  sandbox = await openSandbox();
  const kinds = { seconds, excelDays: commaDays, zoned, german };
  for (const [name, time] of Object.entries(kinds)) {
    await write(`${name}.csv`, time, [0, 900]);
    const config = [
      `data: ${name}.csv`,
      'target: fraud',
      'time: ts',
      'drop: [id, note]',
      "derive: { hh: 'hour(ts)', wd: 'weekday(ts)' }",
      'params: { num_round: 10 }',
      ...(name === 'excelDays' ? ['timeUnit: excel-days'] : []),
      '',
    ];
    await writeFile(join(sandbox.folder, `${name}.yaml`), config.join('\n'));
    const done = await sandbox.fraudx(['train', '--config', `${name}.yaml`, '--json']);
    expect(done.code, done.stderr).toBe(0);
    runs.set(name, (done.json() as { run_id: string }).run_id);
  }
}, 120_000);
afterAll(() => sandbox.close());

interface Scored {
  readonly warnings: readonly string[];
  readonly unseen: readonly { readonly kind: string; readonly column: string }[];
  readonly lines: readonly string[];
}

async function predict(kind: string, data: string, ...more: string[]): Promise<Scored> {
  const args = ['predict', runs.get(kind)!, '--config', `${kind}.yaml`, '--data', data, '--output', 'p.csv', '--force'];
  const done = await sandbox.fraudx([...args, '--json', ...more]);
  expect(done.code, done.stderr).toBe(0);
  const lines = (await readFile(join(sandbox.folder, 'p.csv'), 'utf8')).trim().split('\n');
  return { ...(done.json() as Omit<Scored, 'lines'>), lines };
}

async function refused(kind: string, data: string, ...more: string[]): Promise<string> {
  const args = ['predict', runs.get(kind)!, '--config', `${kind}.yaml`, '--data', data, '--output', 'no.csv'];
  const done = await sandbox.fraudx([...args, ...more]);
  expect(done.code).toBe(2);
  return done.stderr.replaceAll(/\s+/g, ' ');
}

describe('predict on data that are written otherwise than in training', () => {
  it('says nothing of later rows that are not, also where asked to be strict', async () => {
    for (const [kind, time] of Object.entries({ seconds, excelDays: commaDays, zoned, german })) {
      await write('same.csv', time, later);
      expect((await predict(kind, 'same.csv', '--strict')).unseen).toEqual([]);
    }
  });

  it('says nothing of columns that the model drops, nor that numbers of a known unit are no dates', async () => {
    await write('same.csv', commaDays, later);
    expect((await predict('excelDays', 'same.csv')).warnings).toEqual([]);
    expect((await predict('excelDays', 'excelDays.csv')).warnings).toEqual([]);
    const kept = await predict('excelDays', 'same.csv', '--keep', 'note');
    expect(kept.warnings).toEqual([expect.stringContaining('column "note" holds numbers written as')]);
  });

  it('names another unit, refuses it where asked, and reads by the one that is said', async () => {
    await write('same.csv', seconds, later);
    await write('excel.csv', excelDays, later);
    const { lines } = await predict('seconds', 'same.csv');
    const wrong = await predict('seconds', 'excel.csv');
    expect(wrong.unseen).toMatchObject([{ kind: 'times', column: 'ts', likelyUnit: 'excel-days', share: 1 }]);
    expect(wrong.warnings).toContainEqual(expect.stringContaining('say timeUnit: excel-days'));
    expect(await refused('seconds', 'excel.csv', '--strict')).toContain('in excel-days they would');
    const right = await predict('seconds', 'excel.csv', '--time-unit', 'excel-days', '--strict');
    expect(right.lines).toEqual(lines);
    expect(await refused('seconds', 'same.csv', '--time-unit', 'hours')).toContain('must hold times in hours');
  });

  it('reads what stands there where training had another kind of time', async () => {
    await write('iso.csv', iso, later);
    await write('seconds2.csv', seconds, later);
    await write('excel.csv', excelDays, later);
    await write('zoned2.csv', zoned, later);
    const { lines } = await predict('zoned', 'zoned2.csv');
    const dates = await predict('excelDays', 'iso.csv');
    expect(dates.warnings).toEqual([expect.stringContaining('numbers (excel-days) there, dates here')]);
    const counted = await predict('excelDays', 'seconds2.csv', '--time-unit', 'seconds');
    expect(counted.lines).toEqual(dates.lines);
    expect(await refused('excelDays', 'iso.csv', '--time-unit', 'seconds')).toContain('timeUnit must be left out');
    expect((await predict('zoned', 'seconds2.csv')).lines).toEqual(lines);
    expect((await predict('zoned', 'seconds2.csv', '--time-unit', 'seconds', '--strict')).lines).toEqual(lines);
    expect(await refused('zoned', 'excel.csv')).toContain('say timeUnit (--time-unit): excel-days');
    expect((await predict('zoned', 'excel.csv', '--time-unit', 'excel-days')).lines).toEqual(lines);
  });

  it('tells of zones that are gone, of dates of both orders in another form, and refuses them where asked', async () => {
    await write('naive.csv', iso, later);
    expect((await predict('zoned', 'naive.csv')).unseen).toMatchObject([{ kind: 'zone', column: 'ts' }]);
    expect(await refused('zoned', 'naive.csv', '--strict')).toContain('times without a zone');
    const american = (): string => '05/06/25';
    await write('american.csv', american, later);
    expect((await predict('german', 'american.csv')).unseen).toMatchObject([{ kind: 'form', column: 'ts' }]);
    expect(await refused('german', 'american.csv', '--strict')).toContain('dates written 00/00/00');
    expect((await predict('german', 'american.csv', '--date-order', 'day-first', '--strict')).unseen).toEqual([]);
  });

  it('tells of signs and units that are written in another way, and refuses them where asked', async () => {
    const beside = (text: (i: number) => string) => (line: string, i: number) =>
      line.replace(/;(\d+\.25);/, `;$1${text(i)};`);
    await write(
      'sides.csv',
      seconds,
      later,
      beside((i) => (i % 3 === 0 ? ' CR' : ' DR')),
    );
    const sides = await predict('seconds', 'sides.csv');
    expect(sides.unseen).toContainEqual(expect.objectContaining({ kind: 'signs', column: 'amount', rows: 300 }));
    expect(sides.warnings).toContainEqual(expect.stringMatching(/"amount" holds numbers written as .* CR, read as -/));
    expect(await refused('seconds', 'sides.csv', '--strict')).toContain('signs are written in another way');
    await write(
      'yen.csv',
      seconds,
      later,
      beside((i) => (i % 2 === 0 ? ' JPY' : '')),
    );
    expect((await predict('seconds', 'yen.csv')).unseen).toMatchObject([
      { kind: 'unit', column: 'amount', rows: 150, share: 0.5, trained: 'none', found: 'JPY' },
    ]);
    expect(await refused('seconds', 'yen.csv', '--strict')).toContain('with JPY in 150 of 300 rows (50 %)');
  });

  it('compares shares of missing values, and refuses rows that are none where asked', async () => {
    await write('half.csv', seconds, later, (line, i) => (i % 2 === 0 ? line.replace(/;\d+\.25/, ';') : line));
    expect((await predict('seconds', 'half.csv')).unseen).toMatchObject([
      { kind: 'missing', column: 'amount', share: 0.5, trainedShare: 0 },
    ]);
    expect(await refused('seconds', 'half.csv', '--strict')).toContain('in training 0 % of the rows had none');
    await write('no-times.csv', zoned, later, (line, i) => (i % 2 === 0 ? line.replace(/;2025[^;]*/, ';') : line));
    expect((await predict('zoned', 'no-times.csv')).unseen).toMatchObject([{ kind: 'missing', column: 'ts' }]);
    await write('blank.csv', seconds, later, (line, i) => (i > 297 ? ';;;;;' : line));
    const { warnings } = await predict('seconds', 'blank.csv');
    expect(warnings).toContainEqual(
      expect.stringContaining('2 rows have no value in any column, the first data row 299'),
    );
    expect(await refused('seconds', 'blank.csv', '--strict')).toContain('every row must hold data');
    await write('total.csv', seconds, later, (line, i) => (i === 299 ? ';;61234.75;;;' : line));
    expect(await refused('seconds', 'total.csv', '--strict')).toContain('data row 300 looks like a total');
  });
});
