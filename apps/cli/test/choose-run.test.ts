import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const runs: Record<'leak' | 'split' | 'good' | 'best', string> = { leak: '', split: '', good: '', best: '' };

/** A column that gives the answer away; without it the model is imperfect. */
function leakyCsv(): string {
  const [header, ...lines] = learnableCsv(1200).trim().split('\n');
  const blurred = lines.map((line, i) => {
    const [id, amount, hour, country, fraud] = line.split(',');
    return [id, i % 4 === 0 ? '190' : amount, hour, country, Number(fraud) * 7, fraud].join(',');
  });
  return `${[header!.replace('fraud', 'answer,fraud'), ...blurred].join('\n')}\n`;
}

async function train(...more: string[]): Promise<string> {
  const trained = await sandbox.fraudx(['train', ...more, '--json', '--quiet']);
  expect(trained.code, trained.stderr).toBe(0);
  return String(trained.json()['run_id']);
}

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'tx.csv'), leakyCsv());
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'data: tx.csv\ntarget: fraud\ndrop: [id, answer]\n');
  runs.leak = await train('--drop', 'id');
  runs.good = await train('--param', 'num_round=3', '--param', 'max_depth=1', '--param', 'eta=0.01');
  runs.best = await train('--param', 'num_round=30');
  runs.split = await train('--test-size', '0.3');
});
afterAll(() => sandbox.close());

describe('the run that evaluate and promote take without an id', () => {
  it('is the best of this config, not the best ever, and says of how many and why', async () => {
    for (const command of [
      ['evaluate', '--no-plots'],
      ['promote', '--dry-run'],
    ]) {
      const taken = await sandbox.fraudx([...command, '--json']);
      expect(taken.json(), taken.stderr).toMatchObject({
        run_id: runs.best,
        chosen: { by: 'validation_average_precision', candidates: 2 },
      });
      const { left_out: leftOut } = taken.json()['chosen'] as { left_out: { run_id: string; differs: string[] }[] };
      expect(leftOut.toSorted((a, b) => (a.run_id < b.run_id ? -1 : 1))).toEqual(
        [
          { run_id: runs.leak, differs: ['drop'] },
          { run_id: runs.split, differs: ['split'] },
        ].toSorted((a, b) => (a.run_id < b.run_id ? -1 : 1)),
      );
      expect(taken.stderr).toContain(`took ${runs.best}: the best of 2 runs`);
      expect(taken.stderr).toMatch(/2 runs were left out: other (drop in 1, split in 1|split in 1, drop in 1)/);
    }
    const named = await sandbox.fraudx(['evaluate', runs.leak, '--no-plots', '--json']);
    expect(named.json()).toMatchObject({ run_id: runs.leak, chosen: null });
  });

  it('is an error where all runs differ, with the runs and what differs', async () => {
    const path = join(sandbox.folder, 'other.yaml');
    await writeFile(path, 'data: tx.csv\ntarget: fraud\ndrop: [id]\nsplit: { strategy: stratified, test: 0.25 }\n');
    const none = await sandbox.fraudx(['promote', '--config', path, '--approved-by', 'Ada', '--json']);
    expect(none.code).toBe(2);
    expect(none.json()).toMatchObject({ error: { code: 'RUN_NOT_FOUND' } });
    expect(none.stderr).toContain('(other drop, split)');
  });

  it('is not one of the file as it was before it changed', async () => {
    const path = join(sandbox.folder, 'tx.csv');
    const before = await readFile(path, 'utf8');
    await writeFile(path, `${before}99998,12,3,at,0,0\n`);
    const later = await train('--param', 'num_round=2', '--param', 'max_depth=1');
    const taken = await sandbox.fraudx(['evaluate', '--no-plots', '--json']);
    await writeFile(path, before);
    expect(taken.json(), taken.stderr).toMatchObject({ run_id: later, chosen: { candidates: 1 } });
    expect(taken.stderr).toContain('contents of the data in 2');
  });
});

const hasScript = existsSync('/usr/bin/script');
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs `fraudx promote` in a terminal of its own, and types an answer when it asks. */
function inTerminal(args: string, answer: string): Promise<{ code: number | null; seen: string }> {
  return new Promise((resolve, reject) => {
    const command = `${process.execPath} -C fraudx-source ${main} promote ${runs.best} ${args}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: sandbox.folder,
      env: { ...process.env, NO_COLOR: '1', CI: '', TERM: 'dumb' },
    });
    let seen = '';
    let answered = false;
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (answered || !seen.includes('[y/N]')) return;
      answered = true;
      child.stdin.write(answer);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, seen }));
  });
}

describe.skipIf(!hasScript)('promote in a terminal', () => {
  it('asks, and changes nothing without a yes', async () => {
    const refused = await inTerminal('--approved-by Ada', 'n\n');
    expect(refused.code, refused.seen).toBe(1);
    expect(refused.seen).toContain(`Promote ${runs.best} (xgboost, average precision`);
    expect(refused.seen).toContain('approved by: Ada');
    expect(refused.seen).toContain('nothing was changed');
    expect((await sandbox.fraudx(['promotions', 'list', '--json'])).json()).toMatchObject({ promotions: [] });
    const interrupted = await inTerminal('', '\u0003');
    expect(interrupted.code, interrupted.seen).toBe(130);
    const promoted = await inTerminal('', 'y\n');
    expect(promoted.code, promoted.seen).toBe(0);
    expect(promoted.seen).toContain('approved by: not given');
    const list = await sandbox.fraudx(['promotions', 'list', '--json']);
    expect(list.json()).toMatchObject({ promotions: [{ run_id: runs.best, approved_by: 'not given' }] });
  });

  it('does not ask with --yes, nor where nobody can answer', async () => {
    const yes = await inTerminal('--yes', '');
    expect(yes.code, yes.seen).toBe(0);
    expect(yes.seen).not.toContain('[y/N]');
    const piped = await sandbox.fraudx(['promote', runs.best, '--json']);
    expect(piped.code, piped.stderr).toBe(0);
  });
});
