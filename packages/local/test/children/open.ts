/** Child process: opens a workspace, starts one run and prints the result: the run's id, or the error's code and message. */
import { openLocalWorkspace } from '@fraudx/local';
import { ExperimentTracker } from '@fraudx/tracking';

try {
  await using workspace = await openLocalWorkspace(process.argv[2]!);
  const tracker = new ExperimentTracker({ store: workspace.runs, artifacts: workspace.artifacts, experiment: 'open' });
  const run = await tracker.startExperiment({ lineage: { versions: {}, commandLine: [], config: {} } });
  await run.endRun();
  process.stdout.write(run.id);
} catch (error) {
  const { name, code, message } = error as Error & { code?: string };
  process.stdout.write(`${name} ${code} ${message}`);
}
