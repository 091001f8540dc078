import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const launcher = fileURLToPath(new URL('../../../node_modules/.bin/fraudx', import.meta.url));
const built = existsSync(fileURLToPath(new URL('../dist/main.js', import.meta.url)));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx links '));
  await mkdir(join(folder, 'tools'));
  await symlink(launcher, join(folder, 'tools/fx'));
  await symlink('tools/fx', join(folder, 'fx'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32' || !built)('starts by a link to it, and by a link to that link', async () => {
  const { stdout } = await run(launcher, ['--version']);
  for (const link of ['./fx', './tools/fx']) {
    expect((await run(link, ['--version'], { cwd: folder })).stdout).toBe(stdout);
  }
  expect(
    (await run('fx', ['--version'], { env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` } })).stdout,
  ).toBe(stdout);
});
