import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { countText, InterruptedError, nameList, withoutSecrets } from '@fraudx/core';
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
import { hintOf } from '../../output/hint.ts';

async function checkFolder({ folder, beforeFolder }: Settings): Promise<SetupCheck> {
  try {
    beforeFolder?.();
    await (await import('@fraudx/local')).checkWritable(folder);
    const detail = existsSync(folder) ? folder : `${folder} (made when first needed)`;
    return { check: 'folder', status: 'ok', detail };
  } catch (error) {
    return problemOf('folder', error);
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
  const check = 'runs';
  // The check of the folder says what is wrong with it.
  if (!existsSync(settings.folder)) return { check, status: 'ok', detail: 'no runs yet' };
  try {
    settings.beforeFolder?.();
    const { checkWorkspace } = await import('@fraudx/local');
    const { problems, repaired, latestRun } = await checkWorkspace(settings.folder, options);
    if (repaired !== undefined) return { check, status: 'warning', detail: repairText(repaired) };
    if (problems.length > 0) {
      const next = 'Restore a copy, or keep what can be read: fraudx doctor --repair';
      return { check, status: 'problem', detail: `${problems.join('; ')}. ${next}` };
    }
    return { check, status: 'ok', detail: latestRun === undefined ? 'no runs yet' : `latest is ${latestRun}` };
  } catch (error) {
    return problemOf(check, error);
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
  const found: SetupCheck[] = [
    { check: 'node', status: 'ok', detail: io.nodeVersion },
    {
      check: 'cores',
      status: 'ok',
      detail: `${availableParallelism()} cores, ${(availableMemory() / 2 ** 30).toFixed(1)} GiB of memory free`,
    },
  ];
  try {
    const settings = await loadTargetSettings(options, io);
    found.push({
      check: 'config',
      status: settings.configPath === undefined ? 'warning' : 'ok',
      detail: settings.configPath ?? 'no fraudx.yaml found; fraudx init writes one',
    });
    found.push(
      await checkFolder(settings),
      await checkRuns(settings, { repair: options.repair === true }),
      ...(await checkSetup(settings, { signal: io.signal })),
      await checkProduction(settings, io),
    );
    found.push(...(await checkTarget(settings, io)));
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    found.push(problemOf('config', error));
  }
  // A row repeats what a key or an option says, which may be an address where a folder or a name belongs.
  const checks = found.map((one) => ({ ...one, detail: withoutSecrets(one.detail) }));
  const bad = checks.filter((check) => check.status === 'problem').length;
  const mark = { ok: styled('green', '✓'), warning: styled('yellow', '!'), problem: styled('red', '✗') };
  return {
    json: { healthy: bad === 0, checks: checks.map(({ check, status, detail }) => ({ check, status, detail })) },
    text: lines(...checks.map(({ check, status, detail }) => `${mark[status]} ${check.padEnd(7)} ${detail}`)),
    exitCode: bad === 0 ? EXIT.done : EXIT.negative,
  };
}
