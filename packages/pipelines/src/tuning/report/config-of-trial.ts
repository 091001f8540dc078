import { NotFoundError } from '@fraudx/core';
import { algorithmNames, paramSchema, parseParams, roundsParam } from '@fraudx/models';
import type { ParamValue, TrialRecord } from '@fraudx/tuning';
import { ENCODING_PREFIX } from '../../dataset/text-columns.ts';
import { bestRounds } from '../best-rounds.ts';
import type { TuningWorkspace } from '../search-trials.ts';

/** Keys of a config that train what a trial trained. */
export interface ConfigOfTrial {
  /** Hyperparameters that were searched, and those that were fixed at other values than the defaults. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Encodings that were searched, by column. */
  readonly categoryEncoding: Readonly<Record<string, ParamValue>>;
}

/** What the run of a trial was fitted with: undefined where there is none, as of a study that was imported. */
async function fittedWith(
  { runs }: Pick<TuningWorkspace, 'runs'>,
  runId: string | undefined,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (runId === undefined) return undefined;
  try {
    return (await runs.getRun(runId)).params;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** The hyperparameters of a trial as a config has them: without a run, those that were searched. The number of rounds is the one that early stopping kept. */
export async function configOfTrial(
  workspace: Pick<TuningWorkspace, 'runs'>,
  trial: Pick<TrialRecord, 'params' | 'runId' | 'attributes'>,
): Promise<ConfigOfTrial> {
  const { params, runId } = trial;
  const isEncoding = (name: string): boolean => name.startsWith(ENCODING_PREFIX);
  const entries = Object.entries(params);
  const searched = entries.filter(([name]) => !isEncoding(name));
  const categoryEncoding = Object.fromEntries(
    entries.filter(([name]) => isEncoding(name)).map(([name, value]) => [name.slice(ENCODING_PREFIX.length), value]),
  );
  const fitted = await fittedWith(workspace, runId);
  const algorithm = fitted?.['algorithm'];
  if (fitted === undefined || typeof algorithm !== 'string' || !algorithmNames().includes(algorithm))
    return { params: Object.fromEntries(searched), categoryEncoding };
  const usual = parseParams(algorithm, {});
  const names = new Set(searched.map(([name]) => name));
  const own = paramSchema(algorithm).params.flatMap(({ name }): [string, ParamValue][] => {
    const value = fitted[name];
    const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    // where the algorithm estimates one by itself, the trial has none
    return isValue && (names.has(name) || value !== usual[name]) ? [[name, value]] : [];
  });
  const [rounds, kept] = [roundsParam(algorithm), bestRounds(trial)];
  const stopped = rounds === undefined || kept === undefined ? {} : { [rounds]: kept };
  return { params: { ...Object.fromEntries(own), ...stopped }, categoryEncoding };
}
