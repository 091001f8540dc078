import type { TuningWorkspace } from '../tuning/search-trials.ts';
import type { StudyState } from './stage-state.ts';
import type { SweepPlan } from './sweep-plan.ts';
import { lackOf, withStrategy } from './sweep-strategies.ts';

/** The tag of the studies of strategies, by which later processes know which others the data refused, without reading data. */
const tag = 'left_out';

/** Longest reason that is kept, in characters. */
const longestReason = 300;

function keptReasons({ stage, run }: StudyState): readonly (readonly [string, string])[] {
  const text = stage === 'features' ? run?.tags[tag] : undefined;
  if (text === undefined) return [];
  try {
    const reasons: unknown = JSON.parse(text);
    return Object.entries(reasons as object).map(([name, reason]) => [name, String(reason)] as const);
  } catch {
    // changed by hand: then the data refuse them again
    return [];
  }
}

/** Strategies that cannot be measured on these data, by name, with the reason: they lack a column, or the data refused them before. */
export function impossibleBy({ settings, strategies }: SweepPlan, studies: readonly StudyState[]): Map<string, string> {
  const lacking = strategies.flatMap((strategy) => {
    const lack = lackOf(withStrategy(settings.config, strategy));
    return lack === undefined ? [] : [[strategy.name, lack] as const];
  });
  return new Map([...studies.flatMap(keptReasons), ...lacking]);
}

/** Keeps why the data refused strategies, with the study of one that they did not refuse. */
export async function keepRefusals(
  { runs }: Pick<TuningWorkspace, 'runs'>,
  { run }: StudyState,
  refusals: ReadonlyMap<string, string>,
): Promise<void> {
  if (refusals.size === 0) return;
  const reasons = [...refusals].map(([name, reason]) => [name, reason.slice(0, longestReason)] as const);
  await runs.setTags(run!.runId, { [tag]: JSON.stringify(Object.fromEntries(reasons)) });
}
