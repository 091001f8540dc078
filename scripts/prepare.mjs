/**
 * After every install: links Node itself where pnpm put a shell script around it, then builds.
 *
 * The script would stay between a caller and the process, and swallow signals sent to it alone (CI, service managers, `docker stop`).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, symlinkSync } from 'node:fs';

const shim = 'node_modules/.bin/node';
const binary = 'node_modules/node/bin/node';
if (process.platform !== 'win32' && existsSync(binary)) {
  symlinkSync('../node/bin/node', `${shim}.new`);
  renameSync(`${shim}.new`, shim);
}
const { status } = spawnSync('node', ['--run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
process.exitCode = status ?? 1;
