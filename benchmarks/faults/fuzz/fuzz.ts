/** Damaged input for every reader: typed errors only, at most 10 s and 1 GB. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Context, Scenario, Tally } from '../scenario.ts';
import { readers } from './readers.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const longestMs = 10_000;
const mostBytes = 2 ** 30;
/** A process gets the first case of a reader, with all its modules, more time. */
const startMs = 60_000;

interface Line {
  readonly ready?: boolean;
  readonly begin?: number;
  readonly end?: number;
  readonly refused?: boolean;
  readonly wrong?: string;
  readonly rss?: number;
}

/** Runs cases from `first` on in one process; returns the next case to run, behind one that ended the process. */
async function runBatch(
  name: string,
  seed: number,
  first: number,
  { folder, cases, fail }: Context,
  found: { hit: number },
): Promise<number> {
  const args = [
    '-C',
    'fraudx-source',
    '--no-warnings',
    child,
    name,
    folder,
    String(seed),
    String(first),
    String(cases),
  ];
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  running.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)));
  let current = first;
  let ended = first - 1;
  let isReady = false;
  let tooLong = false;
  const watch = (ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      tooLong = true;
      running.kill('SIGKILL');
    }, ms);
  let timer = watch(startMs);
  for await (const text of createInterface({ input: running.stdout })) {
    clearTimeout(timer);
    timer = watch(longestMs);
    const line = JSON.parse(text) as Line;
    isReady ||= line.ready === true;
    if (line.begin !== undefined) current = line.begin;
    if (line.end === undefined) continue;
    ended = line.end;
    if (line.refused === true) found.hit += 1;
    if (line.wrong !== undefined) fail(`case ${line.end}: ${line.wrong}`);
    if ((line.rss ?? 0) > mostBytes) fail(`case ${line.end}: ${Math.round(line.rss! / 2 ** 20)} MiB of memory`);
  }
  clearTimeout(timer);
  if (!isReady) throw new Error(`the intact example must be read, got: ${stderr.trim()}`);
  if (ended === cases - 1) return cases;
  fail(
    `case ${current}: ${tooLong ? 'took more than 10 s' : `the process ended (${running.signalCode ?? running.exitCode}): ${stderr.trim()}`}`,
  );
  return current + 1;
}

async function run(name: string, context: Context): Promise<Tally> {
  const seed = Math.floor(context.rng.uniform() * 1e6);
  const found = { hit: 0 };
  for (let next = 0; next < context.cases;) next = await runBatch(name, seed, next, context, found);
  return { tried: context.cases, hit: found.hit };
}

/** One scenario a reader. */
export const fuzzing: readonly Scenario[] = readers.map(({ name }) => ({
  name: `fuzz ${name}`,
  group: 'fuzz',
  promise: 'read, or a typed error; at most 10 s and 1 GB',
  run: (context) => run(name, context),
}));
