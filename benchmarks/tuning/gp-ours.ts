/** Studies of ours with the sampler gp, one trial after the other, in memory; prints seconds of processor time and the best value of each. Arguments: problem, trials, first seed, seeds. */
import type { SearchSpaceInput } from '../../packages/tuning/src/index.ts';
import { parseSearchSpace, runStudy } from '../../packages/tuning/src/index.ts';

interface Problem {
  readonly space: SearchSpaceInput;
  readonly value: (x: readonly number[], params: Readonly<Record<string, unknown>>) => number;
}

function floats(n: number, low: number, high: number): SearchSpaceInput {
  return Object.fromEntries(Array.from({ length: n }, (_, i) => [`x${i}`, { type: 'float', low, high } as const]));
}

const steepness = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const centres = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];
const heights = [1, 1.2, 3, 3.2];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const problems: Readonly<Record<string, Problem>> = {
  bowl: { space: floats(10, -5, 5), value: (x) => sum(x.map((v, i) => (i + 1) * (v - 1) ** 2)) },
  branin: {
    space: { x0: { type: 'float', low: -5, high: 10 }, x1: { type: 'float', low: 0, high: 15 } },
    value: ([a, b]) => {
      const valley = b! - (5.1 * a! * a!) / (4 * Math.PI ** 2) + (5 * a!) / Math.PI - 6;
      return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a!) + 10;
    },
  },
  hartmann: {
    space: floats(6, 0, 1),
    value: (x) =>
      -sum(
        heights.map(
          (height, k) => height * Math.exp(-sum(x.map((v, j) => steepness[k]![j]! * (v - centres[k]![j]!) ** 2))),
        ),
      ),
  },
  rosenbrock: {
    space: floats(10, -5, 10),
    value: (x) => sum(x.slice(1).map((v, i) => 100 * (v - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2)),
  },
  mixed: {
    space: {
      kind: ['a', 'b', 'c'],
      depth: { type: 'int', low: 1, high: 12 },
      leaves: { type: 'int', low: 8, high: 256, step: 8 },
      eta: { type: 'float', low: 0.001, high: 1, log: true },
      share: { type: 'float', low: 0.1, high: 1 },
      rounds: { type: 'int', low: 1, high: 1000, log: true },
    },
    value: ([, depth, leaves, eta, share, rounds], params) => {
      const kind = ['a', 'b', 'c'].indexOf(String(params['kind']));
      const rate = Math.log10(eta!);
      return (
        [0.1, 0, 0.05][kind]! +
        (rate + 1.5 + 0.3 * kind) ** 2 +
        ((depth! - 6 - kind) / 6) ** 2 +
        2 * (leaves! / 256 - 0.4) ** 2 +
        (share! - 0.7) ** 2 +
        4 * (Math.log(rounds!) / Math.log(1000) + rate / 3 - 0.2) ** 2
      );
    },
  },
};

const [name, ...numbers] = process.argv.slice(2);
const [nTrials, first, nSeeds] = numbers.map(Number) as [number, number, number];
const { space, value } = problems[name!]!;
const outcomes: { readonly seconds: number; readonly best: number }[] = [];
for (let seed = first; seed < first + nSeeds; seed++) {
  const before = process.cpuUsage();
  const { best } = await runStudy({
    space: parseSearchSpace(space),
    sampler: 'gp',
    nTrials,
    concurrency: 1,
    lag: 0,
    direction: 'minimize',
    seed,
    objective: async (params) => ({ value: value(Object.values(params).map(Number), params) }),
  });
  const { user, system } = process.cpuUsage(before);
  outcomes.push({ seconds: (user + system) / 1e6, best: best!.value! });
}
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
