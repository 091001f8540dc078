/** Child process: opens a workspace, prints the ids of its runs, and the code of the error when it tries to write. */
import { openLocalWorkspace } from '@fraudx/local';

try {
  await using workspace = await openLocalWorkspace(process.argv[2]!);
  const runs = await workspace.runs.queryRuns({});
  const lineage = { versions: {}, commandLine: [], config: {} };
  const write = workspace.runs.createRun({ runId: 'run-x', experiment: 'e', kind: 'train', startedAt: 9, lineage });
  const refused = await write.then(
    () => 'written',
    (error: unknown) => (error as { code?: string }).code,
  );
  process.stdout.write(`${runs.map((run) => run.runId).join(',')} ${refused}`);
} catch (error) {
  const { name, code, message } = error as Error & { code?: string };
  process.stdout.write(`${name} ${code} ${message}`);
}
