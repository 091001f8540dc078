import type { JsonValue } from '@fraudx/core';
import { InvalidArgumentError, metricText } from '@fraudx/core';
import { compareRuns } from '@fraudx/tracking';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { table } from '../../output/table.ts';
import { loadSettings } from '../../settings/settings.ts';
import { lines } from '../../output/lines.ts';

function cell(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'number') return metricText(value);
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** Puts runs side by side. */
export async function runRunsCompare(
  [named]: readonly [string[]],
  options: { readonly all?: boolean } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  if (named.length < 2)
    throw new InvalidArgumentError(`runs compare: at least 2 runs must be given, got ${named.length}`);
  const workspace = await io.container.openWorkspace(await loadSettings(options, io), { create: false });
  const runs = [];
  for (const name of named) runs.push(await workspace.runs.getRun(name));
  const comparison = compareRuns(runs, { all: options.all === true });
  const sections = ['run', 'params', 'metrics', 'tags', 'lineage', 'artifacts'] as const;
  const rows = sections.flatMap((section) =>
    comparison[section].map((row) => [`${section}.${row.name}`, ...row.values.map((value) => cell(value))]),
  );
  return {
    json: comparison,
    text:
      rows.length === 0
        ? lines('Nothing differs; --all shows what is equal.')
        : table(['', ...runs.map((run) => run.runId)], rows),
  };
}
