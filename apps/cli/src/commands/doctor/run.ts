import { access, constants, mkdtemp, rmdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { countText, FraudxError, InterruptedError, nameList } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import type { StoreRepair } from '@fraudx/local';
import { availableMemory } from '@fraudx/models';
import { defaultPrefix } from '@fraudx/promotion';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import type { SetupCheck } from '@fraudx/pipelines';
import { checkSetup, problemOf } from '@fraudx/pipelines';
import { inProduction } from '../../production/in-production.ts';
import { EXIT } from '../../exit-codes.ts';
import { lines } from '../../output/lines.ts';
import { styled } from '../../output/style.ts';
import type { Io } from '../../io.ts';
import type { Settings } from '../../settings/settings.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openProduction } from '../../production/open-integrator.ts';
import { promoterPolicy } from './policy.ts';
import { hintOf } from '../../output/with-flags.ts';

async function checkFolder({ folder, beforeFolder }: Settings): Promise<SetupCheck> {
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
    return problemOf('folder', translateFileError(error, at, 'write'));
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

async function checkRuns(settings: Settings, options: { readonly repair: boolean }): Promise<SetupCheck> {
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
    return problemOf('runs', error);
  }
}

/** Whether production is one model, and not between two. */
async function checkProduction(settings: Settings, io: Io): Promise<SetupCheck> {
  try {
    const found = await inProduction(settings, io.container);
    if (found.state === 'unknown') {
      const detail = `${found.reason}. "fraudx promotions list" shows the history, "fraudx promotions resume" completes what is unfinished`;
      return { check: 'production', status: 'problem', detail };
    }
    const detail = found.state === 'none' ? 'nothing has been promoted yet' : `${found.runId} (${found.promotionId})`;
    return { check: 'production', status: 'ok', detail };
  } catch (error) {
    return problemOf('production', error);
  }
}

/** Looks at the production target where it is not this folder; reads only. */
async function checkTarget(settings: Settings, io: Io): Promise<SetupCheck[]> {
  const promotion = settings.config.promotion ?? {};
  if (promotion.target !== 'aws') return [];
  try {
    const { preflight } = await openProduction(settings, io.container);
    const prefix = promotion.parameterPrefix ?? defaultPrefix;
    const found = (await preflight?.run({ prefix, trigger: promotion.stateMachineArn !== undefined })) ?? [];
    return found.map((one) => {
      const hint = one.ok ? undefined : hintOf({ code: one.code ?? '', hint: one.hint, details: {} });
      return {
        check: `aws: ${one.check}`,
        status: one.ok ? 'ok' : 'problem',
        detail: hint === undefined ? one.detail : `${one.detail}. ${hint}`,
      };
    });
  } catch (error) {
    return [problemOf('aws', error)];
  }
}

/** Checks machine, config, folder, store and data; every problem comes with what to do. With `repair` a damaged store is made new of what can be read. */
export async function runDoctor(
  _args: readonly [],
  options: { readonly policy?: boolean; readonly repair?: boolean } & TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  if (options.policy === true) return await promoterPolicy(await loadTargetSettings(options, io), io);
  const checks: SetupCheck[] = [
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
      ...(await checkSetup(settings, { signal: io.signal })),
      await checkProduction(settings, io),
    );
    checks.push(...(await checkTarget(settings, io)));
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    checks.push(problemOf('config', error));
  }
  const bad = checks.filter((check) => check.status === 'problem').length;
  const mark = { ok: styled('green', '✓'), warning: styled('yellow', '!'), problem: styled('red', '✗') };
  return {
    json: { healthy: bad === 0, checks: checks.map(({ check, status, detail }) => ({ check, status, detail })) },
    text: lines(...checks.map(({ check, status, detail }) => `${mark[status]} ${check.padEnd(7)} ${detail}`)),
    exitCode: bad === 0 ? EXIT.done : EXIT.negative,
  };
}
