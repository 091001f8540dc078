/** Child process: adds events to a run again and again, each of them twice. Arguments: folder, run, how often. */
import { createId } from '@fraudx/core';
import { openLocalWorkspace } from '@fraudx/local';

const [folder, runId, times] = process.argv.slice(2) as [string, string, string];
await using workspace = await openLocalWorkspace(folder);
for (let i = 0; i < Number(times); i++) {
  const event = { eventId: createId('event'), name: 'reads', timestamp: 1 };
  await workspace.runs.logEvent(runId, event);
  await workspace.runs.logEvent(runId, event);
}
