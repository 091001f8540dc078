/** A random study of ours in an SQLite store; prints seconds on the clock and of processor time. Arguments: folder, trials, dimensions, seed. */
import { openLocalWorkspace } from '../../packages/local/src/index.ts';
import { parseSearchSpace, runStudy } from '../../packages/tuning/src/index.ts';

const [folder, ...numbers] = process.argv.slice(2);
const [nTrials, dimensions, seed] = numbers.map(Number) as [number, number, number];
const names = Array.from({ length: dimensions }, (_, i) => `x${i}`);
const space = parseSearchSpace(Object.fromEntries(names.map((name) => [name, { type: 'float', low: -5, high: 5 }])));
await using workspace = await openLocalWorkspace(folder!);
const [before, began] = [process.cpuUsage(), performance.now()];
const { trials } = await runStudy({
  space,
  sampler: 'random',
  nTrials,
  concurrency: 1,
  direction: 'minimize',
  seed,
  objective: async (params) => ({ value: names.reduce((sum, name) => sum + (Number(params[name]) - 1) ** 2, 0) }),
  storage: { store: workspace.studies, studyId: `study-${seed}` },
});
const wall = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1e6, trials: trials.length }));
