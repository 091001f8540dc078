import { systemClock } from '@fraudx/core';
import type { RunStore } from '@fraudx/tracking';

/** Records the final values of metrics on a run, also on one that has ended; measuring again replaces them. */
export async function recordMetrics(
  store: RunStore,
  runId: string,
  values: Readonly<Record<string, number>>,
): Promise<void> {
  const timestamp = systemClock.now();
  await store.logMetrics(
    runId,
    Object.entries(values).map(([name, value]) => ({ name, value, step: 0, timestamp })),
  );
}
