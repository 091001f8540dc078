/** Studies of ours with two values, in memory; prints seconds of processor time and the hypervolume of each. Arguments: sampler, problem, trials, first seed, seeds. */
import { hypervolume, parseSearchSpace, runStudy } from '../../packages/tuning/src/index.ts';
import type { Params, SearchSpaceInput } from '../../packages/tuning/src/index.ts';

interface Problem {
  readonly space: SearchSpaceInput;
  readonly values: (params: Params) => readonly [number, number];
  readonly reference: readonly [number, number];
}

const problems: Readonly<Record<string, Problem>> = {
  zdt1: {
    space: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`x${i}`, { type: 'float', low: 0, high: 1 }])),
    values(params) {
      const [first, ...rest] = Object.values(params).map(Number);
      const g = 1 + (9 * rest.reduce((sum, x) => sum + x, 0)) / rest.length;
      return [first!, g * (1 - Math.sqrt(first! / g))];
    },
    reference: [1.1, 7],
  },
  mixed: {
    space: {
      kind: ['a', 'b', 'c'],
      depth: { type: 'int', low: 1, high: 12 },
      eta: { type: 'float', low: 0.001, high: 1, log: true },
      share: { type: 'float', low: 0.1, high: 1 },
      leaves: { type: 'int', low: 8, high: 256, step: 8 },
    },
    values(params) {
      const kind = ['a', 'b', 'c'].indexOf(String(params['kind']));
      const [depth, eta, share, leaves] = ['depth', 'eta', 'share', 'leaves'].map((name) => Number(params[name]));
      return [
        [0.1, 0, 0.05][kind]! +
          (Math.log10(eta!) + 1.5 + 0.3 * kind) ** 2 +
          ((depth! - 6 - kind) / 6) ** 2 +
          (share! - 0.7) ** 2 +
          2 * (leaves! / 256 - 0.4) ** 2,
        depth! / 12 + (leaves! / 256) * [1, 0.6, 0.8][kind]! + 0.3 * share!,
      ];
    },
    reference: [2, 2.5],
  },
};

const [sampler = 'nsga-ii', name = 'zdt1', ...numbers] = process.argv.slice(2);
const [nTrials, first, seeds] = numbers.map(Number) as [number, number, number];
const { space, values, reference } = problems[name]!;
const both = ['minimize', 'minimize'] as const;
const outcomes = [];
for (let seed = first; seed < first + seeds; seed++) {
  const before = process.cpuUsage();
  const { trials } = await runStudy({
    space: parseSearchSpace(space),
    sampler,
    nTrials,
    concurrency: 1,
    ...(sampler === 'random' ? {} : { lag: 0 }),
    direction: both,
    seed,
    objective: async (params) => ({ values: values(params) }),
  });
  const { user, system } = process.cpuUsage(before);
  const reached = trials.map((trial) => trial.values!);
  outcomes.push({ seconds: (user + system) / 1e6, volume: hypervolume(reached, both, reference) });
}
process.stdout.write(JSON.stringify(outcomes));
