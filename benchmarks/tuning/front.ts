/**
 * Two values at once beside Optuna: the hypervolume that a study reaches, and processor time; ours with lag 0, as Optuna has none. Seeds alternate between the
 * two.
 *
 * Run with `node -C fraudx-source benchmarks/tuning/front.ts PYTHON [seeds] [trials] [sampler]`; the Python needs `optuna==5.0.0`. Defaults: 10 seeds, 1000
 * trials, nsga-ii.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Outcome {
  readonly seconds: number;
  readonly volume: number;
}

const ours = fileURLToPath(new URL('front-ours.ts', import.meta.url));
const peer = fileURLToPath(new URL('front-peer.py', import.meta.url));
const [python = 'python3', seeds = '10', nTrials = '1000', named = 'nsga-ii'] = process.argv.slice(2);

function run(command: string, ...args: readonly string[]): Outcome {
  return (JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as readonly [Outcome])[0];
}

function text(outcomes: readonly Outcome[]): string {
  const volumes = outcomes.map(({ volume }) => volume).toSorted((a, b) => a - b);
  const at = (share: number): string => volumes[Math.round(share * (volumes.length - 1))]!.toPrecision(5);
  const seconds = outcomes.reduce((sum, one) => sum + one.seconds, 0) / outcomes.length;
  return `median hypervolume ${at(0.5)} (worst ${at(0)}, quarter ${at(0.25)}, three quarters ${at(0.75)}, best ${at(1)}), ${seconds.toFixed(2)} s`;
}

for (const problem of ['zdt1', 'mixed']) {
  const [own, random, others]: [Outcome[], Outcome[], Outcome[]] = [[], [], []];
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const args = [problem, nTrials, String(seed), '1'];
    own.push(run(process.execPath, '-C', 'fraudx-source', ours, named, ...args));
    others.push(run(python, peer, named, ...args));
    random.push(run(process.execPath, '-C', 'fraudx-source', ours, 'random', ...args));
  }
  const wins = own.filter(({ volume }, i) => volume > others[i]!.volume).length;
  console.log(`${problem}, ${nTrials} trials, ${seeds} seeds, load ${loadavg()[0]!.toFixed(1)}:`);
  console.log(`  fraudx ${named}: ${text(own)}`);
  console.log(`  Optuna ${named}: ${text(others)}`);
  console.log(`  fraudx random: ${text(random)}`);
  console.log(`  fraudx has the larger hypervolume with ${wins} of ${seeds} seeds`);
}
