import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openScratchFolder, removeAbandonedScratch } from '@fraudx/core/files';
import { readFrames } from '@fraudx/data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const child = fileURLToPath(new URL('children/read-and-wait.ts', import.meta.url));

describe.skipIf(process.platform !== 'linux')('copies of rows that a killed process left', () => {
  let folder = '';
  let before: string | undefined;
  const started: ChildProcess[] = [];
  beforeEach(() => {
    before = process.env['TMPDIR'];
    folder = mkdtempSync(join(tmpdir(), 'fraudx-left-'));
    process.env['TMPDIR'] = folder;
    writeFileSync(join(folder, 'rows.csv'), `a\n${'1\n'.repeat(50)}`);
  });
  afterEach(async () => {
    for (const one of started.splice(0)) {
      if (one.exitCode !== null || one.signalCode !== null) continue;
      one.kill('SIGKILL');
      await once(one, 'exit');
    }
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<ChildProcess> {
    const one = spawn(process.execPath, ['-C', 'fraudx-source', child, join(folder, 'rows.csv')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(one);
    await once(one.stdout, 'data');
    return one;
  }
  const left = (): string[] => readdirSync(folder).filter((name) => name.startsWith('fraudx-rows-'));

  it('are removed by the next reading, those of the living are not', async () => {
    const [dead, living] = [await start(), await start()];
    expect(left()).toHaveLength(2);
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    for await (const frame of readFrames(join(folder, 'rows.csv'))) expect(frame.nRows).toBe(50);
    expect(left()).toHaveLength(1);
    expect(left()[0]).toContain(`-${living.pid}-`);
    living.kill('SIGKILL');
    await once(living, 'exit');
    await removeAbandonedScratch();
    expect(left()).toEqual([]);
  });

  it('are told by when the process started, and stay where they may be of another machine or somebody else wrote the name', async () => {
    const one = await start();
    const [, pid, host, birth] = /^fraudx-rows-(\d+)-(\w+)-(\w+)-/.exec(left()[0]!)!;
    const other = '0123456789ab';
    const kept = [
      left()[0]!,
      `fraudx-rows-${pid}-${other}-${birth}-aaaaaa`,
      `fraudx-rows-abcdef`,
      `fraudx-notes-${pid}-${host}-${other}-aaaaaa`,
    ];
    for (const name of kept.slice(1)) mkdirSync(join(folder, name));
    // A later process with the number of a dead one.
    mkdirSync(join(folder, `fraudx-rows-${pid}-${host}-${other}-aaaaaa`));
    writeFileSync(join(folder, `fraudx-text-${pid}-${host}-${other}-file00`), 'no folder');
    await removeAbandonedScratch();
    const all = readdirSync(folder).filter((name) => name.startsWith('fraudx-'));
    expect(all.sort()).toEqual([...kept, `fraudx-text-${pid}-${host}-${other}-file00`].sort());
    one.kill('SIGKILL');
    await once(one, 'exit');
  });

  it('stay where others can give a folder the name of one', async () => {
    const one = await start();
    const name = left()[0]!;
    one.kill('SIGKILL');
    await once(one, 'exit');
    chmodSync(folder, 0o777);
    await removeAbandonedScratch();
    expect(left()).toEqual([name]);
    chmodSync(folder, 0o1777);
    await removeAbandonedScratch();
    expect(left()).toEqual([]);
  });

  it('lie in the folder that was made, whatever has taken its place, and what took it stays', async () => {
    chmodSync(folder, 0o777);
    mkdirSync(join(folder, 'victim'));
    writeFileSync(join(folder, 'victim', 'precious'), 'keep');
    {
      await using scratch = await openScratchFolder('rows');
      const [name] = left();
      renameSync(join(folder, name!), join(folder, 'away'));
      renameSync(join(folder, 'victim'), join(folder, name!));
      writeFileSync(join(scratch.path, 'rows'), '');
      expect(readdirSync(join(folder, 'away'))).toEqual(['rows']);
    }
    expect(readdirSync(join(folder, left()[0]!))).toEqual(['precious']);
    // in peace, nothing is left
    rmSync(join(folder, left()[0]!), { recursive: true });
    for await (const frame of readFrames(join(folder, 'rows.csv'))) expect(frame.nRows).toBe(50);
    expect(left()).toEqual([]);
  });
});
