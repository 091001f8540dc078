import { access, constants, mkdtemp, rmdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame } from '@fraudx/core';
import { countText, entityColumns, FraudxError, nameList, percentText } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { TimeReader, clockColumns, isByTime, labelledRows, splitNameOf } from '@fraudx/data';
import { gateConflicts, parseGate } from '@fraudx/evaluation';
import { quickLeakageCheck } from '@fraudx/features';
import type { StoreRepair } from '@fraudx/local';
import { availableMemory } from '@fraudx/models';
import { defaultPrefix } from '@fraudx/promotion';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import {
  checkAmounts,
  labelValuesOf,
  leakNotes,
  readData,
  textColumns,
  timeInputsOf,
  timeSettingsOf,
  withDerivedColumns,
} from '@fraudx/pipelines';
import { inProduction } from '../../production/in-production.ts';
import { EXIT } from '../../exit-codes.ts';
import { oneLine } from '../../output/one-line.ts';
import { styled } from '../../output/style.ts';
import type { Io } from '../../io.ts';
import type { Settings } from '../../settings/settings.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openProduction } from '../../production/open-integrator.ts';
import { promoterPolicy } from './policy.ts';

interface Check {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly detail: string;
}

function problem(check: string, error: unknown): Check {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    check,
    status: 'problem',
    detail: error instanceof FraudxError && error.hint !== undefined ? `${detail}. ${error.hint}` : detail,
  };
}

async function checkFolder({ folder, beforeFolder }: Settings): Promise<Check> {
  let at = folder;
  while (!existsSync(at)) at = dirname(at);
  try {
    beforeFolder?.();
    await access(at, constants.W_OK);
    if (at === folder) {
      // a new file of a name that nobody can know, so that no link lies there
      const probe = await mkdtemp(join(folder, '.doctor-'));
      await rmdir(probe);
    }
    return {
      check: 'folder',
      status: 'ok',
      detail: existsSync(folder) ? folder : `${folder} (made when first needed)`,
    };
  } catch (error) {
    return problem('folder', translateFileError(error, at, 'write'));
  }
}

/** What a repair did, in words. */
function repairText({ backup, runs, studies, historiesLost }: StoreRepair): string {
  const lost = [...runs.lost, ...studies.lost];
  return [
    `repaired: ${countText(runs.kept)} runs and ${countText(studies.kept)} studies kept`,
    ...(lost.length === 0 ? [] : [`lost: ${nameList(lost)}`]),
    ...(historiesLost.length === 0 ? [] : [`without all points of their metrics: ${nameList(historiesLost)}`]),
    `the damaged store is ${backup}`,
  ].join('; ');
}

async function checkRuns(settings: Settings, options: { readonly repair: boolean }): Promise<Check> {
  const path = join(settings.folder, 'fraudx.db');
  if (!existsSync(path)) return { check: 'runs', status: 'ok', detail: 'no runs yet' };
  try {
    settings.beforeFolder?.();
    const { checkStore, openLocalWorkspace, repairStore } = await import('@fraudx/local');
    const problems = await checkStore(path).catch((error: unknown) => {
      if (error instanceof FraudxError && error.code === 'STORE_CORRUPT') return [error.message];
      throw error;
    });
    if (problems.length > 0 && options.repair) {
      return { check: 'runs', status: 'warning', detail: repairText(await repairStore(path, Date.now())) };
    }
    if (problems.length > 0) {
      return {
        check: 'runs',
        status: 'problem',
        detail: `${problems.join('; ')}. Restore a copy, or keep what can be read: fraudx doctor --repair`,
      };
    }
    await using workspace = await openLocalWorkspace(settings.folder);
    const [latest] = await workspace.runs.queryRuns({ limit: 1 });
    return { check: 'runs', status: 'ok', detail: latest === undefined ? 'no runs yet' : `latest is ${latest.runId}` };
  } catch (error) {
    return problem('runs', error);
  }
}

