import type { RunKind, RunStatus } from '@fraudx/tracking';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { metricText, timeText } from '@fraudx/core';
import { table } from '../../output/table.ts';
import { loadSettings } from '../../settings/settings.ts';
import { runJson } from '@fraudx/tracking';
import { lines, sections } from '../../output/lines.ts';

/** Options of `fraudx runs list`. */
export interface RunsListOptions {
  readonly experiment?: string;
  readonly kind?: RunKind;
  readonly status?: RunStatus;
  readonly where?: string;
  readonly sort?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/** Lists runs, newest first unless sorted otherwise. */
export async function runRunsList(
  _args: readonly [],
  options: RunsListOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { experiment, ...rest } = options;
  const settings = await loadSettings(rest, io);
  const workspace = await io.container.openWorkspace(settings, { create: false });
  const limit = options.limit ?? 20;
  const runs = await workspace.runs.queryRuns({
    ...(experiment === undefined ? {} : { experiment }),
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.status === undefined ? {} : { status: options.status }),
    ...(options.where === undefined ? {} : { where: options.where }),
    ...(options.sort === undefined ? {} : { orderBy: options.sort }),
    ...(options.offset === undefined ? {} : { offset: options.offset }),
    limit,
  });
  const rows = runs.map((run) => [
    run.runId,
    run.kind,
    run.status,
    timeText(run.startedAt),
    String(run.params['algorithm'] ?? ''),
    metricText(run.metrics['validation_average_precision']),
    metricText(run.metrics['average_precision']),
    run.experiment,
  ]);
  const text =
    runs.length === 0
      ? lines('No runs match. Start one: fraudx tune --strategy random')
      : sections(
          table(
            ['run', 'kind', 'status', 'started (UTC)', 'algorithm', 'AP validation', 'AP test', 'experiment'],
            rows,
            io.columns,
          ),
          ...(runs.length === limit ? [`The first ${limit}; more with --limit or --offset.`] : []),
        );
  return { json: { runs: runs.map((run) => runJson(run)) }, text };
}
