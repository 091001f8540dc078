/**
 * Processor time of TPE studies beside Rustuna and Optuna: alternating, in fresh processes, without the loading of either; and how ours grows.
 *
 * Run with `node -C fraudx-source benchmarks/tuning/run.ts PYTHON [--optuna]`; the Python needs `rustuna==0.2.0` and `optuna==5.0.0`. Optuna takes
 * about a minute for each round and is left out unless asked for.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Outcome {
  readonly seconds: number;
  readonly best: number;
}

const ours = fileURLToPath(new URL('ours.ts', import.meta.url));
const peer = fileURLToPath(new URL('peer.py', import.meta.url));
const [python = 'python3', ...flags] = process.argv.slice(2);

function runOurs(...args: readonly number[]): Outcome {
  const all = ['-C', 'fraudx-source', ours, ...args.map(String)];
  return JSON.parse(execFileSync(process.execPath, all, { encoding: 'utf8' })) as Outcome;
}

function runPeer(name: string, ...args: readonly number[]): Outcome {
  return JSON.parse(execFileSync(python, [peer, name, ...args.map(String)], { encoding: 'utf8' })) as Outcome;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const seconds = (outcomes: readonly Outcome[]): number => median(outcomes.map((one) => one.seconds));
const loads: number[] = [];

function compare(name: string, nTrials: number, dimensions: number, rounds: number): void {
  const [own, others]: [Outcome[], Outcome[]] = [[], []];
  for (let seed = 1; seed <= rounds; seed++) {
    own.push(runOurs(nTrials, dimensions, seed));
    others.push(runPeer(name, nTrials, dimensions, seed));
    loads.push(loadavg()[0]!);
  }
  const best = (outcomes: readonly Outcome[]): string => median(outcomes.map((one) => one.best)).toPrecision(3);
  console.log(
    `${nTrials} trials x ${dimensions} floats, ${rounds} rounds: fraudx ${seconds(own).toFixed(3)} s (best ${best(own)}), ${name} ${seconds(others).toFixed(3)} s (best ${best(others)}), ratio ${(seconds(own) / seconds(others)).toFixed(2)}`,
  );
}

function growth(dimensions: number): void {
  const sizes = [1000, 3000, 10_000];
  const times = sizes.map((nTrials) => seconds([1, 2, 3].map((seed) => runOurs(nTrials, dimensions, seed))));
  const x = sizes.map(Math.log);
  const y = times.map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const top = x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i]! - mean(y)), 0);
  const exponent = top / x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
  const list = sizes.map((size, i) => `${size}: ${times[i]!.toFixed(2)} s`).join(', ');
  console.log(`growth x ${dimensions} floats: ${list}; exponent ${exponent.toFixed(2)}`);
}

compare('rustuna', 1000, 10, 5);
compare('rustuna', 1000, 40, 3);
if (flags.includes('--optuna')) compare('optuna', 1000, 10, 1);
growth(10);
console.log(`load of the machine: ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`);
