import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;

/** An amount, day, code and truth of row `i`; fraud are large amounts of one code on early days. */
function row(i: number): { amount: number; day: number; mcc: number; online: boolean; fraud: number } {
  const amount = 100 + ((i * 73) % 2000);
  const mcc = [5411, 5812, 742][i % 3]!;
  const day = 1 + (i % 28);
  return { amount, day, mcc, online: i % 2 === 0, fraud: amount > 1500 && mcc === 5411 ? 1 : i % 40 === 7 ? 1 : 0 };
}

const german = (amount: number): string =>
  `${Math.floor(amount / 1000) > 0 ? `${Math.floor(amount / 1000)}.${String(amount % 1000).padStart(3, '0')}` : amount},50`;

beforeAll(async () => {
  sandbox = await openSandbox();
  const lines = Array.from({ length: 600 }, (_, i) => {
    const { amount, day, mcc, online, fraud } = row(i);
    return `${german(amount)};${String(day).padStart(2, '0')}/04/2024;${mcc};${online ? 'True' : 'False'};${fraud}`;
  });
  await writeFile(join(sandbox.folder, 't.csv'), ['amt;when;mcc;online;fraud', ...lines, ''].join('\n'));
  const train = ['train', '--data', 't.csv', '--target', 'fraud', '--time', 'when', '--features', 'temporal'];
  const done = await sandbox.fraudx([
    ...train,
    '--split',
    'stratified',
    '--categorical',
    'mcc,online',
    '--param',
    'num_round=15',
  ]);
  expect(done.code, done.stderr).toBe(0);
});
afterAll(() => sandbox.close());

async function scores(
  name: string,
  content: string,
): Promise<{ lines: string[]; warnings: string[]; unseen: unknown[] }> {
  await writeFile(join(sandbox.folder, name), content);
  const result = await sandbox.fraudx(['predict', '--force', '--output', 'p.csv', '--data', name, '--json']);
  expect(result.code, result.stderr).toBe(0);
  const lines = (await readFile(join(sandbox.folder, 'p.csv'), 'utf8')).trim().split('\n');
  return { lines, ...(result.json() as { warnings: string[]; unseen: unknown[] }) };
}

