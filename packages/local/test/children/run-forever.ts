/** Child process: starts a run, prints its id, and logs for ever until it is killed. Argument: folder. */
import { setTimeout as delay } from 'node:timers/promises';
import { openLocalWorkspace } from '@fraudx/local';
import { ExperimentTracker } from '@fraudx/tracking';

await using workspace = await openLocalWorkspace(process.argv[2]!);
const tracker = new ExperimentTracker({ store: workspace.runs, artifacts: workspace.artifacts, experiment: 'killed' });
const run = await tracker.startExperiment({ lineage: { versions: {}, commandLine: [], config: {} } });
process.stdout.write(`${run.id}\n`);
for (let step = 0; ; step++) {
  await run.logMetrics({ a: step, b: -step }, step);
  await run.logArtifact('model.bin', new Uint8Array(200_000).fill(step % 256));
  await delay(0);
}
