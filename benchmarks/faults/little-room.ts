/** Full disks and low limits. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFraudx } from './fraudx-process.ts';
import type { Job } from './job.ts';
import { copyOf, localJobs, templateOf, tune } from './jobs.ts';
import type { Context, Scenario, Tally } from './scenario.ts';

function whyNoMount(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux to mount a tmpfs';
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'mounting is not allowed here';
  }
}

function mount(folder: string, kib: number): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder]);
}

/** Fills a disk but for `kib`. */
function fill(folder: string, kib: number): void {
  const block = Buffer.alloc(4096, 1);
  const free = Number(execFileSync('stat', ['-f', '-c', '%a', folder]).toString()) - Math.ceil(kib / 4);
  if (free > 0) writeFileSync(join(folder, 'full'), Buffer.alloc(free * block.length, 1));
}

/** Each of `jobs` on a disk with less than `mostKib` free, then with room again. */
async function fullDisk(jobs: readonly Job[], mostKib: number, context: Context): Promise<Tally> {
  const { folder, shared, rng, cases, fail } = context;
  let hit = 0;
  for (const job of jobs) {
    const template = await templateOf(job, shared);
    const { prepared } = template;
    for (let i = 0; i < cases; i++) {
      const disk = join(folder, 'disk');
      mount(disk, 16_384);
      try {
        const at = await copyOf(template, join(disk, 'work'));
        const kib = Math.floor(rng.uniform() * mostKib);
        fill(disk, kib);
        const ended = await runFraudx(prepared.command, at, undefined, { env: { TMPDIR: disk } });
        const place = `${job.name}, case ${i}, ${kib} KiB free`;
        if (ended.code !== 0 && ended.code !== 3)
          fail(`${place}: exit code ${ended.code}: ${ended.stderr.slice(0, 400)}`);
        if (ended.code === 3) hit += 1;
        prepared.either(at);
        execFileSync('rm', [join(disk, 'full')]);
        const again = await runFraudx(ended.code === 0 ? ['runs', 'list'] : prepared.again(at), at);
        if (again.code !== 0) fail(`${place}, then room again: exit code ${again.code}: ${again.stderr.slice(0, 400)}`);
        else if (ended.code !== 0) await prepared.done(at, again);
      } catch (error) {
        fail(`${job.name}, case ${i}: ${(error as Error).message}`);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    }
  }
  return { tried: cases * jobs.length, hit };
}

/** Commands that only read, `RUN` being a run; they print nothing to a file. */
const reading = [
  ['runs', 'list'],
  ['runs', 'show', 'RUN'],
  ['runs', 'compare', 'RUN', 'RUN'],
  ['promotions', 'list'],
  ['promotions', 'show', 'latest'],
  ['promotions', 'verify'],
  ['data', 'describe', 'd.csv'],
  ['explore', 'd.csv', '--target', 'fraud'],
  ['promote', 'RUN', '--dry-run'],
  ['config', 'schema'],
];

/** Commands that only read, on a full disk (even cases) and on one that is mounted read-only. */
async function readsOnly({ folder, shared, cases, fail }: Context): Promise<Tally> {
  const template = await templateOf(localJobs[0]!, shared);
  const run = readdirSync(join(template.folder, '.fraudx/models'))[0]!;
  for (let i = 0; i < cases; i++) {
    const disk = join(folder, 'disk');
    mount(disk, 16_384);
    try {
      const at = await copyOf(template, join(disk, 'work'));
      if (i % 2 === 0) fill(disk, 0);
      else execFileSync('mount', ['-o', 'remount,ro', disk]);
      for (const words of reading) {
        const command = words.map((word) => (word === 'RUN' ? run : word));
        const { code, stderr } = await runFraudx(command, at);
        if (code !== 0) fail(`case ${i}, ${command.join(' ')}: exit code ${code}: ${stderr.slice(0, 400)}`);
      }
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  }
  return { tried: cases, hit: cases };
}

async function lowLimits({ folder, shared, rng, cases, fail }: Context): Promise<Tally> {
  let hit = 0;
  for (const job of localJobs) {
    const template = await templateOf(job, shared);
    const { prepared } = template;
    for (let i = 0; i < cases; i++) {
      const at = await copyOf(template, join(folder, `case-${job.name.replaceAll(' ', '-')}-${i}`));
      const prefix =
        rng.uniform() < 0.5
          ? `ulimit -n ${24 + Math.floor(rng.uniform() * 40)}`
          : `ulimit -f ${8 + Math.floor(rng.uniform() * 200)}`;
      const ended = await runFraudx(prepared.command, at, undefined, { prefix });
      const place = `${job.name}, case ${i}, ${prefix}`;
      if (ended.code !== 0 && ended.code !== 3)
        fail(`${place}: exit code ${ended.code}: ${ended.stderr.slice(0, 400)}`);
      if (ended.code === 3) hit += 1;
      try {
        prepared.either(at);
        if (ended.code !== 0) {
          const again = await runFraudx(prepared.again(at), at);
          if (again.code !== 0) throw new Error(`exit code ${again.code}: ${again.stderr.slice(0, 400)}`);
          await prepared.done(at, again);
        }
      } catch (error) {
        fail(`${place}, then without the limit: ${(error as Error).message}`);
      }
    }
  }
  return { tried: cases * localJobs.length, hit };
}

async function fullOutput({ folder, shared, cases, fail }: Context): Promise<Tally> {
  let hit = 0;
  const commands = [
    ['runs', 'list'],
    ['runs', 'list', '--json'],
    ['promote', '--verbose', '--approved-by', 'x'],
    ['evaluate', '--json'],
    ['--help'],
  ];
  const template = await templateOf(localJobs[0]!, shared);
  for (let i = 0; i < cases; i++) {
    const at = await copyOf(template, join(folder, `case-${i}`));
    const command = commands[i % commands.length]!;
    const ended = await runFraudx(command, at, undefined, { prefix: 'exec >/dev/full' });
    if (ended.code === 3) hit += 1;
    else fail(`case ${i}, ${command.join(' ')}: exit code ${ended.code}, not 3`);
  }
  return { tried: cases, hit };
}

/** Scenarios without room. */
export const littleRoom: readonly Scenario[] = [
  {
    name: 'full disk (0 to 160 KiB free)',
    group: 'kills',
    promise: 'exit code 3 or 0, old output kept; with room again the same command completes it',
    skip: whyNoMount,
    run: (context) => fullDisk(localJobs, 160, context),
  },
  {
    name: 'tune on a full disk, then resumed',
    group: 'kills',
    promise: 'exit code 3 or 0; with room again `tune --resume` gives the trials of an uninterrupted study',
    skip: whyNoMount,
    run: (context) => fullDisk([tune], 700, context),
  },
  {
    name: 'commands that only read: disk full, or read-only',
    group: 'kills',
    promise: 'exit code 0',
    skip: whyNoMount,
    run: readsOnly,
  },
  {
    name: 'low limits (open files, file size)',
    group: 'kills',
    promise: 'exit code 3 or 0; without the limit the same command completes it',
    skip: () => (process.platform === 'win32' ? 'needs ulimit' : undefined),
    run: lowLimits,
  },
  {
    name: 'standard output on a full disk',
    group: 'kills',
    promise: 'exit code 3',
    skip: () => (readdirSync('/').includes('dev') && process.platform === 'linux' ? undefined : 'needs /dev/full'),
    run: fullOutput,
  },
];
