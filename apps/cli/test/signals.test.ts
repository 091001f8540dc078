import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(2000));
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'data: d.csv\ntarget: fraud\ndrop: [id]\n');
});
afterAll(() => sandbox.close());

describe.skipIf(process.platform === 'win32')('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s stops in a state that can be resumed: exit code 130',
    async (signal) => {
      const folder = `.fraudx-${signal}`;
      const tune = ['tune', '--folder', folder, '--trials', '200', '--workers', '1', '--seed', '3', '--json'];
      const stopped = await sandbox.fraudx(tune, {
        killWith: signal,
        killWhen: async () => {
          await sleep(20);
          return existsSync(join(sandbox.folder, folder, 'fraudx.db'));
        },
      });
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toContain('Stopping;');
      expect(stopped.stderr).not.toContain('    at ');
      const left = await readdir(join(sandbox.folder, folder), { recursive: true });
      expect(left.filter((name) => name.includes('.tmp'))).toEqual([]);
      // the store was closed: no journal of it is left
      expect(left.filter((name) => name.endsWith('-wal'))).toEqual([]);
      expect((await sandbox.fraudx(['runs', 'list', '--folder', folder, '--json'])).code).toBe(0);
    },
  );

  it('stops looking at a table at once', async () => {
    const names = Array.from({ length: 2500 }, (_, j) => `c${j}`);
    const rows = Array.from({ length: 400 }, (_, i) => names.map((_, j) => (i * (j + 3)) % 97).join(','));
    await writeFile(join(sandbox.folder, 'wide.csv'), `${names.join(',')}\n${rows.join('\n')}\n`);
    let asked = 0;
    const stopped = await sandbox.fraudx(['explore', 'wide.csv', '--correlations'], {
      killWith: 'SIGTERM',
      killWhen: async () => {
        await sleep(2500);
        asked = performance.now();
        return true;
      },
    });
    // not stopped, it takes half a minute; the rest is for a busy machine
    expect(performance.now() - asked).toBeLessThan(3000);
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    // a slow machine may still be reading
    expect(stopped.stderr).toContain('interrupted');
  });

  it('changes nothing where the answer is written already', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    for (let late = 0; late < 12; late++) {
      const child = spawn(process.execPath, ['-C', 'fraudx-source', main, '--version'], { cwd: sandbox.folder });
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGINT'), late));
      expect(await once(child, 'exit'), `${late} ms after the answer`).toEqual([0, null]);
    }
  });

  it('reports a defect that shows while the answer is written: exit code 70', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const late = `const write = process.stdout.write; let done = false;
process.stdout.write = function (...args) { if (!done) { done = true; void Promise.reject(new Error('late defect')); } return write.apply(this, args); };`;
    await writeFile(join(sandbox.folder, 'late.mjs'), late);
    const args = ['-C', 'fraudx-source', '--import', join(sandbox.folder, 'late.mjs'), main, '--version'];
    const child = spawn(process.execPath, args, { cwd: sandbox.folder });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    expect(await once(child, 'close')).toEqual([70, null]);
    expect(told).toContain('late defect');
  });
});
