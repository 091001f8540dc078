import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const rows = 1200;
const start = Date.UTC(2025, 2, 1);

/** Times of Madrid without a zone, one transaction each hour, over the change of clocks in March. */
function local(i: number): string {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Madrid',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return clock.format(start + i * 3_600_000 + 60_000);
}

const isFraud = (i: number): boolean => i % 12 === 5 || i % 31 === 7;

function csv(of: (i: number) => Record<string, string | number>, from = 0, to = rows): string {
  const lines = Array.from({ length: to - from }, (_, k) => of(from + k));
  return `${Object.keys(lines[0]!).join(',')}\n${lines.map((line) => Object.values(line).join(',')).join('\n')}\n`;
}

const common = (i: number): Record<string, string | number> => ({
  card: `c${i % 40}`,
  amount: isFraud(i) ? 150 + (i % 90) : 10 + (i % 160),
  verdict: isFraud(i) ? 'fraud' : i % 10 === 0 ? 'unkn' : 'ok',
});

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(sandbox.folder, name), text);
}

async function inFolder(name: string, config: string): Promise<string> {
  const folder = join(sandbox.folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'fraudx.yaml'), config);
  return folder;
}

beforeAll(async () => {
  sandbox = await openSandbox();
  await write(
    'local.csv',
    csv((i) => ({ when: local(i), ...common(i) })),
  );
  await write(
    'zoned.csv',
    csv((i) => ({ when: new Date(start + i * 3_600_000 + 60_000).toISOString(), ...common(i) })),
  );
  await write(
    'steps.csv',
    csv((i) => ({ step: i, ...common(i) })),
  );
  await write(
    'parts.csv',
    csv((i) => {
      const [date, clock] = local(i).split(' ') as [string, string];
      const [year, month, day] = date.split('-').map(Number) as [number, number, number];
      return {
        Year: year,
        Month: ['Jan', 'Feb', 'March', 'April', 'May'][month - 1]!,
        Day: day,
        Time: clock.slice(0, 5),
        ...common(i),
      };
    }),
  );
});
afterAll(() => sandbox.close());

const labels = 'target: verdict\npositive: [fraud]\nnegative: [ok]\n';
const learning = 'features: { strategy: temporal }\nparams: { num_round: 8 }\ndrop: [card]\n';

