import { expect, it } from 'vitest';
import { runChild } from './child.ts';

it('gives back the memory of large models that are dropped after they have scored rows', async () => {
  const { resident, nodes } = (await runChild('score-with-many-models')) as {
    resident: readonly number[];
    nodes: number;
  };
  const growth = Math.max(...resident.slice(30)) - Math.max(...resident.slice(0, 15));
  // a node takes 12 bytes; without it, 30 models would add 30 times as much
  expect(30 * 12 * nodes).toBeGreaterThan(128 * 2 ** 20);
  expect(growth).toBeLessThan(64 * 2 ** 20);
});
