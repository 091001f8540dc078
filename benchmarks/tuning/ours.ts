/** One study of ours with the sampler tpe, in memory; prints seconds of processor time and the best value. Arguments: trials, dimensions, seed. */
import { parseSearchSpace, runStudy } from '../../packages/tuning/src/index.ts';

const [nTrials, dimensions, seed] = process.argv.slice(2).map(Number) as [number, number, number];
const names = Array.from({ length: dimensions }, (_, i) => `x${i}`);
const space = parseSearchSpace(Object.fromEntries(names.map((name) => [name, { type: 'float', low: -5, high: 5 }])));
const before = process.cpuUsage();
const { best } = await runStudy({
  space,
  sampler: 'tpe',
  nTrials,
  concurrency: 1,
  direction: 'minimize',
  seed,
  objective: async (params) => ({
    value: names.reduce((sum, name, i) => sum + (i + 1) * (Number(params[name]) - 1) ** 2, 0),
  }),
});
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ seconds: (user + system) / 1e6, best: best!.value }));