describe('what training settled', () => {
  it('holds for files that would be read otherwise by themselves, in every format', async () => {
    const clear = await scores(
      'clear.csv',
      'amt;when;mcc;online\n1.600,00;23/04/2024;5411;True\n150,00;24/04/2024;742;False\n',
    );
    const cents = await scores(
      'cents.csv',
      'amt;when;mcc;online\n1.600;23/04/2024;5411.0;true\n150;24/04/2024;742.0;false\n',
    );
    const lines = [
      '{"amt":"1.600","when":"23/04/2024","mcc":5411.0,"online":true}',
      '{"amt":150,"when":"2024-04-24","mcc":742,"online":false}',
    ];
    const json = await scores('cents.jsonl', `${lines.join('\n')}\n`);
    expect(cents).toEqual(clear);
    expect(json).toEqual(clear);
    expect(clear.warnings).toEqual([]);
    const april = await scores('april.csv', 'amt;when;mcc;online\n1.600,00;03/04/2024;5411;True\n');
    const iso = await scores('iso.csv', 'amt;when;mcc;online\n1.600,00;2024-04-03;5411;True\n');
    expect(april.lines).toEqual(iso.lines);
  });

  it('is said where a file does not follow it', async () => {
    const points = await scores('points.csv', 'amt;when;mcc;online\n1600.5;23/04/2024;5411;True\n');
    expect(points.warnings).toEqual([expect.stringContaining('"amt" is written otherwise than in training')]);
  });

  it('says what training never saw, and refuses it where asked, with nothing written', async () => {
    const content = 'amt;when;mcc;online\n9.999,00;23/04/2024;9999;\n150,00;23/04/2024;742;\n';
    const { warnings, unseen } = await scores('new.csv', content);
    expect(warnings).toEqual([
      'column "online" has no value in 2 of 2 rows (100 %), and training had values there',
      expect.stringMatching(/^column "amt" lies outside the range of training, .* in 1 of 2 rows \(50 %\): 9999$/),
      'column "mcc" holds categories that training never saw in 1 of 2 rows (50 %): "9999"',
    ]);
    expect(unseen).toHaveLength(3);
    const text = await sandbox.fraudx(['predict', '--data', 'new.csv', '--output', 'told.csv']);
    expect(text.stderr).toContain('note: column "mcc" holds categories that training never saw in 1 of 2 rows (50 %)');
    const strict = await sandbox.fraudx([
      'predict',
      '--data',
      'new.csv',
      '--output',
      'strict.csv',
      '--matrix',
      'm.csv',
      '--strict',
    ]);
    expect(strict.code).toBe(2);
    expect(strict.stderr).toContain('got 3 such columns');
    const said = strict.stderr.replaceAll(/\s+/g, ' ');
    for (const column of warnings) expect(said).toContain(column);
    for (const name of ['strict.csv', 'm.csv']) expect(existsSync(join(sandbox.folder, name))).toBe(false);
    await writeFile(join(sandbox.folder, 'old.csv'), 'amt;when;mcc;online\n150,00;23/04/2024;742;True\n');
    const fine = await sandbox.fraudx(['predict', '--data', 'old.csv', '--output', 'fine.csv', '--strict']);
    expect(fine.code, fine.stderr).toBe(0);
  });

  it('names all columns that the data lacks', async () => {
    await writeFile(join(sandbox.folder, 'few.csv'), 'Amt;when\n1,50;23/04/2024\n');
    const refused = await sandbox.fraudx(['predict', '--data', 'few.csv', '--output', 'few.out.csv']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /got none named "amt", "mcc", "online"|got none named (?=.*"amt")(?=.*"mcc")(?=.*"online")/,
    );
  });

  it('is missing in folders of earlier versions, which still score and are evaluated', async () => {
    const runs = (await sandbox.fraudx(['runs', 'list', '--json'])).json() as { runs: { run_id: string }[] };
    const path = join(sandbox.folder, '.fraudx', 'models', runs.runs[0]!.run_id, 'model.json');
    const text = await readFile(path, 'utf8');
    const { reading, sha256: _, ...manifest } = JSON.parse(text) as Record<string, unknown>;
    expect(reading).toMatchObject({
      columns: { amt: { kind: 'numeric', numbers: 'comma' }, when: { dateOrder: 'day-first' } },
    });
    await writeFile(path, JSON.stringify(manifest));
    const { lines } = await scores('clear.csv', 'amt;when;mcc;online\n1.600,00;23/04/2024;5411;True\n');
    expect(lines).toHaveLength(2);
    await writeFile(path, text);
    const evaluated = await sandbox.fraudx(['evaluate', '--no-plots', '--json']);
    expect(evaluated.code, evaluated.stderr).toBe(0);
  });
});

describe('the order of the dates that a time of several columns is made of', () => {
  it('is that of training for a file whose days fit both, with a history and without', async () => {
    const own = await openSandbox();
    try {
      const lines = (from: number, n: number, label: boolean): string[] =>
        Array.from({ length: n }, (_, k) => {
          const i = from + k;
          const day = 1 + Math.floor(i / 30);
          const [card, amount] = [`c${i % 12}`, 5 + ((i * 37) % 900)];
          const date = `${String(day).padStart(2, '0')}/05/2025`;
          const clock = `${String(i % 24).padStart(2, '0')}:10`;
          return `${i};${date};${clock};${card};${amount}${label ? `;${amount > 700 ? 1 : 0}` : ''}`;
        }).sort();
      await writeFile(
        join(own.folder, 'may.csv'),
        ['id;on;at;card;amount;fraud', ...lines(0, 800, true), ''].join('\n'),
      );
      await writeFile(
        join(own.folder, 'fraudx.yaml'),
        'data: may.csv\ntarget: fraud\ntime: { date: on, clock: at }\nentity: card\namount: amount\ndrop: [id, card]\nfeatures: { strategy: behavioural }\nsplit: { strategy: time }\nparams: { num_round: 5 }\n',
      );
      const trained = await own.fraudx(['train', '--json']);
      expect(trained.code, trained.stderr).toBe(0);
      // 02/06/2025 alone could be the 6th of February
      const june = lines(0, 30, false).map((line) => line.replace(/\d\d\/05/, '02/06'));
      await writeFile(join(own.folder, 'june.csv'), ['id;on;at;card;amount', ...june, ''].join('\n'));
      for (const history of [[], ['--history', 'may.csv']]) {
        const scored = await own.fraudx([
          'predict',
          '--data',
          'june.csv',
          ...history,
          '--output',
          's.csv',
          '--force',
          '--json',
        ]);
        expect(scored.code, scored.stderr).toBe(0);
        expect(scored.json()).toMatchObject({ rows: 30 });
      }
    } finally {
      await own.close();
    }
  });
});

