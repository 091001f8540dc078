import { metricText, OutsideError } from '@fraudx/core';
import type { PairedComparison } from '@fraudx/evaluation';
import { isNoComparison } from '@fraudx/evaluation';
import type { Measured, MeasureInput } from '../evaluation/measured.ts';
import type { Champion } from '../evaluation/find-champion.ts';
import { champion, championJson, championReason, findChampion } from '../evaluation/find-champion.ts';
import { compareWithRun } from '../evaluation/gate-evidence.ts';

/** The metric of comparisons: it ranks rare fraud, and no threshold affects it. */
const metric = 'average_precision';

/** How a run stands against the model in production. */
export interface AgainstChampion {
  readonly found: Champion;
  /** As scripts read it. */
  readonly json: object;
  /** To be said before anything is changed. */
  readonly notes: readonly string[];
}

interface Compared {
  readonly paired?: PairedComparison;
  readonly notes: readonly string[];
}

/** The run is no better, as far as the rows that both models scored can tell. */
function noBetter(paired: PairedComparison, runId: string): string[] {
  const found = paired.metrics[metric];
  if (found === undefined) return [];
  const doubt = paired.warning ?? found.rough;
  if (found.verdict === 'better' && doubt === undefined) return [];
  const { difference, low, high, value, baseline } = found;
  const level = Number((100 * paired.level).toPrecision(6));
  return [
    `this run is ${found.verdict === 'worse' ? 'worse than' : 'not shown to be better than'} the champion (${runId}) on the same test rows: average precision ${metricText(value)} against ${metricText(baseline)}, difference ${metricText(difference)} (${level}% interval ${metricText(low)} to ${metricText(high)})${doubt === undefined ? '' : `; ${doubt}`}`,
  ];
}

async function compare(found: Champion, measured: Measured, input: MeasureInput): Promise<Compared> {
  if (found.state !== 'promoted') {
    const doubt = found.state === 'unknown' ? '; whether this run is better is not known' : '';
    return { notes: found.state === 'this-run' ? [] : [`${championReason(found)}${doubt}`] };
  }
  const { yTrue, yScore, context, evaluation, evidence } = measured;
  // a gate may have asked for it already, and said its notes
  const known = evidence.comparisons?.[champion];
  if (known !== undefined && known !== null && !isNoComparison(known)) {
    return { paired: known, notes: noBetter(known, found.runId) };
  }
  const rows = { yTrue, yScore, threshold: evaluation.metrics.threshold, ...context };
  const compared = await compareWithRun(champion, rows, input);
  if (isNoComparison(compared)) return { notes: [`${compared.reason}; whether this run is better is not known`] };
  return { paired: compared.paired, notes: [...compared.notes, ...noBetter(compared.paired, found.runId)] };
}

/** A target that cannot be reached ends the promotion at its checks, with a better word than a comparison has for it. */
async function findOrDoubt({ settings, runId, workspace }: MeasureInput): Promise<Champion> {
  try {
    return await findChampion(settings, workspace.models, runId);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { state: 'unknown', reason: error.message };
  }
}

/** Compares a measured run with the model in production on the same test rows, where there is one that can be. */
export async function againstChampion(measured: Measured, input: MeasureInput): Promise<AgainstChampion> {
  const found = await findOrDoubt(input);
  const { paired, notes } = await compare(found, measured, input);
  return { found, json: { ...championJson(found), [metric]: paired?.metrics[metric] ?? null }, notes };
}
