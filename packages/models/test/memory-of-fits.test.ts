import { expect, it } from 'vitest';
import { runChild } from './child.ts';

it('gives back the memory of fits: 30 in one process do not grow beyond what threads may leave uncollected', async () => {
  const sent = await runChild('fit-many-times', [], ['--expose-gc']);
  const { resident, estimate } = sent as { resident: readonly number[]; estimate: number };
  const early = Math.max(...resident.slice(0, 10));
  const late = Math.max(...resident.slice(20));
  // 64 MiB may wait for collection; without it, 20 fits would add 20 times the memory of one
  expect(late - early).toBeLessThan(Math.min(64 * 2 ** 20, 8 * estimate));
  expect(20 * estimate).toBeGreaterThan(128 * 2 ** 20);
});