/** Columns that may know the label, one check each. */
function checkColumns(
  frame: Frame,
  rows: Uint32Array,
  labels: Uint8Array,
  { config }: Settings,
  time: string | undefined,
): Check[] {
  const y = new Uint8Array(frame.nRows);
  rows.forEach((row, i) => {
    y[row] = labels[i]!;
  });
  const weight = config.sampleWeight === undefined ? [] : [config.sampleWeight];
  const { leaks } = quickLeakageCheck(frame, y, rows, {
    target: config.target!,
    drop: [...(config.drop ?? []), ...weight],
    ...(time === undefined ? {} : { time }),
    ...(config.timeZone === undefined ? {} : { timeZone: config.timeZone }),
  });
  return leakNotes(leaks).map((detail) => ({ check: 'leaks', status: 'warning', detail }));
}

/** Gates as `evaluate` reads them: what cannot be read is a problem, what cannot hold together a warning. */
function checkGates({ config }: Settings): Check[] {
  const gates = config.evaluation?.gates ?? [];
  if (gates.length === 0) return [];
  try {
    for (const gate of gates) parseGate(gate);
    const conflicts = gateConflicts(gates, config.evaluation?.threshold ?? 'best-f1');
    if (conflicts.length > 0) return conflicts.map((detail) => ({ check: 'gates', status: 'warning', detail }));
    return [{ check: 'gates', status: 'ok', detail: gates.join(', ') }];
  } catch (error) {
    return [problem('gates', error)];
  }
}

/** The column of amounts as `train` looks at it. */
function checkAmountColumn(frame: Frame, rows: Uint32Array, { config, data }: Settings): Check[] {
  const { costs, missingAmount } = config.evaluation ?? {};
  try {
    const notes = checkAmounts(frame, rows, { amount: config.amount, costs, missingAmount }, data!);
    return notes.map((detail) => ({ check: 'amount', status: 'warning', detail }));
  } catch (error) {
    return [problem('amount', error)];
  }
}

/** The time column as `train` needs it: times or numbers that order rows, in each of them. */
function checkTimeColumn(frame: Frame, rows: Uint32Array, time: string | undefined, { config }: Settings): Check[] {
  if (time === undefined || !frame.has(time)) return [];
  const column = frame.column(time);
  const byTime = isByTime({ strategy: splitNameOf(config.split ?? {}, time) });
  const status = byTime ? 'problem' : 'warning';
  if (column.kind === 'categorical') {
    const first = column.categories[column.codes.find((code) => code >= 0) ?? -1];
    const detail = `column "${time}" must hold times or numbers, got texts${first === undefined ? '' : ` such as ${JSON.stringify(first)}`}. Write times as ISO 8601 (2026-01-31 14:05:09) or as numbers`;
    return [{ check: 'time', status, detail }];
  }
  const without = rows.find((row) => Number.isNaN(column.values[row]!));
  if (without === undefined || !byTime) return [];
  return [
    {
      check: 'time',
      status,
      detail: `column "${time}" must have a value in every row with a label, got none in data row ${without + 1}`,
    },
  ];
}

async function checkData(settings: Settings): Promise<Check[]> {
  if (settings.data === undefined) return [{ check: 'data', status: 'warning', detail: 'no data in fraudx.yaml yet' }];
  try {
    const times = timeSettingsOf(settings.config);
    const texts = Object.keys(textColumns(settings.data, clockColumns(times.parts)));
    const { frame: asRead } = await readData(settings.data, settings, { texts });
    const reader = new TimeReader(times);
    const { target } = settings.config;
    const { frame, notes } = withDerivedColumns(reader.read(asRead), settings.config, target);
    if (target === undefined)
      return [{ check: 'data', status: 'warning', detail: `${countText(frame.nRows)} rows, no target named` }];
    const { rows, y, unlabelled } = labelledRows(frame, target, { values: labelValuesOf(settings.config) });
    const positives = y.reduce((sum, label) => sum + label, 0);
    for (const name of [
      ...(settings.config.drop ?? []),
      ...(settings.config.categorical ?? []),
      ...timeInputsOf(settings.config),
      ...entityColumns(settings.config.entity),
      settings.config.terminal,
      settings.config.amount,
      settings.config.sampleWeight,
    ]) {
      if (name !== undefined) frame.column(name);
    }
    const read: Check = {
      check: 'data',
      status: 'ok',
      detail: `${countText(frame.nRows)} rows, ${frame.columns.length} columns, ${percentText(positives / y.length)} fraud${unlabelled === 0 ? '' : `, ${countText(unlabelled)} rows without a label`}`,
    };
    const derived = notes.map((detail): Check => ({ check: 'derive', status: 'warning', detail }));
    const amounts = checkAmountColumn(frame, rows, settings);
    const ofTime = checkTimeColumn(frame, rows, reader.column, settings);
    return [read, ...derived, ...ofTime, ...amounts, ...checkColumns(frame, rows, y, settings, reader.column)];
  } catch (error) {
    return [problem('data', error)];
  }
}

