/**
 * Many processes on one study, while they are killed at random: no trial is lost, no point is run for two trials, a queued point is run for one trial, no
 * process that was left alone fails.
 *
 *     node -C fraudx-source benchmarks/tuning/many-processes.ts --processes 32 --kills 200 --trials 1500
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Rng } from '@fraudx/core';
import { openLocalWorkspace } from '@fraudx/local';
import { studySpecOf } from '@fraudx/tuning';
import { sharedStudy } from './shared-study.ts';

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '32' },
    kills: { type: 'string', default: '200' },
    trials: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
  },
});
const [nProcesses, nKills, nTrials] = [values.processes, values.kills, values.trials].map(Number) as [
  number,
  number,
  number,
];
const child = fileURLToPath(new URL('many-processes-child.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'fraudx-many-'));
const queue = Array.from({ length: 40 }, (_, i) => ({ x: 1 + i, y: 60 }));

/** Of the kills: which process, and when. */
const rng = new Rng(Number(values.seed));
const problems: string[] = [];
const running = new Set<ChildProcess>();
const study = { isOver: false };
let starts = 0;

function start(): void {
  const one = spawn(process.execPath, ['-C', 'fraudx-source', child, folder, String(nTrials)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  starts += 1;
  let said = '';
  one.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  running.add(one);
  one.on('exit', (code, signal) => {
    running.delete(one);
    if (code === 0) study.isOver = true;
    else if (signal !== 'SIGKILL') problems.push(`a process ended with ${code ?? signal}: ${said.slice(0, 300)}`);
    if (!study.isOver) start();
  });
}

const began = performance.now();
{
  await using workspace = await openLocalWorkspace(folder);
  await workspace.studies.createStudy({ studyId: 'study-1', spec: studySpecOf(sharedStudy), createdAt: 0 }, [], queue);
}
for (let i = 0; i < nProcesses; i++) start();
let kills = 0;
while (kills < nKills && !study.isOver) {
  await delay(20 + rng.uniform() * 150);
  const alive = [...running];
  const victim = alive[Math.floor(rng.uniform() * alive.length)];
  if (victim?.kill('SIGKILL') === true) kills += 1;
}
while (running.size > 0) await delay(50);

await using workspace = await openLocalWorkspace(folder);
const trials = await workspace.studies.listTrials('study-1');
const points = trials.map(({ params }) => JSON.stringify(params));
const worked = (await readFile(join(folder, 'done.txt'), 'utf8')).trim().split('\n').length;
if (trials.length !== nTrials) problems.push(`${trials.length} of ${nTrials} trials ended`);
if (trials.some(({ state }) => state !== 'complete')) problems.push('a trial is not complete');
// The first trials take the queue; random search goes on without replacement, which may meet a queued point once more.
const queued = points.slice(0, queue.length);
if (queued.join() !== queue.map((point) => JSON.stringify(point)).join())
  problems.push('the queue was not run once, in its order');
const drawn = points.slice(queue.length);
if (new Set(drawn).size !== drawn.length) problems.push('a point was run for two trials');
if (worked > nTrials + kills) problems.push(`objectives ran ${worked} times for ${nTrials} trials and ${kills} kills`);
console.log(
  JSON.stringify({
    processes: nProcesses,
    starts,
    kills,
    trials: trials.length,
    objectives: worked,
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    problems,
  }),
);
await rm(folder, { recursive: true, force: true });
process.exitCode = problems.length === 0 ? 0 : 1;
