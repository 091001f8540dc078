import { describe, expect, it } from 'vitest';
import type { ExecutionStatus, PipelineExecution } from '../ports/pipeline-runner.ts';
import { findExecution, waitForPipeline } from './wait-for-pipeline.ts';

const arn = 'memory:execution:train';

function ofStatuses(...statuses: readonly ExecutionStatus[]): {
  looks: number;
  checkPipelineStatus: (executionArn: string) => Promise<PipelineExecution>;
} {
  const pipeline = {
    looks: 0,
    checkPipelineStatus: async (executionArn: string): Promise<PipelineExecution> => {
      const status = statuses[Math.min(pipeline.looks++, statuses.length - 1)]!;
      return { executionArn, name: 'train', status, startedAt: 0, input: '{}' };
    },
  };
  return pipeline;
}

describe('waitForPipeline', () => {
  it('waits until it has ended, and says each status once', async () => {
    const pipeline = ofStatuses('RUNNING', 'RUNNING', 'PENDING_REDRIVE', 'RUNNING', 'FAILED');
    const seen: string[] = [];
    const { status } = await waitForPipeline(pipeline, arn, { every: 1, onStatus: (one) => seen.push(one.status) });
    expect([status, seen, pipeline.looks]).toEqual(['FAILED', ['RUNNING', 'PENDING_REDRIVE', 'RUNNING'], 5]);
  });

  it('gives up in time, or where it is aborted', async () => {
    const waiting = waitForPipeline(ofStatuses('RUNNING'), arn, { every: 1, timeout: 0 });
    await expect(waiting).rejects.toMatchObject({ code: 'PIPELINE_TIMEOUT', retryable: true });
    const stop = new AbortController();
    const stopped = waitForPipeline(ofStatuses('RUNNING'), arn, { signal: stop.signal, onStatus: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(waitForPipeline(ofStatuses('RUNNING'), arn, { every: NaN })).rejects.toThrow(
      'every must be at least 0',
    );
  });
});

describe('findExecution', () => {
  const promotions = [{ id: 'p-2' }, { id: 'p-1', executionArn: arn }];
  const production = {
    listPromotions: async () => promotions,
    showPromotion: async (id: string) => (id === 'p-1' ? { execution: { arn } } : {}),
  } as unknown as Parameters<typeof findExecution>[0];

  it('finds the latest one, that of a promotion, or the one that is named', async () => {
    expect(await findExecution(production)).toBe(arn);
    expect(await findExecution(production, 'p-1')).toBe(arn);
    expect(await findExecution(production, 'other:execution')).toBe('other:execution');
    await expect(findExecution(production, 'p-2')).rejects.toMatchObject({ code: 'EXECUTION_NOT_FOUND' });
  });
});