describe('times of a zone', () => {
  it('give the same model from local times, from instants and from several columns', async () => {
    const scores: string[] = [];
    for (const [name, time] of [
      ['local', 'when'],
      ['zoned', 'when'],
      ['parts', '{ year: Year, month: Month, day: Day, clock: Time }'],
    ] as const) {
      const cwd = await inFolder(
        name,
        `data: ../${name}.csv\n${labels}time: ${time}\ntimeZone: Europe/Madrid\nsplit: { strategy: prequential, trainDays: 14, delayDays: 3, testDays: 7 }\nentity: card\nevaluation: { threshold: alerts-per-day<=3 }\n${learning}${name === 'parts' ? 'categorical: [Month]\n' : ''}`,
      );
      const env = { FRAUDX_SAFE_FOLDERS: sandbox.folder };
      const done = await sandbox.fraudx(['train', '--json'], { cwd, env });
      expect(done.code, done.stderr).toBe(0);
      expect(done.stderr).toContain('rows have no label: positive and negative name none of "unkn"');
      const { split, time_zone: zone, metrics } = done.json() as Record<string, Record<string, unknown>>;
      expect([split!['time_zone'], zone]).toEqual(['Europe/Madrid', 'Europe/Madrid']);
      expect(Object.keys(metrics!)).toContain('alerts_per_day');
      // The data ends on 19 April at 23:01 UTC, which is 20 April in Madrid.
      expect([split!['test_from'], split!['train_from']]).toEqual(['2025-04-14', '2025-03-28']);
      const features = (done.json()['features'] as string[]).map((feature) => feature.replace('event_time', 'when'));
      expect(features).toContain('when_hour');
      const predicted = await sandbox.fraudx(['predict', '--data', `../${name}.csv`, '--output', 'p.csv'], { cwd });
      expect(predicted.code, predicted.stderr).toBe(0);
      if (name !== 'parts') scores.push(await readFile(join(cwd, 'p.csv'), 'utf8'));
      else expect(features).not.toContain('Year');
    }
    expect(scores[1]).toBe(scores[0]);
  });

  it('come back from the model: predict needs no config, and repeats times as they stand in the file', async () => {
    const cwd = join(sandbox.folder, 'local');
    const folder = join(cwd, '.fraudx', 'models');
    const { readdir } = await import('node:fs/promises');
    const [run] = await readdir(folder);
    const manifest = JSON.parse(await readFile(join(folder, run!, 'model.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest['times']).toEqual({ column: 'when', zone: 'Europe/Madrid', localColumns: [] });
    expect(manifest['labels']).toEqual({ positive: ['fraud'], negative: ['ok'] });
    const model = ['--model', join(folder, run!)];
    const elsewhere = await sandbox.fraudx([
      'predict',
      ...model,
      '--data',
      'local.csv',
      '--output',
      'kept.csv',
      '--keep',
      'when',
    ]);
    expect(elsewhere.code, elsewhere.stderr).toBe(0);
    const kept = (await readFile(join(sandbox.folder, 'kept.csv'), 'utf8')).split('\n');
    const scores = (await readFile(join(cwd, 'p.csv'), 'utf8')).split('\n');
    expect(kept[1]!.split(',')[1]).toBe(local(0));
    expect(kept.map((line) => line.split(',').at(-2))).toEqual(scores.map((line) => line.split(',').at(-2)));
    await sandbox.fraudx(['predict', ...model, '--data', 'zoned.csv', '--output', 'zoned-out.csv', '--keep', 'when']);
    const zoned = (await readFile(join(sandbox.folder, 'zoned-out.csv'), 'utf8')).split('\n');
    expect(zoned[1]!.split(',')[1]).toBe('2025-03-01 00:01:00Z');
  });

  it('that do not exist are an error, from every source', async () => {
    const args = [
      'train',
      '--data',
      'local.csv',
      '--target',
      'verdict',
      '--negative',
      'ok',
      '--positive',
      'fraud',
      '--time',
      'when',
    ];
    const said = 'must be a time zone such as Europe/Madrid or UTC, got "Europe/Madird", did you mean "Europe/Madrid"?';
    const flag = await sandbox.fraudx([...args, '--time-zone', 'Europe/Madird']);
    const env = await sandbox.fraudx(args, { env: { FRAUDX_TIME_ZONE: 'Europe/Madird' } });
    const cwd = await inFolder('wrong', 'timeZone: Europe/Madird\n');
    const file = await sandbox.fraudx(['explore', '../local.csv'], { cwd });
    for (const done of [flag, env, file]) {
      expect(done.code).toBe(2);
      expect(done.stderr).toContain(said);
    }
  });
});

describe('numbers as times', () => {
  it('are asked about, and count what timeUnit says: days for splits and metrics too', async () => {
    const args = [
      'train',
      '--data',
      'steps.csv',
      '--target',
      'verdict',
      '--positive',
      'fraud',
      '--negative',
      'ok',
      '--time',
      'step',
    ];
    const more = ['--drop', 'card', '--param', 'num_round=4', '--json'];
    const asked = await sandbox.fraudx([...args, ...more]);
    expect(asked.stderr).toContain('taken as seconds they all lie within 20 minutes');
    const split = [
      '--split',
      'prequential',
      '--entity',
      'card',
      '--train-days',
      '14',
      '--delay-days',
      '3',
      '--time-unit',
      'hours',
    ];
    const done = await sandbox.fraudx([...args, ...more, ...split]);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stderr).not.toContain('taken as seconds');
    expect(done.json()).toMatchObject({ split: { test_from: '1970-02-13', time_zone: 'UTC' } });
    const wrong = await sandbox.fraudx([...args, ...more, '--time-unit', 'hour']);
    expect(wrong.stderr).toContain("argument 'hour' is invalid. Allowed choices are seconds");
  });

  it('are built into features, and written as they stand in the data', async () => {
    const roles = ['--entity', 'card', '--amount', 'amount', '--window-days', '5', '--output', 'f.csv', '--force'];
    const done = await sandbox.fraudx([
      'features',
      'build',
      '--data',
      'steps.csv',
      '--time',
      'step',
      '--time-unit',
      'hours',
      ...roles,
    ]);
    expect(done.code, done.stderr).toBe(0);
    const [head, , ...lines] = (await readFile(join(sandbox.folder, 'f.csv'), 'utf8')).trim().split('\n');
    // 40 cards take turns every 40 hours: three rows of each in five days.
    const at = head!.split(',').indexOf('customer_count_5d');
    expect(lines.slice(200).every((line) => line.split(',')[at] === '3')).toBe(true);
    expect(lines[0]!.startsWith('1,')).toBe(true);
    const parts = ['--time', 'year=Year,month=Month,day=Day,clock=Time', '--time-zone', 'Europe/Madrid'];
    const made = await sandbox.fraudx(['features', 'build', '--data', 'parts.csv', ...parts, ...roles]);
    expect(made.code, made.stderr).toBe(0);
    const written = (await readFile(join(sandbox.folder, 'f.csv'), 'utf8')).split('\n');
    expect(written[0]).toBe(
      'Year,Month,Day,Time,card,amount,verdict,is_weekend,is_night,customer_count_5d,customer_mean_amount_5d,customer_seconds_since_last',
    );
    expect(written[1]).toMatch(/^2025,March,1,01:01,/);
  });
});

describe('labels by values', () => {
  it('must leave both classes, and an error names what was found', async () => {
    const args = ['train', '--data', 'local.csv', '--target', 'verdict', '--time', 'when'];
    const none = await sandbox.fraudx(args);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/must hold 0 and 1, got "\w+"[\s\S]*Values found: "ok" \d+, "fraud" \d+, "unkn" \d+/);
    const one = await sandbox.fraudx([...args, '--negative', 'ok', '--positive', 'frauds']);
    expect(one.stderr).toMatch(/must hold both classes by positive and negative[\s\S]*"fraud" \d+/);
  });

  it('are known to explore, leakage check, data describe, features build and doctor', async () => {
    const cwd = await inFolder(
      'all',
      `data: ../local.csv\n${labels}time: when\ntimeZone: Europe/Madrid\nentity: card\namount: amount\n`,
    );
    for (const args of [
      ['explore', '../local.csv'],
      ['leakage', 'check'],
      ['data', 'describe', '../local.csv', '--target', 'verdict'],
      ['features', 'build', '--output', 'f.parquet'],
      ['doctor'],
    ]) {
      const done = await sandbox.fraudx(args, { cwd });
      expect(done.code, `${args.join(' ')}\n${done.stdout}${done.stderr}`).toBe(0);
    }
  });

  it('that are missing late are reported, with what to do', async () => {
    await write(
      'late.csv',
      csv((i) => ({ when: local(i), ...common(i), verdict: i > 900 && i % 9 > 1 ? '' : isFraud(i) ? 'fraud' : 'ok' })),
    );
    const done = await sandbox.fraudx([
      'train',
      '--data',
      'late.csv',
      '--target',
      'verdict',
      '--positive',
      'fraud',
      '--negative',
      'ok',
      '--time',
      'when',
      '--param',
      'num_round=4',
      '--drop',
      'card',
    ]);
    expect(done.stderr).toMatch(
      /labels are missing late: .* recall and cost .* prequential split with delayDays of at least 1[234]/,
    );
  });
});

describe('ids', () => {
  it('that name the rows are no features without a config; a list of columns to leave out is taken as it is', async () => {
    await write(
      'ids.csv',
      csv((i) => ({ txn: `T${i}`, row: i, amount: common(i)['amount']!, fraud: isFraud(i) ? 1 : 0 })),
    );
    const args = ['train', '--data', 'ids.csv', '--target', 'fraud', '--param', 'num_round=4', '--json'];
    const done = await sandbox.fraudx(args);
    expect(done.stderr).toContain('columns "txn", "row" are other values in every row: left out as ids');
    expect(done.json()['features']).toEqual(['amount']);
    const predicted = await sandbox.fraudx(['predict', '--data', 'ids.csv', '--output', 'ids-out.csv', '--json']);
    expect(predicted.json()['id_columns']).toEqual(['txn', 'row']);
    const kept = await sandbox.fraudx([...args, '--drop', 'txn']);
    expect(kept.stderr).not.toContain('left out as ids');
    expect(kept.json()['features']).toEqual(['row', 'amount']);
  });
});
