import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideError, systemClock } from '@fraudx/core';
import type { TuningWorkspace } from './search-trials.ts';

const pauseMs = 200;

/**
 * What follows the last trial, done by one of the processes that work on a study; the others wait until it is done, and take over where that process is
 * gone.
 *
 * @param study - Its id, and the run of its best trial, for which it must have been done.
 * @returns What `finish` gave; undefined where another process did it.
 */
export async function finishOnce<T>(
  { studies, runs }: Pick<TuningWorkspace, 'studies' | 'runs'>,
  { studyId, bestRun }: { readonly studyId: string; readonly bestRun: string },
  signal: AbortSignal,
  finish: () => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const turn = await studies.claimEnd(studyId);
    if (turn === 'done' && (await runs.getRun(studyId)).tags['best_run'] === bestRun) return undefined;
    if (turn !== 'wait') break;
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
  try {
    const result = await finish();
    await studies.leaveEnd(studyId, 'done');
    return result;
  } catch (error) {
    await studies.leaveEnd(studyId, 'open').catch((leaving: unknown) => {
      // Then this process is gone soon, which leaves it open as well.
      if (!(leaving instanceof OutsideError)) throw leaving;
    });
    throw error;
  }
}

/** Whether another process runs a trial of the study. */
async function othersWork({ studies }: Pick<TuningWorkspace, 'studies'>, studyId: string): Promise<boolean> {
  return (await studies.history(studyId)).some(({ state }) => state === 'running');
}

/** Says how this process left a study; one that others work on, or that has finished before, stays as it is. */
export async function endRunOf(
  workspace: TuningWorkspace,
  studyId: string,
  status: 'finished' | 'interrupted' | 'failed',
  reason?: Error | string,
): Promise<void> {
  const { runs } = workspace;
  if ((await runs.getRun(studyId)).status === 'finished') return;
  if (status !== 'finished' && (await othersWork(workspace, studyId))) return;
  await runs.updateRun(studyId, {
    status,
    endedAt: systemClock.now(),
    ...(reason === undefined ? {} : { error: reason instanceof Error ? reason.message : reason }),
  });
}
