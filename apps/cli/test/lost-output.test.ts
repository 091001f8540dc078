import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const runs: string[] = [];

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(800));
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'data: d.csv\ntarget: fraud\ndrop: [id]\n');
  for (const eta of ['0.2', '0.4']) {
    const trained = await sandbox.fraudx(['train', '--param', `eta=${eta}`, '--param', 'num_round=5', '--json']);
    runs.push(String(trained.json()['run_id']));
  }
});
afterAll(() => sandbox.close());

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs a command whose output is read until `readers` says so, then closed; without `readers` both are closed at once. */
async function closing(
  args: readonly string[],
  close: { readonly stdout: boolean; readonly stderr: boolean; readonly afterLines?: number },
): Promise<Ended> {
  const child = spawn(process.execPath, ['-C', 'fraudx-source', main, ...args], {
    cwd: sandbox.folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let stderr = '';
  const shut = (): void => {
    if (close.stdout) child.stdout.destroy();
    if (close.stderr) child.stderr.destroy();
  };
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (stderr.split('\n').length > (close.afterLines ?? 0)) shut();
  });
  child.stdout.resume();
  if (close.afterLines === undefined) shut();
  return await new Promise((resolve) => {
    child.on('exit', (code) => setImmediate(() => resolve({ code, stderr })));
  });
}

/** The parameters in production and the config beside them: both of one run, or the promotion stands half-way. */
async function production(): Promise<{ readonly eta: string; readonly runId: string; readonly locked: boolean }> {
  const folder = join(sandbox.folder, '.fraudx/production');
  const parameter = JSON.parse(
    await readFile(join(folder, 'parameters/fraud-detection/hyperparameters/eta.json'), 'utf8'),
  ) as { versions: { value: string }[] };
  const config = parse(await readFile(join(folder, 'objects/production-model-config.yaml'), 'utf8')) as {
    run_id: string;
  };
  return {
    eta: parameter.versions.at(-1)!.value,
    runId: config.run_id,
    locked: existsSync(join(folder, 'objects/promotions/lock.json')),
  };
}

describe.skipIf(process.platform === 'win32')('output that nobody takes', () => {
  it('never ends a promotion half-way, and a lost answer is no success', async () => {
    expect((await sandbox.fraudx(['promote', runs[0]!])).code).toBe(0);
    for (const [run, lines] of [
      [1, 1],
      [0, 6],
      [1, 12],
    ] as const) {
      const { code } = await closing(['promote', runs[run]!, '--verbose'], {
        stdout: true,
        stderr: true,
        afterLines: lines,
      });
      expect(code).toBe(3);
      expect(await production()).toMatchObject({ runId: runs[run], eta: run === 0 ? '0.2' : '0.4', locked: false });
    }
    const rolledBack = await closing(['rollback', '--verbose'], { stdout: true, stderr: true, afterLines: 3 });
    expect(rolledBack.code).toBe(3);
    expect(await production()).toMatchObject({ runId: runs[0], locked: false });
  });

  it('loses notes without harm: the answer on standard output was written', async () => {
    const { code } = await closing(['promote', runs[1]!, '--verbose'], { stdout: false, stderr: true, afterLines: 2 });
    expect(code).toBe(0);
    expect(await production()).toMatchObject({ runId: runs[1] });
  });

  it('keeps the exit code of a failure whose answer is lost', async () => {
    expect((await closing(['runs', 'show', 'nothing-like-it', '--json'], { stdout: true, stderr: false })).code).toBe(
      2,
    );
    expect((await closing(['runs', 'list', '--wrong'], { stdout: true, stderr: true })).code).toBe(2);
  });

  it('says without a stack that the answer is cut', async () => {
    const { code, stderr } = await closing(['runs', 'list'], { stdout: true, stderr: false });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^error: standard output must take the whole answer: its reader has closed it\n {2}The command/,
    );
  });

  it.skipIf(!existsSync('/dev/full'))('says that a full disk took no answer', async () => {
    const child = spawn(process.execPath, ['-C', 'fraudx-source', main, 'runs', 'list', '--json'], {
      cwd: sandbox.folder,
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(3);
    expect(stderr).toContain('error: standard output must take the whole answer: no space left on the disk\n');
  });
});
