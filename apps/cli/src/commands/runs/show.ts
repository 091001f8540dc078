import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { countText, durationText, metricText, timeText } from '@fraudx/core';
import { bold } from '../../output/style.ts';
import { facts } from '../../output/table.ts';
import { loadSettings } from '../../settings/settings.ts';
import { runJson } from '@fraudx/tracking';
import { lines, sections } from '../../output/lines.ts';

/** Shows everything recorded about one run. */
export async function runRunsShow(
  [named]: readonly [string],
  options: CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const workspace = await io.container.openWorkspace(await loadSettings(options, io), { create: false });
  const run = await workspace.runs.getRun(named);
  const { lineage } = run;
  const entries = (values: Readonly<Record<string, unknown>>): string[] =>
    Object.entries(values).map(([name, value]) => `  ${name} ${String(value)}`);
  const metrics = Object.fromEntries(Object.entries(run.metrics).map(([name, value]) => [name, metricText(value)]));
  const general: [string, string][] = [
    ['experiment', run.experiment],
    ['kind', run.parentRunId === undefined ? run.kind : `${run.kind} of ${run.parentRunId}`],
    ['status', run.error === undefined ? run.status : `${run.status}: ${run.error}`],
    ['started', `${timeText(run.startedAt)} UTC`],
    ['took', run.endedAt === undefined ? '–' : durationText(run.endedAt - run.startedAt)],
    ['command', lineage.commandLine.join(' ')],
    [
      'git',
      lineage.git === undefined
        ? '–'
        : `${lineage.git.commit.slice(0, 12)}${lineage.git.dirty ? ' with uncommitted changes' : ''}`,
    ],
    [
      'data',
      lineage.data === undefined
        ? '–'
        : `${lineage.data.path} (${countText(lineage.data.rows)} rows, fingerprint ${lineage.data.sha256.slice(0, 12)}…)`,
    ],
    ['split', lineage.split === undefined ? '–' : JSON.stringify(lineage.split)],
    ['seed', String(lineage.seed ?? '–')],
    ['engine', lineage.engine === undefined ? '–' : `${lineage.engine.name} ${lineage.engine.version}`],
    [
      'versions',
      Object.entries(lineage.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ...(run.tags['model'] === 'saved' ? [['model', workspace.models.locationOf(run.runId)] as [string, string]] : []),
  ];
  const listed = (
    [
      ['params', entries(run.params)],
      ['metrics', entries(metrics)],
      ['tags', entries(run.tags)],
      ['artifacts', run.artifacts.map((item) => `  ${item.name} ${item.path}`)],
    ] as const
  ).filter(([, body]) => body.length > 0);
  return {
    json: runJson(run),
    text: sections(bold(run.runId), facts(general), ...listed.map(([title, body]) => lines(bold(title), ...body))),
  };
}
