/**
 * Time of a trial that is stored in SQLite, beside Rustuna and Optuna: random studies, alternating, in fresh processes, each with a new file on one disk.
 *
 * Run with `node -C fraudx-source benchmarks/tuning/durable.ts PYTHON [trials, default 1000] [dimensions, default 10] [rounds, default 5]`; the Python needs
 * `rustuna==0.2.0` and `optuna==5.0.0`, of which Optuna does a tenth of the trials.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Outcome {
  readonly wall: number;
  readonly cpu: number;
  readonly trials: number;
}

const [python = 'python3', ...numbers] = process.argv.slice(2);
const [nTrials = 1000, dimensions = 10, rounds = 5] = numbers.map(Number);
const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function run(name: 'fraudx' | 'rustuna' | 'optuna', seed: number): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'fraudx-durable-'));
  try {
    const args = [folder, name === 'optuna' ? nTrials / 10 : nTrials, dimensions, seed].map(String);
    const [command, all] =
      name === 'fraudx'
        ? [process.execPath, ['-C', 'fraudx-source', pathOf('durable-ours.ts'), ...args]]
        : [python, [pathOf('durable-peer.py'), name, ...args]];
    return JSON.parse(execFileSync(command, all, { encoding: 'utf8' })) as Outcome;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const names = ['fraudx', 'rustuna', 'optuna'] as const;
const outcomes = names.map((): Outcome[] => []);
const loads: number[] = [];
for (let seed = 1; seed <= rounds; seed++) {
  for (const [k, name] of names.entries()) outcomes[k]!.push(run(name, seed));
  loads.push(loadavg()[0]!);
}
const perTrial = outcomes.map((all) => ({
  wall: median(all.map(({ wall, trials }) => (1000 * wall) / trials)),
  cpu: median(all.map(({ cpu, trials }) => (1000 * cpu) / trials)),
}));
for (const [k, { wall, cpu }] of perTrial.entries()) {
  console.log(
    `${names[k]}: ${wall.toFixed(3)} ms a trial on the clock, ${cpu.toFixed(3)} ms of processor time; fraudx takes ${(perTrial[0]!.wall / wall).toFixed(3)} and ${(perTrial[0]!.cpu / cpu).toFixed(3)} of it`,
  );
}
console.log(`load of the machine: ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`);
