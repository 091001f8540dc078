import { expect, it } from 'vitest';
import { SqliteRunStore } from './sqlite-run-store.ts';

it('answers long lists, many conditions and deep nesting', async () => {
  const store = await SqliteRunStore.open(':memory:');
  const lineage = { versions: {}, commandLine: [], config: {} };
  await store.createRun({ runId: 'run-1', experiment: 'e', kind: 'train', startedAt: 1, params: { x: 7 }, lineage });
  const numbers = Array.from({ length: 5000 }, (_, i) => i);
  const texts = Array.from({ length: 2000 }, (_, i) => `"run-${i}"`);
  const found = [
    `params.x in (${numbers.join(',')})`,
    `run_id in (${texts.join(',')})`,
    Array.from({ length: 1500 }, (_, i) => `params.x=${i}`).join(' or '),
    Array.from({ length: 1500 }, () => 'params.x=7').join(' and '),
    `${'('.repeat(90)}params.x = 7${')'.repeat(90)}`,
    `${'not ('.repeat(40)}params.x = 7${')'.repeat(40)}`,
    `${'(name is null and '.repeat(90)}params.x = 7${')'.repeat(90)}`,
  ];
  for (const where of found) expect(await store.queryRuns({ where })).toHaveLength(1);
  await store.close();
});
