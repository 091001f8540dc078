import { timeText } from '@fraudx/core';
import { studyFacts } from '@fraudx/pipelines';
import { summariseStudy, summaryForTools } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { lines } from '../../output/lines.ts';
import { table } from '../../output/table.ts';
import { openStudies } from './open-study.ts';
import { countsText, valueText } from './render.ts';

/** Lists studies, newest first. */
export async function runStudiesList(
  _args: readonly [],
  options: CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const workspace = await openStudies(options, io);
  const { studies } = workspace;
  const summaries = [];
  for (const study of await studies.listStudies()) {
    const { metrics } = await studyFacts(workspace, study);
    summaries.push({ ...summariseStudy(study, await studies.history(study.studyId)), metrics });
  }
  const rows = summaries.map((summary) => [
    summary.study.name ?? '–',
    summary.study.studyId,
    timeText(summary.study.createdAt),
    summary.study.spec.sampler.name,
    summary.metrics?.join(', ') ?? summary.study.spec.directions.join(', '),
    summary.front.length > 0 ? `front of ${summary.front.length}` : valueText(summary.best),
    countsText(summary),
  ]);
  const headings = ['name', 'study', 'started (UTC)', 'sampler', 'metric', 'best', 'trials'];
  return {
    json: { studies: summaries.map((summary) => ({ ...summaryForTools(summary), metrics: summary.metrics ?? null })) },
    text: rows.length === 0 ? lines('No studies. Start one: fraudx tune') : table(headings, rows, io.columns),
  };
}
