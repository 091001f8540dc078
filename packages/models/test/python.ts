import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const installed = fileURLToPath(new URL('../../../.cache/test-tools/bin/python', import.meta.url));
const script = fileURLToPath(new URL('./real-libraries.py', import.meta.url));

/**
 * A Python with xgboost, lightgbm, numpy and pandas, or undefined where there is none (`scripts/install-test-tools.sh` makes one). With
 * `FRAUDX_REQUIRE_PYTHON` set, its absence is an error, so that no test is skipped unseen.
 */
export function findPython(): string | undefined {
  const candidates = [process.env['FRAUDX_PYTHON'], installed, 'python3'];
  const found = candidates.find((command) => {
    if (command === undefined || (command.includes('/') && !existsSync(command))) return false;
    return spawnSync(command, ['-c', 'import lightgbm, numpy, pandas, xgboost'], { stdio: 'ignore' }).status === 0;
  });
  if (found === undefined && (process.env['FRAUDX_REQUIRE_PYTHON'] ?? '') !== '') {
    throw new Error(
      'python with xgboost, lightgbm, numpy and pandas must be installed, run scripts/install-test-tools.sh',
    );
  }
  return found;
}

/** The Python examples of docs/models.md, in order. */
export function documentedScripts(): readonly string[] {
  const page = readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^```python\n(.*?)^```$/gms)].map((match) => match[1]!);
}

/**
 * Runs an example in a folder as it is written, and as its last comment has it: with LightGBM.
 *
 * @returns The `scores` of both.
 */
export async function runScript(
  python: string,
  folder: string,
  script: string,
): Promise<{ readonly xgboost: Float64Array; readonly lightgbm: Float64Array }> {
  const write = (name: string): string => `scores.astype("<f8").tofile("${name}")`;
  const commented = /^# (scores = lightgbm.*)$/m.exec(script)![1]!;
  const whole = [script, write('xgboost.out'), 'import lightgbm', commented, write('lightgbm.out')].join('\n');
  await promisify(execFile)(python, ['-c', whole], { cwd: folder });
  return { xgboost: await doublesOf(folder, 'xgboost.out'), lightgbm: await doublesOf(folder, 'lightgbm.out') };
}

/** A file of little-endian doubles. */
export async function doublesOf(folder: string, name: string): Promise<Float64Array> {
  const bytes = await readFile(join(folder, name));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
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
