import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** Rows that the amount nearly decides, with a column of weights. */
function csv(weightOf: ((i: number, fraud: number) => string | number) | undefined, rows = 400): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const fraud = i % 10 === 3 ? 1 : 0;
    const amount = (fraud === 1 ? 100 : 0) + ((i * 37) % 160);
    return `${amount},${(i * 7) % 24},${weightOf === undefined ? '' : `${weightOf(i, fraud)},`}${fraud}`;
  });
  return [`amount,hour,${weightOf === undefined ? '' : 'w,'}fraud`, ...lines, ''].join('\n');
}

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  const files = {
    'ones.csv': csv(() => 1),
    'more.csv': csv((i, fraud) => (fraud === 1 ? 5 + (i % 3) : 0.5)),
    'none.csv': csv(undefined),
    'bad.csv': csv((i) => (i === 6 ? -2 : 1)),
    'one.csv': csv((_i, fraud) => 1 - fraud),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(sandbox.folder, name), text);
});
afterAll(() => sandbox.close());

const flags = ['--target', 'fraud', '--split', 'stratified', '--seed', '5'];
const weighed = ['--sample-weight', 'w'];

async function boosterOf(model: unknown): Promise<string> {
  return await readFile(join(String(model), 'booster.json'), 'utf8');
}

describe('--sample-weight', () => {
  it('weighs training rows by a column that is no feature, and that predict does not ask for', async () => {
    const train = (file: string, ...more: string[]): ReturnType<typeof sandbox.fraudx> =>
      sandbox.fraudx(['train', '--data', file, ...flags, '--param', 'num_round=5', ...more, '--json']);
    const plain = (await train('none.csv')).json();
    const ones = (await train('ones.csv', ...weighed)).json();
    const done = await train('more.csv', ...weighed);
    expect(done.code, done.stderr).toBe(0);
    const more = done.json();
    expect(more).toMatchObject({ features: ['amount', 'hour'], sample_weight: 'w' });
    expect(plain).not.toHaveProperty('sample_weight');
    expect(await boosterOf(ones['model'])).toBe(await boosterOf(plain['model']));
    expect(await boosterOf(more['model'])).not.toBe(await boosterOf(plain['model']));
    const manifest = JSON.parse(await readFile(join(String(more['model']), 'model.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ sampleWeight: 'w', featureNames: ['amount', 'hour'] });

    const run = String(more['run_id']);
    const scored = await sandbox.fraudx(['predict', run, '--data', 'none.csv', '--output', 'scores.csv']);
    expect(scored.code, scored.stderr).toBe(0);
    const again = await sandbox.fraudx(['evaluate', run, '--no-plots', '--json']);
    expect(again.json()['metrics']).toMatchObject(more['metrics'] as object);
    for (const [id, says] of [
      [run, true],
      [String(plain['run_id']), false],
    ] as const) {
      const { stderr } = await sandbox.fraudx(['promote', id, '--dry-run', '--approved-by', 'me']);
      expect(stderr.includes('are weighted by column "w"; no hyperparameter says so')).toBe(says);
    }
    const other = await sandbox.fraudx(['evaluate', run, '--no-plots', '--sample-weight', 'hour']);
    expect(other.stderr).toContain('--sample-weight must be what');
  });

  it('weighs trials and the last fit of tune, also from fraudx.yaml', async () => {
    const config = join(sandbox.folder, 'tune.yaml');
    await writeFile(config, 'target: fraud\nsplit: { strategy: stratified }\nseed: 5\nsampleWeight: w\n');
    const space = ['--param', 'num_round=5', '--trials', '2', '--config', config, '--json'];
    const [weighing, plain] = [
      await sandbox.fraudx(['tune', '--data', 'more.csv', ...space]),
      await sandbox.fraudx(['tune', '--data', 'ones.csv', ...space, '--experiment', 'ones']),
    ];
    expect(weighing.code, weighing.stderr).toBe(0);
    expect(weighing.json()).toMatchObject({ sample_weight: 'w' });
    const values = ({ json }: typeof plain): unknown =>
      (json()['trials'] as { value: number }[]).map(({ value }) => value);
    const logLoss = ({ json }: typeof plain): unknown => (json()['metrics'] as Record<string, number>)['log_loss'];
    expect([values(weighing), logLoss(weighing)]).not.toEqual([values(plain), logLoss(plain)]);
    const shown = await sandbox.fraudx(['leakage', 'check', '--data', 'more.csv', '--config', config, '--json']);
    expect((shown.json()['columns'] as { column: string }[]).map(({ column }) => column)).toEqual(['amount', 'hour']);
    const ranked = await sandbox.fraudx([
      ...'features select --method rfe --k 1 --data more.csv'.split(' '),
      '--config',
      config,
      '--json',
    ]);
    expect(ranked.json()).toMatchObject({ selected: ['amount'] });
  });

  it('goes on with a study as it began, and says what is said otherwise since', async () => {
    const config = join(sandbox.folder, 'study.yaml');
    const text = 'target: fraud\nsplit: { strategy: stratified }\nexperiment: study\nsampleWeight: ';
    await writeFile(config, `${text}w\n`);
    const args = ['tune', '--data', 'more.csv', '--config', config, '--trials', '200', '--param', 'num_round=200'];
    const list = async (kind: string): Promise<{ run_id: string }[]> =>
      (await sandbox.fraudx(['runs', 'list', '--experiment', 'study', '--kind', kind, '--json'])).json()['runs'] as {
        run_id: string;
      }[];
    const killed = await sandbox.fraudx(args, { killWhen: async () => (await list('trial')).length > 0 });
    expect(killed.code, killed.stderr).toBeNull();
    const [study] = await list('study');
    const resume = ['tune', '--resume', study!.run_id, '--config', config];
    const refused = await sandbox.fraudx([...resume, '--sample-weight', 'hour']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('tune --resume: --sample-weight must be what');
    await writeFile(config, `${text}hour\n`);
    const resumed = await sandbox.fraudx([...resume, '--json']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain('continues with its original settings');
    expect(resumed.stderr).toMatch(/these have changed since and are not used: sampleWeight \(--sample-weight\)$/m);
    expect(resumed.json()).toMatchObject({ sample_weight: 'w' });
  });

  it('names the row of what is no weight, and the class of which nothing counts', async () => {
    for (const [args, text] of [
      [['--data', 'bad.csv', ...weighed], 'got -2 in data row 7 of'],
      [['--data', 'one.csv', ...weighed], 'got 0 in every training row of label 1'],
      [['--data', 'none.csv', ...weighed], 'sampleWeight: columns must exist in'],
      [['--data', 'none.csv', '--sample-weight', 'fraud'], 'must name a column of its own, got "fraud", the target'],
    ] as const) {
      const { code, stderr } = await sandbox.fraudx(['train', ...args, ...flags]);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain(text);
    }
  });
});
