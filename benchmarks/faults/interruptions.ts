/** Kills, signals and closed pipes at random moments of commands that write. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Rng } from '@fraudx/core';
import type { Disturbance, Ended } from './fraudx-process.ts';
import { allowedCodes, runFraudx } from './fraudx-process.ts';
import type { Job, Prepared } from './job.ts';
import { copyOf, jobs, templateOf } from './jobs.ts';
import type { Context, Scenario, Tally } from './scenario.ts';
import { inParallel } from './scenario.ts';

/** A fault by name, drawn for a command that takes `ms` undisturbed. */
interface Fault {
  readonly name: string;
  readonly promise: string;
  readonly draw: (rng: Rng, ms: number) => Disturbance;
  /** Throws unless the command ended as it may; returns whether it must be repeated to be done. */
  readonly after: (ended: Ended, disturbance: Disturbance) => boolean;
}

function checkTyped(ended: Ended): void {
  if (ended.code === null || !allowedCodes.has(ended.code)) {
    throw new Error(`exit code ${ended.code} (${ended.signal}): ${ended.stderr.slice(0, 300)}`);
  }
  if (/^ {4}at /m.test(ended.stderr)) throw new Error(`a stack trace: ${ended.stderr.slice(0, 300)}`);
}

function signalled(signal: NodeJS.Signals): Fault {
  return {
    name: signal,
    promise: 'exit code 130 or 0; the same command again completes it',
    draw: (rng, ms) => ({ kind: 'signal', signal, afterMs: 0.1 * ms + rng.uniform() * ms }),
    after: (ended) => {
      // Before Node has set its handlers up the signal ends it.
      if (ended.signal === signal) return true;
      checkTyped(ended);
      if (ended.code !== 0 && ended.code !== 130) throw new Error(`exit code ${ended.code}: ${ended.stderr}`);
      return ended.code !== 0;
    },
  };
}

const faults: readonly Fault[] = [
  {
    name: 'SIGKILL',
    promise: 'the state before or after; the same command again completes it',
    draw: (rng, ms) => ({ kind: 'signal', signal: 'SIGKILL', afterMs: 0.1 * ms + rng.uniform() * ms }),
    after: (ended) => {
      if (ended.signal === null) checkTyped(ended);
      return ended.code !== 0;
    },
  },
  signalled('SIGTERM'),
  signalled('SIGINT'),
  signalled('SIGHUP'),
  {
    name: 'closed pipe',
    promise: 'the work is done at once, exit code 3 where the answer was cut',
    draw: (rng) => ({ kind: 'pipe', afterLines: rng.uniform() < 0.5 ? 0 : Math.floor(rng.uniform() * 14) }),
    after: (ended, disturbance) => {
      checkTyped(ended);
      // The whole answer may be in the pipe, and not yet read here, before it is closed.
      const atOnce = disturbance.kind === 'pipe' && disturbance.afterLines === 0;
      const expected = atOnce ? [3] : [0, 3];
      if (!expected.includes(ended.code!)) throw new Error(`exit code ${ended.code}, not 3`);
      return false;
    },
  },
];

async function disturb(prepared: Prepared, fault: Fault, folder: string, disturbance: Disturbance): Promise<boolean> {
  let last = await runFraudx(prepared.command, folder, disturbance);
  const repeat = fault.after(last, disturbance);
  prepared.either(folder);
  if (repeat) {
    const command = prepared.again(folder);
    const again = await runFraudx(command, folder);
    checkTyped(again);
    if (again.code !== 0) throw new Error(`fraudx ${command.join(' ')} ended with ${again.code}: ${again.stderr}`);
    const disturbed = last.disturbed;
    last = again;
    await prepared.done(folder, last);
    return disturbed;
  }
  await prepared.done(folder, last);
  return last.disturbed;
}

async function run(job: Job, fault: Fault, context: Context): Promise<Tally> {
  const { folder, shared, rng, cases, fail } = context;
  const template = await templateOf(job, shared);
  const disturbances = Array.from({ length: cases }, () => fault.draw(rng, template.ms));
  let hit = 0;
  await inParallel(context, async (i) => {
    const at = join(folder, `case-${i}`);
    try {
      await copyOf(template, at);
      if (await disturb(template.prepared, fault, at, disturbances[i]!)) hit += 1;
      rmSync(at, { recursive: true, force: true });
    } catch (error) {
      fail(`case ${i}, ${JSON.stringify(disturbances[i])}: ${(error as Error).message} (kept in ${at})`);
    }
  });
  return { tried: cases, hit };
}

/** Every fault for every command that writes. */
export const interruptions: readonly Scenario[] = jobs.flatMap((job) =>
  faults.map((fault) => ({
    name: `${job.name}, ${fault.name}`,
    group: 'kills' as const,
    promise: fault.promise,
    ...(job.skip === undefined ? {} : { skip: job.skip }),
    run: (context: Context) => run(job, fault, context),
  })),
);
