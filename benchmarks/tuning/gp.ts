/**
 * The sampler gp beside Optuna's GPSampler, which uses one thread: best values of some problems after few trials, and processor time of 200 trials of 10
 * floats; ours with lag 0, as Optuna has none.
 *
 * Run with `node -C fraudx-source benchmarks/tuning/gp.ts PYTHON [seeds]`; the Python needs `optuna==5.0.0`, `scipy` and `torch`. With 10 seeds Optuna takes
 * about ten minutes.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Outcome {
  readonly seconds: number;
  readonly best: number;
}

const ours = fileURLToPath(new URL('gp-ours.ts', import.meta.url));
const peer = fileURLToPath(new URL('gp-peer.py', import.meta.url));
const [python = 'python3', seeds = '10'] = process.argv.slice(2);

function run(command: string, ...args: readonly string[]): readonly Outcome[] {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as readonly Outcome[];
}

function quartiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string => sorted[Math.round(share * (sorted.length - 1))]!.toPrecision(5);
  return `${at(0.5)} (quarter ${at(0.25)}, three quarters ${at(0.75)}, worst ${at(1)})`;
}

function compare(problem: string, nTrials: number, nSeeds: number): void {
  const args = [problem, String(nTrials), '1', String(nSeeds)];
  const own = run(process.execPath, '-C', 'fraudx-source', ours, ...args);
  const others = run(python, peer, ...args);
  const seconds = (outcomes: readonly Outcome[]): number =>
    outcomes.reduce((sum, one) => sum + one.seconds, 0) / outcomes.length;
  const best = (outcomes: readonly Outcome[]): string => quartiles(outcomes.map((one) => one.best));
  console.log(`${problem}, ${nTrials} trials, ${nSeeds} seeds, load ${loadavg()[0]!.toFixed(1)}:`);
  console.log(`  fraudx ${seconds(own).toFixed(2)} s, median of the best values ${best(own)}`);
  console.log(`  Optuna ${seconds(others).toFixed(2)} s, median of the best values ${best(others)}`);
  console.log(`  ratio of the times ${(seconds(own) / seconds(others)).toFixed(3)}`);
}

compare('branin', 40, Number(seeds));
compare('hartmann', 60, Number(seeds));
compare('rosenbrock', 80, Number(seeds));
compare('mixed', 50, Number(seeds));
compare('bowl', 200, 1);
