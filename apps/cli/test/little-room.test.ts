import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

const launcher = fileURLToPath(new URL('../bin/fraudx.js', import.meta.url));
const built = existsSync(fileURLToPath(new URL('../dist/main.js', import.meta.url)));
const train = ['train', '--data', 'd.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=3'];

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(800));
});
afterAll(() => sandbox.close());

describe.skipIf(process.platform === 'win32')('little room', () => {
  it('evaluates without a temporary folder of the machine, and leaves nothing beside the pictures', async () => {
    expect((await sandbox.fraudx(train)).code).toBe(0);
    const evaluated = await sandbox.fraudx(['evaluate', '--gate', 'recall >= 0'], { env: { TMPDIR: '/nowhere' } });
    expect(evaluated.code, evaluated.stderr).toBe(0);
    const kept = await readdir(join(sandbox.folder, '.fraudx/artifacts'), { recursive: true });
    expect(kept.filter((name) => name.endsWith('.svg')).length).toBeGreaterThan(0);
    expect(kept.filter((name) => name.includes('.evaluation-'))).toEqual([]);
  });

  it.skipIf(!built).each([24, 28, 32, 36])('trains or says what it lacks with %i open files', async (limit) => {
    const { code, stderr } = await new Promise<{ code: number | string; stderr: string }>((resolve) => {
      const command = `ulimit -n ${limit} && exec "$0" "$@"`;
      execFile(
        'sh',
        ['-c', command, process.execPath, launcher, ...train, '--folder', `.fraudx-${limit}`],
        { cwd: sandbox.folder },
        (error, _stdout, text) => resolve({ code: error?.code ?? 0, stderr: text }),
      );
    });
    expect([0, 3], stderr).toContain(code);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
