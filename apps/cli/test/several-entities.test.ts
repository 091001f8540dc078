import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

const nRows = 600;
const header = 'when,card,merchant,eur,fraud';

/** Rows every two hours; frauds come in runs at one merchant with many cards. */
function lineOf(i: number): string {
  const fraud = i % 40 < 4;
  const time = new Date(Date.UTC(2025, 0, 1) + i * 7_200_000).toISOString();
  return `${time},c${fraud ? i % 97 : i % 23},${fraud ? 'm0' : `m${1 + (i % 7)}`},${10 + ((i * 37) % 90)},${fraud ? 1 : 0}`;
}

const config = `target: fraud
time: when
entity: [card, merchant]
amount: eur
features: { strategy: behavioural, windowDays: [1, 3] }
params: { num_round: 5 }
`;

describe('behaviour features of several entities', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const write = (name: string, lines: readonly string[]): Promise<void> =>
    writeFile(join(sandbox.folder, name), `${[header, ...lines].join('\n')}\n`);
  const columnsOf = async (name: string): Promise<Record<string, string[]>> => {
    const [head, ...lines] = (await readFile(join(sandbox.folder, name), 'utf8')).trim().split('\n');
    const cells = lines.map((line) => line.split(','));
    return Object.fromEntries(head!.split(',').map((column, j) => [column, cells.map((row) => row[j]!)]));
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
    const lines = Array.from({ length: nRows }, (_, i) => lineOf(i));
    await write('tx.csv', lines);
    await write('before.csv', lines.slice(0, 500));
    await write('today.csv', lines.slice(500));
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), `data: tx.csv\n${config}`);
  });
  afterAll(() => sandbox.close());

  it('are the same in features build, in training and in predict with a history', async () => {
    const statistics = 'count,mean,max,std,distinct,velocity,deviation,since_last';
    const built = await sandbox.fraudx([
      'features',
      'build',
      '--output',
      'f.csv',
      '--statistics',
      statistics,
      '--json',
    ]);
    expect(built.code, built.stderr).toBe(0);
    expect(built.json()).toMatchObject({ columns: { entity: ['card', 'merchant'] } });
    const trained = await sandbox.fraudx(['train', '--json']);
    expect(trained.code, trained.stderr).toBe(0);
    const files = ['--output', 'scores.csv', '--matrix', 'matrix.csv'];
    const scored = await sandbox.fraudx(['predict', '--data', 'today.csv', '--history', 'before.csv', ...files]);
    expect(scored.code, scored.stderr).toBe(0);
    const [all, seen] = await Promise.all([columnsOf('f.csv'), columnsOf('matrix.csv')]);
    const names = Object.keys(seen).filter((name) => /^(?:card|merchant)_/.test(name));
    expect(names).toEqual(
      expect.arrayContaining(['card_distinct_merchant_3d', 'merchant_distinct_card_1d', 'merchant_seconds_since_last']),
    );
    for (const name of names) {
      const [wanted, got] = [all[name]!.slice(500), seen[name]!];
      expect(
        got.map((cell) => Math.fround(Number(cell || Number.NaN))),
        name,
      ).toEqual(wanted.map((cell) => Math.fround(Number(cell || Number.NaN))));
    }
  });

  it('come from flags, split by the first entity, and leave runs with one entity apart', async () => {
    const roles = ['--entity', 'card,merchant', '--split', 'grouped'];
    const done = await sandbox.fraudx(['train', ...roles, '--json']);
    expect(done.code, done.stderr).toBe(0);
    await writeFile(join(sandbox.folder, 'one.yaml'), `data: tx.csv\n${config.replace('[card, merchant]', 'card')}`);
    const one = await sandbox.fraudx(['evaluate', '--config', 'one.yaml']);
    expect(one.code).toBe(2);
    expect(one.stderr).toContain('entity');
    const list = await sandbox.fraudx(['config', 'schema']);
    expect(list.stdout).toContain('[card, merchant]');
  });

  it('may be of derived columns, which are not written', async () => {
    await writeFile(
      join(sandbox.folder, 'pairs.yaml'),
      `data: tx.csv\n${config.replace('[card, merchant]', '[card, pair]')}derive: { pair: "concat(card, '|', merchant)" }\n`,
    );
    const built = await sandbox.fraudx(['features', 'build', '--config', 'pairs.yaml', '--output', 'p.csv']);
    expect(built.code, built.stderr).toBe(0);
    const columns = await columnsOf('p.csv');
    expect(Object.keys(columns)).not.toContain('pair');
    const [cards, merchants] = [columns['card']!, columns['merchant']!];
    const before = (i: number): number[] => cards.map((_, k) => k).filter((k) => k <= i && k > i - 36);
    expect(columns['pair_count_3d']!.map(Number)).toEqual(
      cards.map((card, i) => before(i).filter((k) => cards[k] === card && merchants[k] === merchants[i]).length),
    );
    expect((await sandbox.fraudx(['doctor', '--config', 'pairs.yaml'])).stdout).not.toContain('"pair"');
    const trained = await sandbox.fraudx(['train', '--config', 'pairs.yaml']);
    expect(trained.code, trained.stderr).toBe(0);
  });

  it('are refused where an entity is named twice or is not there', async () => {
    await writeFile(join(sandbox.folder, 'twice.yaml'), `data: tx.csv\n${config.replace('merchant]', 'card]')}`);
    const twice = await sandbox.fraudx(['train', '--config', 'twice.yaml']);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('must name each column once, got card, card');
    const absent = await sandbox.fraudx(['train', '--entity', 'card,merchnt']);
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('"merchnt"');
  });
});
