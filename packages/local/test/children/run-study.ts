/** Child process: works on a shared study until it has ended; with a number, kills itself in that trial. Arguments: folder, kill at. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openLocalWorkspace } from '@fraudx/local';
import { parseSearchSpace, runStudy } from '@fraudx/tuning';

const [folder, killAt] = process.argv.slice(2) as [string, string | undefined];
await using workspace = await openLocalWorkspace(folder);
const result = await runStudy({
  space: parseSearchSpace({ x: Array.from({ length: 8 }, (_, i) => i), y: [1, 2, 3] }),
  sampler: 'grid',
  direction: 'maximize',
  concurrency: 2,
  seed: 1,
  storage: { store: workspace.studies, studyId: 'study-1' },
  objective: async ({ x, y }, { trial }) => {
    if (String(trial) === killAt) process.kill(process.pid, 'SIGKILL');
    await delay(2);
    appendFileSync(join(folder, 'log.txt'), `${trial}\n`);
    return { value: Number(x) * Number(y) };
  },
});
process.stdout.write(JSON.stringify(result.best?.params));
