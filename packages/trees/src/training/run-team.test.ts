import { expect, it } from 'vitest';
import { sharedPool } from '../pool/training-pool.ts';
import { makeNumericRows, plainSpec } from '../testing/index.ts';
import { fitBooster } from './fit-booster.ts';
import { runTeam } from './run-team.ts';
import { createSharedMemory } from './shared-memory.ts';

it('gives its workers back when it fails before they begin', async () => {
  const nThreads = sharedPool().size;
  const job = { memory: createSharedMemory(65_536), layout: { team: 0 }, nThreads };
  const signal = { aborted: false } as AbortSignal;
  await expect(runTeam(job, signal, () => {})).rejects.toThrow('EventListener is not a function');
  await expect(fitBooster(makeNumericRows(20, 2, 1), { ...plainSpec, rounds: 1 }, { nThreads })).resolves.toBeDefined();
});
