/**
 * Faults on purpose: kills, signals, closed pipes, full disks, low limits, damaged files; what each command promises must hold in every case.
 *
 * Run: `node --run faults -- [--kills 20] [--fuzz 200] [--seed 1] [--only promote] [--jobs 2]`. `--kills`: cases of each kill, signal, pipe and disk scenario; `--fuzz`: cases of each reader;
 * `--jobs`: cases at the same time, default the number of processors.
 * Prints a row per scenario and every case that did not hold, with the seed that finds it again; exit code 1 where there is one. What cannot run here is skipped by name.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Rng } from '@fraudx/core';
import { stopEmulator } from './aws-target.ts';
import { fuzzing } from './fuzz/fuzz.ts';
import { interruptions } from './interruptions.ts';
import { littleRoom } from './little-room.ts';
import type { Scenario, Tally } from './scenario.ts';
import { inParallel } from './scenario.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    fuzz: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

function count(name: 'kills' | 'fuzz' | 'seed' | 'jobs'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`faults: --${name} must be a whole number, got "${values[name]}"`);
  process.exit(2);
}

if (!existsSync(fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url)))) {
  console.error('faults: fraudx must be built: node --run build');
  process.exit(2);
}

const scenarios: readonly Scenario[] = [...interruptions, ...littleRoom, ...fuzzing];
const seed = count('seed');
const jobs = Math.max(1, count('jobs'));
const cases = { kills: count('kills'), fuzz: count('fuzz') };
const root = mkdtempSync(join(tmpdir(), 'fraudx-faults-'));
const shared = join(root, 'shared');
const failures: string[] = [];
console.log(`seed ${seed}\n`);
console.log('| Scenario | Tried | Hit | Held | Measured | Promise |\n| --- | --- | --- | --- | --- | --- |');

async function run(scenario: Scenario, i: number): Promise<void> {
  if (!scenario.name.includes(values.only) || cases[scenario.group] === 0) return;
  const why = scenario.skip?.();
  if (why !== undefined) {
    console.log(`| ${scenario.name} | – | – | skipped | – | ${why} |`);
    return;
  }
  const folder = join(root, String(i));
  mkdirSync(folder);
  mkdirSync(shared, { recursive: true });
  const failed: string[] = [];
  const fail = (what: string): void => {
    failed.push(`${scenario.name}, seed ${seed}: ${what}`);
  };
  const rng = new Rng(seed * 1000 + i);
  let tally: Tally = { tried: 0, hit: 0 };
  const started = performance.now();
  try {
    const some = { cases: cases[scenario.group], jobs: together === 1 ? jobs : 1 };
    tally = await scenario.run({ folder, shared, rng, ...some, fail });
  } catch (error) {
    fail((error as Error).stack ?? String(error));
  }
  const held = Math.max(0, tally.tried - failed.length);
  const measured = tally.measured ?? `${Math.round((performance.now() - started) / 1000)} s`;
  console.log(`| ${scenario.name} | ${tally.tried} | ${tally.hit} | ${held} | ${measured} | ${scenario.promise} |`);
  // The first ones tell the kind.
  failures.push(...failed.slice(0, 10));
  if (failed.length === 0) rmSync(folder, { recursive: true, force: true });
}

// Few cases leave processors idle within a scenario.
const together = cases.kills <= jobs && cases.fuzz < 50 ? jobs : 1;
await inParallel({ cases: scenarios.length, jobs: together }, (i) => run(scenarios[i]!, i));
await stopEmulator();
if (failures.length === 0) rmSync(root, { recursive: true, force: true });
else {
  console.log(`\n${failures.map((failure) => `- ${failure}`).join('\n')}`);
  process.exitCode = 1;
}
