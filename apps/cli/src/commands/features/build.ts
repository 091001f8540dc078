import { resolve } from 'node:path';
import { countText, InvalidArgumentError, shellQuoted } from '@fraudx/core';
import { checkNewFile } from '@fraudx/core/files';
import type { BehaviourStatistic } from '@fraudx/features';
import type { FeatureFile } from '@fraudx/pipelines';
import { buildFeatureFile } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import type { Settings } from '../../settings/settings.ts';
import { showingData } from '../../settings/check-data-place.ts';
import { loadSettings } from '../../settings/settings.ts';
import { lines } from '../../output/lines.ts';
import type {
  CategoricalOptions,
  DatasetOptions,
  MeaningOptions,
  ReadingOptions,
} from '../../options/setting-flags.ts';

/** Options of `fraudx features build`. */
export interface FeaturesBuildOptions extends ReadingOptions, CategoricalOptions, MeaningOptions {
  readonly data?: string;
  readonly output: string;
  readonly time?: DatasetOptions['time'];
  readonly entity?: string | string[];
  readonly terminal?: string;
  readonly amount?: string;
  readonly target?: string;
  readonly windowDays?: readonly number[];
  readonly delayDays?: number;
  readonly statistics?: readonly BehaviourStatistic[];
  readonly sort?: boolean;
  readonly replace?: boolean;
  readonly force?: boolean;
  readonly escapeFormulas?: boolean;
}

/** Reads raw transactions, adds features, writes the file that `train` and `tune` read. */
export async function runFeaturesBuild(
  _args: readonly [],
  options: FeaturesBuildOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  // --delay-days is that of features here, not that of a split
  const { time, entity, terminal, amount, target, windowDays, delayDays, ...rest } = options;
  const loaded = showingData(await loadSettings(rest, io, { features: { windowDays, delayDays } }), io);
  const named = Object.entries({ time, entity, terminal, amount, target }).filter(([, name]) => name !== undefined);
  const settings: Settings = { ...loaded, config: { ...loaded.config, ...Object.fromEntries(named) } };
  if (settings.data === undefined) {
    throw new InvalidArgumentError('--data must be given, got nothing', {
      code: 'MISSING_OPTION',
      hint: 'Name the raw transactions: fraudx features build --data transactions.parquet --output features.parquet',
    });
  }
  const output = resolve(io.cwd, options.output);
  checkNewFile('features build', output, { inputs: [settings.data], replace: options.force === true });
  const bar = await createProgressBar(io, options);
  const built = await buildFeatureFile(settings, {
    output,
    ...(options.statistics === undefined ? {} : { statistics: options.statistics }),
    sort: options.sort === true,
    replaceFeatures: options.replace === true,
    replace: options.force === true,
    escapeFormulas: options.escapeFormulas === true,
    signal: io.signal,
    progress: bar.progress,
    onNotes: (notes) => noteWarnings(io, options, notes),
  }).finally(() => bar.stop());
  const { rows, added, columns } = built;
  return {
    json: { output, rows, features: added, columns, delay_days: built.delayDays, time_zone: built.timeZone },
    text: lines(
      `${output}: ${countText(rows)} rows, ${added.length} features added`,
      `  ${added.join(', ')}`,
      ...labelLines(built),
      zoneText(settings.config.timeZone),
      `Next: ${nextText(options.output, settings, built)}`,
    ),
  };
}

/** A config that is there speaks of these columns already. */
function nextText(
  output: string,
  { configPath, config }: Settings,
  { columns: { target, time } }: Pick<FeatureFile, 'columns'>,
): string {
  if (configPath !== undefined) return `fraudx train --data ${shellQuoted(output)}`;
  const ofTime = typeof config.time === 'object' ? '' : ` --time ${shellQuoted(time)}`;
  return `fraudx init --data ${shellQuoted(output)}${target === undefined ? '' : ` --target ${shellQuoted(target)}`}${ofTime}`;
}

function labelLines({ columns: { terminal, target }, delayDays }: FeatureFile): string[] {
  if (terminal === undefined || target === undefined) return [];
  return [
    `  labels count ${delayDays} day${delayDays === 1 ? '' : 's'} after their row, as features.delayDays or --delay-days says`,
  ];
}

function zoneText(timeZone = 'UTC'): string {
  return `  weekends and nights are those of ${timeZone}${timeZone === 'UTC' ? ', as no timeZone or --time-zone is set' : ''}`;
}