/** Whether production is one model, and not between two. */
async function checkProduction(settings: Settings, io: Io): Promise<Check> {
  try {
    const found = await inProduction(settings, io.container);
    if (found.state === 'unknown') {
      const detail = `${found.reason}. "fraudx promotions list" shows the history, "fraudx promotions resume" settles what is unfinished`;
      return { check: 'production', status: 'problem', detail };
    }
    const detail = found.state === 'none' ? 'nothing was promoted yet' : `${found.runId} (${found.promotionId})`;
    return { check: 'production', status: 'ok', detail };
  } catch (error) {
    return problem('production', error);
  }
}

/** Looks at the production target where it is not this folder; reads only. */
async function checkTarget(settings: Settings, io: Io): Promise<Check[]> {
  const promotion = settings.config.promotion ?? {};
  if (promotion.target !== 'aws') return [];
  try {
    const { preflight } = await openProduction(settings, io.container);
    const prefix = promotion.parameterPrefix ?? defaultPrefix;
    const found = (await preflight?.run({ prefix, trigger: promotion.stateMachineArn !== undefined })) ?? [];
    return found.map(({ check, ok, detail, hint }) => ({
      check: `aws: ${check}`,
      status: ok ? 'ok' : 'problem',
      detail: ok || hint === undefined ? detail : `${detail}. ${hint}`,
    }));
  } catch (error) {
    return [problem('aws', error)];
  }
}

/** Checks machine, config, folder, store and data; every problem comes with what to do. With `repair` a damaged store is made new of what can be read. */
export async function runDoctor(
  _args: readonly [],
  options: { readonly policy?: boolean; readonly repair?: boolean } & TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  if (options.policy === true) return await promoterPolicy(await loadTargetSettings(options, io), io);
  const checks: Check[] = [
    { check: 'node', status: 'ok', detail: io.nodeVersion },
    {
      check: 'cores',
      status: 'ok',
      detail: `${availableParallelism()} cores, ${(availableMemory() / 2 ** 30).toFixed(1)} GiB of memory free`,
    },
  ];
  try {
    const settings = await loadTargetSettings(options, io);
    checks.push({
      check: 'config',
      status: settings.configPath === undefined ? 'warning' : 'ok',
      detail: settings.configPath ?? 'no fraudx.yaml found; fraudx init writes one',
    });
    checks.push(
      await checkFolder(settings),
      await checkRuns(settings, { repair: options.repair === true }),
      ...(await checkData(settings)),
      ...checkGates(settings),
      await checkProduction(settings, io),
    );
    checks.push(...(await checkTarget(settings, io)));
  } catch (error) {
    checks.push(problem('config', error));
  }
  const bad = checks.filter((check) => check.status === 'problem').length;
  const mark = { ok: styled('green', '✓'), warning: styled('yellow', '!'), problem: styled('red', '✗') };
  return {
    json: { healthy: bad === 0, checks },
    text: checks
      .map((item) => `${mark[item.status]} ${oneLine(item.check).padEnd(7)} ${oneLine(item.detail)}`)
      .join('\n'),
    exitCode: bad === 0 ? EXIT.done : EXIT.negative,
  };
}
