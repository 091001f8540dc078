/** Child process: writes metrics into its own run and into one shared run. Arguments: folder, shared run, number, count, batch. */
import { openLocalWorkspace } from '@fraudx/local';
import { ExperimentTracker } from '@fraudx/tracking';

const [folder, sharedRun, number, count, batchSize] = process.argv.slice(2) as [string, string, string, string, string];
const size = Number(batchSize);

await using workspace = await openLocalWorkspace(folder);
const tracker = new ExperimentTracker({ store: workspace.runs, artifacts: workspace.artifacts, experiment: 'many' });
const run = await tracker.startExperiment({
  name: `writer ${number}`,
  lineage: { versions: {}, commandLine: [], config: {} },
});
for (let step = 0; step < Number(count); step += size) {
  const batch = Array.from({ length: size }, (_, i) => ({
    name: 'own',
    value: step + i,
    step: step + i,
    timestamp: 1,
  }));
  await run.logMetricPoints(batch);
  await workspace.runs.logMetrics(sharedRun, [{ name: `by ${number}`, value: step, step, timestamp: 1 }]);
}
await run.endRun();
process.stdout.write('done');
