/** Child process: works on a shared study of the sampler tpe until it has ended; kills itself in a trial of that number. Arguments: folder, workers, kill at. */
import { setTimeout as delay } from 'node:timers/promises';
import { openLocalWorkspace } from '@fraudx/local';
import { parseSearchSpace, runStudy } from '@fraudx/tuning';

const [folder, workers, killAt] = process.argv.slice(2) as [string, string, string | undefined];
await using workspace = await openLocalWorkspace(folder);
const { trials } = await runStudy({
  space: parseSearchSpace({
    x: { type: 'float', low: -1, high: 1 },
    n: { type: 'int', low: 1, high: 40 },
    k: ['a', 'b'],
  }),
  sampler: { name: 'tpe', options: { nStartupTrials: 5 } },
  nTrials: 30,
  lag: 3,
  direction: 'minimize',
  concurrency: Number(workers),
  seed: 1,
  storage: { store: workspace.studies, studyId: 'study-1' },
  objective: async ({ x, n, k }, { trial }) => {
    if (String(trial) === killAt) process.kill(process.pid, 'SIGKILL');
    await delay((trial * 7 + process.pid) % 5);
    return { value: Number(x) ** 2 + Math.abs(Number(n) - 7) + (k === 'a' ? 0 : 1) };
  },
});
process.stdout.write(JSON.stringify(trials.map((trial) => ({ ...trial, durationMs: 0 }))));