describe('a time of a date in digits and of times of day in digits', () => {
  it('may have dates instead, and must not lose its seconds', async () => {
    const own = await openSandbox();
    try {
      const lines = (from: number, to: number, write: (iso: string) => string, label = true): string[] =>
        Array.from({ length: to - from }, (_, k) => {
          const i = from + k;
          const iso = new Date(Date.UTC(2025, 2, 1) + i * 47 * 60_011).toISOString();
          const amount = 5 + ((i * 37) % 900);
          return `${i};${write(iso)};${amount}${label ? `;${amount > 700 ? 1 : 0}` : ''}`;
        });
      const date = (iso: string): string => iso.slice(0, 10).replaceAll('-', '');
      const clock = (iso: string): string => iso.slice(11, 19).replaceAll(':', '');
      const train = lines(0, 800, (iso) => `${date(iso)};${clock(iso)}`);
      await writeFile(join(own.folder, 't.csv'), ['id;on;at;amount;fraud', ...train, ''].join('\n'));
      await writeFile(
        join(own.folder, 'fraudx.yaml'),
        "data: t.csv\ntarget: fraud\ntime: { date: on, hhmmss: at }\nderive: { hh: 'hour(event_time)' }\ndrop: [id]\nparams: { num_round: 5 }\n",
      );
      const trained = await own.fraudx(['train', '--json']);
      expect(trained.code, trained.stderr).toBe(0);
      const score = async (write: (iso: string) => string, ...more: string[]) => {
        const later = lines(800, 1000, write, false);
        await writeFile(join(own.folder, 'later.csv'), ['id;on;at;amount', ...later, ''].join('\n'));
        const args = ['predict', '--data', 'later.csv', '--output', 's.csv', '--force', ...more];
        return {
          ...(await own.fraudx(args)),
          scores: await readFile(join(own.folder, 's.csv'), 'utf8').catch(() => ''),
        };
      };
      const { scores } = await score((iso) => `${date(iso)};${clock(iso)}`, '--strict');
      expect(scores.split('\n')).toHaveLength(202);
      for (const form of [
        (iso: string) => iso.slice(0, 10),
        (iso: string) => iso.slice(0, 10).split('-').reverse().join('.'),
      ]) {
        const other = await score((iso) => `${form(iso)};${clock(iso)}`, '--strict');
        expect(other.code, other.stderr).toBe(0);
        expect(other.scores).toBe(scores);
      }
      const either = await score((iso) => `03/04/2025;${clock(iso)}`);
      expect(either.code).toBe(2);
      expect(either.stderr.replaceAll(/\s+/g, ' ')).toContain('The dates fit day/month and month/day alike');
      const short = (iso: string): string => `${date(iso)};${clock(iso).slice(0, 4)}`;
      const noted = await score(short);
      expect(noted.stderr.replaceAll(/\s+/g, ' ')).toContain(
        '"at" holds times of day of at most four digits, such as 0930',
      );
      const refused = await score(short, '--strict');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('four digits');
    } finally {
      await own.close();
    }
  });
});

describe('a time that training took for numbers', () => {
  it('stays numbers where a file for itself would be taken for times', async () => {
    const own = await openSandbox();
    try {
      const rows = (n: number, first: number): string =>
        Array.from(
          { length: n },
          (_, i) => `${i === 0 ? first : 1_740_000_000 + i * 977},${(i * 37) % 900},${(i * 37) % 900 > 700 ? 1 : 0}`,
        ).join('\n');
      // a zero for "no time": not all count from 1970
      await writeFile(join(own.folder, 't.csv'), `at,amount,fraud\n${rows(900, 0)}\n`);
      await writeFile(join(own.folder, 'new.csv'), `at,amount,fraud\n${rows(50, 1_739_999_999)}\n`);
      await writeFile(
        join(own.folder, 'fraudx.yaml'),
        'data: t.csv\ntarget: fraud\ntime: at\nfeatures: { strategy: temporal }\nsplit: { strategy: stratified }\nparams: { num_round: 5 }\n',
      );
      const trained = await own.fraudx(['train', '--json']);
      expect(trained.code, trained.stderr).toBe(0);
      const scored = await own.fraudx(['predict', '--data', 'new.csv', '--output', 's.csv', '--json']);
      expect(scored.code, scored.stderr).toBe(0);
      const evaluated = await own.fraudx(['evaluate', '--no-plots', '--json']);
      expect(evaluated.code, evaluated.stderr).toBeLessThan(2);
    } finally {
      await own.close();
    }
  });
});
