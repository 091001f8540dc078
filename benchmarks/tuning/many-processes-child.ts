/** Works on the shared study until it has ended. Arguments: folder, trials. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openLocalWorkspace } from '@fraudx/local';
import { runStudy } from '@fraudx/tuning';
import { sharedStudy } from './shared-study.ts';

const [folder, trials] = process.argv.slice(2) as [string, string];
await using workspace = await openLocalWorkspace(folder);
await runStudy({
  ...sharedStudy,
  nTrials: Number(trials),
  concurrency: 1,
  storage: { store: workspace.studies, studyId: 'study-1' },
  objective: async ({ x, y }, { trial, report }) => {
    await report(1, trial);
    await delay(10 + ((trial * 37) % 40));
    appendFileSync(join(folder, 'done.txt'), `${trial}\n`);
    return { value: Number(x) * Number(y) };
  },
});
