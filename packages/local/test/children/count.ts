/** Child process: counts a tag of a run again and again, and prints the counts. Arguments: folder, run, how often. */
import { openLocalWorkspace } from '@fraudx/local';

const [folder, runId, times] = process.argv.slice(2) as [string, string, string];
await using workspace = await openLocalWorkspace(folder);
const counts: number[] = [];
for (let i = 0; i < Number(times); i++) counts.push(await workspace.runs.incrementTag(runId, 'reads'));
process.stdout.write(counts.join(','));
