import { createId, sha256, systemClock } from '@fraudx/core';
import { describeSplit, isByTime } from '@fraudx/data';
import { falseAcceptanceAfter } from '@fraudx/evaluation';
import type { RunRecord } from '@fraudx/tracking';
import type { Workspace } from '../workspace.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import { testedOn } from './tested-on.ts';

/** How often test rows were measured. */
export interface TestReads {
  /** For this run. */
  readonly run: number;
  /** For all runs of the experiment that have these test rows. */
  readonly all: number;
  /** Those runs. */
  readonly models: number;
  /** Chance that one of so many models is accepted by mistake, when each is in 2.5 %. */
  readonly falseAcceptance: number;
}

/** Tags of a run: how often its test rows were measured, counted by events, and which they are. */
const READS = 'test_reads';
const SET = 'test_set';

/** How often the test rows of a run were measured: events, and what an earlier version counted. */
function countOf({ tags }: Pick<RunRecord, 'tags'>): number {
  return Number(tags[READS] ?? 0);
}

/** Counts one more look at the test rows of a run, also of several processes at once. */
export async function countTestRead(
  { runs }: Workspace,
  runId: string,
  experiment: string,
  dataset: Dataset,
): Promise<TestReads> {
  const set = sha256(testedOn(dataset.fingerprint.sha256, describeSplit(dataset), isByTime(dataset.splitPlan))).slice(
    0,
    16,
  );
  await runs.setTags(runId, { [SET]: set });
  await runs.logEvent(runId, { eventId: createId('event'), name: READS, timestamp: systemClock.now() });
  const sharing = await runs.queryRuns({ experiment, where: `tags.${SET} = "${set}"` });
  const run = countOf(await runs.getRun(runId));
  const all = sharing.reduce((sum, { tags }) => sum + countOf({ tags }), 0);
  return { run, all, models: sharing.length, falseAcceptance: falseAcceptanceAfter(sharing.length) };
}

/** Above so many models the chance of a false acceptance is no longer that of one; the same model measured again is no new chance. */
const MANY = 2;

/** One sentence on the looks so far. */
export function testReadsText({ all, models, falseAcceptance }: TestReads): string {
  const times = all === 1 ? 'once' : `${all} times`;
  const who = models === 1 ? 'for this model' : `for ${models} models`;
  if (models <= MANY) return `measured ${times}, ${who}`;
  return `measured ${times}, ${who}: a gate on a bound accepts one of so many models by mistake in up to ${Math.round(100 * falseAcceptance)} % (one model: 2.5 %); new test rows start again`;
}

/** What to say before a decision: nothing where so few looks make no difference. */
export function testReadNotes(reads: TestReads): string[] {
  return reads.models <= MANY ? [] : [`the test rows were ${testReadsText(reads)}`];
}

/** The looks so far as JSON. */
export function testReadsJson({ run, all, models, falseAcceptance }: TestReads): Record<string, number> {
  return { of_this_run: run, of_these_rows: all, models, false_acceptance_up_to: falseAcceptance };
}
