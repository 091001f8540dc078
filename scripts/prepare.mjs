/**
 * After every install: puts its own launchers where pnpm put shell scripts, then builds.
 *
 * Node itself is linked: the script would stay between a caller and the process, and swallow signals sent to it alone (CI, service managers,
 * `docker stop`). The script for `fraudx` would look beside the link that it is called by, where a user has linked it to another folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';

const bin = 'node_modules/.bin';
const launcher = `#!/bin/sh
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
bin=$(dirname "$self")
node=$bin/node
[ -x "$node" ] || node=node
exec "$node" "$bin/../fraudx/bin/fraudx.js" "$@"
`;
if (process.platform !== 'win32') {
  if (existsSync('node_modules/node/bin/node')) {
    symlinkSync('../node/bin/node', `${bin}/node.new`);
    renameSync(`${bin}/node.new`, `${bin}/node`);
  }
  writeFileSync(`${bin}/fraudx.new`, launcher, { mode: 0o755 });
  renameSync(`${bin}/fraudx.new`, `${bin}/fraudx`);
}
const { status } = spawnSync('node', ['--run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
process.exitCode = status ?? 1;
