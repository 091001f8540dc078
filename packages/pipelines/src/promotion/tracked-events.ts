import { sha256 } from '@fraudx/core';
import type { PromotionEvent, PromotionEventSink } from '@fraudx/promotion';
import type { RunLineage, RunStore } from '@fraudx/tracking';

/**
 * Records each promotion event as a run of kind `promotion`; the run's id comes from the event's, so that twice is once.
 *
 * @param lineage - Called when an event is recorded, and not before: it asks git, and most commands record nothing.
 */
export function createTrackedEvents(store: RunStore, lineage: () => Promise<RunLineage>): PromotionEventSink {
  return {
    async record(event: PromotionEvent) {
      const runId = `run-${sha256(event.eventId).slice(0, 20)}`;
      const known = await store.queryRuns({
        experiment: event.experiment,
        kind: 'promotion',
        where: `tags.event = "${event.eventId}"`,
      });
      const end = { status: 'finished', endedAt: event.at } as const;
      if (known[0] !== undefined) {
        // A kill between the two writes below leaves a run without an end.
        if (known[0].status !== 'finished') await store.updateRun(known[0].runId, end);
        return;
      }
      await store.createRun({
        runId,
        experiment: event.experiment,
        kind: 'promotion',
        parentRunId: event.runId,
        name: `${event.type} ${event.promotionId}`,
        startedAt: event.at,
        params: { algorithm: event.algorithm, ...event.hyperparameters },
        tags: {
          event: event.eventId,
          event_type: event.type,
          promotion_id: event.promotionId,
          approved_by: event.approvedBy,
          config_key: event.configKey,
          parameters: event.parameters.join(','),
          ...(event.registryVersion === undefined ? {} : { registry_version: event.registryVersion }),
          ...(event.executionArn === undefined ? {} : { execution_arn: event.executionArn }),
        },
        lineage: await lineage(),
      });
      await store.updateRun(runId, end);
    },
  };
}
