import { setTimeout as sleep } from 'node:timers/promises';
import { FraudxError, OutsideError, systemClock, throwIfAborted } from '@fraudx/core';
import type { TuningWorkspace } from './search-trials.ts';

/** The first wait for another process, and the longest: each look reads all trials. */
const [shortestPauseMs, longestPauseMs] = [200, 2000];

/** What follows the last trial: its name, which distinguishes it from other such work, and what it works with. */
export interface LastWork<Subject> {
  readonly work: string;
  readonly subject: Subject;
}

/**
 * What follows the last trial, done by one of the processes that work on a study; the others wait until it is done, and take over where that process is
 * gone.
 *
 * @param look - What is to be done as the trials stand now: others may add better ones while this process waits.
 * @returns The subject, and what `finish` gave; that is undefined where another process did it.
 */
export async function finishOnce<Subject, T>(
  { studies }: Pick<TuningWorkspace, 'studies'>,
  studyId: string,
  signal: AbortSignal,
  look: () => Promise<LastWork<Subject>>,
  finish: (subject: Subject) => Promise<T>,
): Promise<{ readonly subject: Subject; readonly result: T | undefined }> {
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(longestPauseMs, 1.5 * pauseMs)) {
    throwIfAborted(signal, 'tune');
    const { work, subject } = await look();
    const turn = await studies.claimEnd(studyId, work);
    if (turn === 'done') return { subject, result: undefined };
    if (turn === 'wait') {
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
      continue;
    }
    try {
      // Another process may have ended a better trial between the look and the turn.
      if ((await look()).work !== work) {
        await studies.leaveEnd(studyId, 'open');
        continue;
      }
      const result = await finish(subject);
      await studies.leaveEnd(studyId, 'done');
      return { subject, result };
    } catch (error) {
      await studies.leaveEnd(studyId, 'open').catch((leaving: unknown) => {
        // Then this process is gone soon, which leaves it open as well.
        if (!(leaving instanceof OutsideError)) throw leaving;
      });
      throw error;
    }
  }
}

/** Whether another process runs one of the trials that this one waits for, or does what follows the last one. */
async function othersWork(
  { studies }: Pick<TuningWorkspace, 'studies'>,
  studyId: string,
  planned: number,
): Promise<boolean> {
  const history = await studies.history(studyId);
  if (history.some(({ state, trial }) => state === 'running' && trial < planned)) return true;
  const turn = await studies.claimEnd(studyId, 'a look');
  if (turn === 'yours') await studies.leaveEnd(studyId, 'open');
  return turn === 'wait';
}

/** Says that a study has finished, also where another process that was stopped said otherwise meanwhile. */
export async function finishRunOf({ runs }: Pick<TuningWorkspace, 'runs'>, studyId: string): Promise<void> {
  const { status } = await runs.getRun(studyId);
  if (status === 'finished') return;
  if (status === 'interrupted' || status === 'failed') {
    await runs.updateRun(studyId, { status: 'running' }).catch((error: unknown) => {
      if (!(error instanceof FraudxError) || error.code !== 'RUN_RUNNING') throw error;
    });
  }
  await runs.updateRun(studyId, { status: 'finished', endedAt: systemClock.now() });
}

/** Says how this process left a study; one that others work on, or that has finished before, stays as it is. */
export async function leaveRunOf(
  workspace: TuningWorkspace,
  { studyId, planned }: { readonly studyId: string; readonly planned: number },
  status: 'interrupted' | 'failed',
  reason: Error | string,
): Promise<void> {
  const now = (await workspace.runs.getRun(studyId)).status;
  if (now === 'finished' || now === status || (await othersWork(workspace, studyId, planned))) return;
  if (now === 'interrupted' || now === 'failed') return;
  await workspace.runs.updateRun(studyId, {
    status,
    endedAt: systemClock.now(),
    error: reason instanceof Error ? reason.message : reason,
  });
}
