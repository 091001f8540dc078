/** Damaged input for every reader: typed errors only, at most 10 s and 1 GB. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Context, Scenario, Tally } from '../scenario.ts';
import { inParallel } from '../scenario.ts';
import type { Reader } from './reader.ts';
import { readers } from './readers.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const longestMs = 10_000;
const tooLong = 'took more than 10 s';
const mostBytes = 2 ** 30;
/** A process gets the first case of a reader, with all its modules, more time. */
const startMs = 240_000;

interface Line {
  readonly ready?: boolean;
  readonly begin?: number;
  readonly end?: number;
  readonly refused?: boolean;
  readonly wrong?: string;
  /** How long the case took. */
  readonly ms?: number;
  /** The most memory that the process ever had, in bytes. */
  readonly peak?: number;
}

/** What the cases of a reader needed at most. */
interface Found {
  hit: number;
  ms: number;
  peak: number;
  /** Cases above the limit of time. */
  slow: number[];
}

/** Memory of a running process in bytes; 0 where the machine does not say. */
function memoryOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}

/** Runs cases from `first` to `end` in one process; returns the next case to run, behind one that ended the process. */
async function runBatch(
  name: string,
  folder: string,
  range: { readonly seed: number; readonly first: number; readonly end: number },
  fail: Context['fail'],
  found: Found,
): Promise<number> {
  const { seed, first, end } = range;
  const args = ['-C', 'fraudx-source', '--no-warnings', child, name, folder, ...[seed, first, end].map(String)];
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(running, 'exit');
  let stderr = '';
  running.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)));
  let current = first;
  let next = first;
  let isReady = false;
  let why: string | undefined;
  let deadline = performance.now() + startMs;
  const stop = (reason: string): void => {
    why ??= reason;
    running.kill('SIGKILL');
  };
  // A case that runs away is ended from outside: its process may not come to measure itself.
  const guard = setInterval(() => {
    if (performance.now() > deadline) stop(isReady ? tooLong : `was not ready after ${startMs / 1000} s`);
    if (memoryOf(running.pid!) > mostBytes) stop('took more than 1 GB of memory');
  }, 100);
  for await (const text of createInterface({ input: running.stdout })) {
    const line = JSON.parse(text) as Line;
    deadline = performance.now() + 1.5 * longestMs;
    isReady ||= line.ready === true;
    if (line.begin !== undefined) current = line.begin;
    if (line.end === undefined) continue;
    next = line.end + 1;
    const { ms = 0, peak = 0 } = line;
    if (line.refused === true) found.hit += 1;
    found.ms = Math.max(found.ms, ms);
    found.peak = Math.max(found.peak, peak);
    if (line.wrong !== undefined) fail(`case ${line.end}: ${line.wrong}`);
    else if (ms > longestMs) found.slow.push(line.end);
    // Its memory is that of all cases before it from now on: the next one gets a process of its own.
    else if (peak > mostBytes) fail(`case ${line.end}: ${Math.round(peak / 2 ** 20)} MiB of memory`);
    if (peak > mostBytes && why === undefined) stop('');
  }
  clearInterval(guard);
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  if (!isReady) throw new Error(`the intact example must be read, got: ${why ?? stderr.trim()}`);
  if (next === end || why === '') return next;
  if (why === tooLong) found.slow.push(current);
  else fail(`case ${current}: ${why ?? `the process ended (${signal ?? code}): ${stderr.trim()}`}`);
  return current + 1;
}

async function run({ name, serve }: Reader, { folder, rng, cases, jobs, fail }: Context): Promise<Tally> {
  const seed = Math.floor(rng.uniform() * 1e6);
  // It must outlive the processes that are ended, and be stopped in the end.
  await using server = await serve?.();
  if (server !== undefined) process.env['FAULTS_SERVER'] = server.address;
  const found: Found = { hit: 0, ms: 0, peak: 0, slow: [] };
  // A process has some seconds of start: one gets at least 50 cases.
  const processes = Math.max(1, Math.min(jobs, Math.ceil(cases / 50)));
  await inParallel({ cases: processes, jobs: processes }, async (i) => {
    const own = join(folder, String(i));
    mkdirSync(own);
    const end = Math.floor(((i + 1) * cases) / processes);
    for (let first = Math.floor((i * cases) / processes); first < end;) {
      first = await runBatch(name, own, { seed, first, end }, fail, found);
    }
  });
  // A busy machine may hold a process up: only what is slow again by itself is slow.
  const again: Found = { hit: 0, ms: 0, peak: 0, slow: [] };
  for (const first of found.slow) {
    const own = join(folder, 'alone', String(first));
    mkdirSync(own, { recursive: true });
    await runBatch(name, own, { seed, first, end: first + 1 }, fail, again);
  }
  for (const i of again.slow) fail(`case ${i}: ${tooLong}`);
  const measured = `≤ ${(found.ms / 1000).toFixed(1)} s, ≤ ${Math.round(found.peak / 2 ** 20)} MiB`;
  return { tried: cases, hit: found.hit, measured };
}

/** One scenario a reader. */
export const fuzzing: readonly Scenario[] = readers.map((reader) => ({
  name: `fuzz ${reader.name}`,
  group: 'fuzz',
  promise: 'read, or a typed error; at most 10 s and 1 GB',
  ...(reader.skip === undefined ? {} : { skip: reader.skip }),
  run: (context) => run(reader, context),
}));
