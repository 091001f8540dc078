import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** Sign-ups whose e-mail domain decides; 60 domains, a code with leading zeros. */
function signUps(from: number, to: number): string {
  const lines = ['domain,zip,age,fraud'];
  for (let i = from; i < to; i++) {
    const domain = (i * 7) % 60;
    const risky = domain % 4 === 1;
    lines.push(
      `mail${domain}.example,${String(100 + (i % 5)).padStart(5, '0')},${20 + (i % 50) + i / 10_000},${i % (risky ? 2 : 12) === 0 ? 1 : 0}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

describe('categoryEncoding', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const config = (more: string): Promise<void> =>
    writeFile(join(sandbox.folder, 'fraudx.yaml'), `data: sign-ups.csv\ntarget: fraud\n${more}`);
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'sign-ups.csv'), signUps(0, 1500));
    await writeFile(join(sandbox.folder, 'new.csv'), `${signUps(1500, 1530)}unheard.example,00777,30,0\n`);
  });
  afterAll(() => sandbox.close());

  it('trains, evaluates and replays encodings at prediction', async () => {
    await config('categoryEncoding: { domain: target, zip: one-hot }\n');
    const train = await sandbox.fraudx(['train', '--param', 'num_round=20', '--json']);
    expect(train.code, train.stderr).toBe(0);
    const evaluate = await sandbox.fraudx(['evaluate', '--no-plots', '--gate', 'recall >= 0', '--json']);
    expect([0, 1], evaluate.stderr).toContain(evaluate.code);
    const predict = await sandbox.fraudx([
      'predict',
      '--data',
      'new.csv',
      '--matrix',
      'x.csv',
      '--output',
      'scores.csv',
    ]);
    expect(predict.code, predict.stderr).toBe(0);
    const [names, ...rows] = (await readFile(join(sandbox.folder, 'x.csv'), 'utf8')).trim().split('\n');
    expect(names).toBe('domain,zip=00100,zip=00101,zip=00102,zip=00103,zip=00104,age');
    expect(rows[0]).toMatch(/^0\.\d+,1,0,0,0,0,20\.1/);
    // a domain and a zip that training never saw: the overall rate, and no column
    const rate = Number(rows.at(-1)!.split(',')[0]);
    expect(rows.at(-1)).toMatch(/,0,0,0,0,0,30(\.0)?$/);
    expect(rate).toBeCloseTo(1 / 12, 3);
  });

  it('is searched by tune, and the winner keeps its encoding', async () => {
    await config(
      'tuning: { strategy: grid, space: { categoryEncoding.domain: [native, target, count], num_round: [10] } }\n',
    );
    const tune = await sandbox.fraudx(['tune', '--json']);
    expect(tune.code, tune.stderr).toBe(0);
    const report = tune.json() as {
      run_id: string;
      model: string;
      best: { params: Record<string, unknown> };
      trials: { params: Record<string, unknown>; value: number }[];
    };
    const tried = report.trials.map(({ params }) => String(params['categoryEncoding.domain']));
    expect(new Set(tried)).toEqual(new Set(['count', 'native', 'target']));
    // the encodings make other models, so other values
    expect(new Set(report.trials.map(({ value }) => value)).size).toBeGreaterThan(1);
    const won = report.best.params['categoryEncoding.domain'];
    expect(['native', 'target', 'count']).toContain(won);
    const manifest = JSON.parse(await readFile(join(report.model, 'model.json'), 'utf8')) as {
      features: { features: { name: string; encoding: { kind: string } }[] };
    };
    const kind = { native: 'text-codes', target: 'target-rate', count: 'category-count' }[String(won)];
    expect(manifest.features.features.find(({ name }) => name === 'domain')!.encoding.kind).toBe(kind);
    const shown = await sandbox.fraudx(['runs', 'show', report.run_id, '--json']);
    expect(JSON.stringify(shown.json())).toContain(`"categoryEncoding":{"domain":"${String(won)}"}`);
    const evaluate = await sandbox.fraudx(['evaluate', report.run_id, '--no-plots', '--gate', 'recall >= 0', '--json']);
    expect([0, 1], evaluate.stderr).toContain(evaluate.code);
  });

  it('refuses columns and names that do not fit, with what to do', async () => {
    for (const [more, message] of [
      ['categoryEncoding: { fraud: target }\n', 'got the target'],
      ['entity: domain\ncategoryEncoding: { domain: target }\n', 'got the entity column'],
      ['categoryEncoding: { domian: target }\n', 'got "domian"'],
      ['categoryEncoding: { domain: hash }\n', 'categoryEncoding'],
      [
        'categoryEncoding: { domain: count }\ntuning: { space: { categoryEncoding.domain: [native] } }\n',
        'cannot be searched',
      ],
      ['tuning: { space: { categoryEncoding.domain: [native, targt] } }\n', 'got "targt"'],
      ['tuning: { space: { categoryEncoding.domian: [native, target] } }\n', 'got "domian"'],
    ] as const) {
      await config(more);
      const refused = await sandbox.fraudx(['tune']);
      expect(refused.code, more).toBe(2);
      expect(refused.stderr, more).toContain(message);
      expect(refused.stderr).not.toContain('    at ');
    }
  });

  it('is suggested by explore', async () => {
    await config('');
    const explore = await sandbox.fraudx(['explore', 'sign-ups.csv', '--target', 'fraud']);
    expect(explore.code, explore.stderr).toBe(0);
    expect(explore.stdout).toContain('"categoryEncoding.domain": [native, target, count]');
  });
});
