import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const installed = fileURLToPath(new URL('../../../.cache/test-tools/bin/python', import.meta.url));
const script = fileURLToPath(new URL('./real-libraries.py', import.meta.url));

/**
 * A Python with xgboost, lightgbm and numpy, or undefined where there is none (`scripts/install-test-tools.sh` makes one). With
 * `FRAUDX_REQUIRE_PYTHON` set, its absence is an error, so that no test is skipped unseen.
 */
export function findPython(): string | undefined {
  const candidates = [process.env['FRAUDX_PYTHON'], installed, 'python3'];
  const found = candidates.find((command) => {
    if (command === undefined || (command.includes('/') && !existsSync(command))) return false;
    return spawnSync(command, ['-c', 'import lightgbm, numpy, xgboost'], { stdio: 'ignore' }).status === 0;
  });
  if (found === undefined && (process.env['FRAUDX_REQUIRE_PYTHON'] ?? '') !== '') {
    throw new Error('python with xgboost, lightgbm and numpy must be installed, run scripts/install-test-tools.sh');
  }
  return found;
}

/** Runs jobs of `real-libraries.py` in a folder, in one process; one answer per job. */
export async function runJobs(
  python: string,
  folder: string,
  jobs: readonly object[],
): Promise<Record<string, unknown>[]> {
  const path = join(folder, 'jobs.json');
  await writeFile(path, JSON.stringify(jobs));
  const { stdout } = await promisify(execFile)(python, [script, path], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>[];
}
