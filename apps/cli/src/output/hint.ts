import type { FraudxError } from '@fraudx/core';
import { shellQuoted } from '@fraudx/core';
import { flagsOf } from '../options/setting-flags.ts';
import { keysIn, withFlagsBehindKeys } from './flags-behind-keys.ts';

const promotionsList = 'To see all promotions: fraudx promotions list.';
const promotionsVerify = 'To see what is damaged: fraudx promotions verify.';

/** What to do on the command line after an error of this code; the libraries name no command. */
const remedies: Readonly<Record<string, string>> = {
  APPROVER_MISSING: 'On the command line: --approved-by WHO, or the environment variable FRAUDX_APPROVED_BY.',
  AWS_ACCESS_DENIED: 'For the whole policy: fraudx doctor --policy.',
  AWS_ERROR: 'To check the connection: fraudx doctor.',
  BACKUP_DAMAGED: promotionsVerify,
  CHAMPION_NOT_FOUND: 'To promote one: fraudx promote. To see the runs: fraudx runs list.',
  CHAMPION_UNKNOWN: 'To see the history: fraudx promotions list. A model folder: --model.',
  DATA_CHANGED: 'To train again: fraudx train.',
  DATA_RULES_BROKEN: 'To list them: fraudx data validate.',
  EXECUTION_NOT_FOUND:
    'To see the executions of all promotions: fraudx promotions list --json. To start one: fraudx promote --trigger.',
  FEATURES_WITHOUT_TIME: 'On the command line: --time, or "time:" in fraudx.yaml.',
  FILE_EXISTS: '--force replaces it.',
  HISTORY_DAMAGED: promotionsVerify,
  HISTORY_MOVED: promotionsVerify,
  INVALID_CONFIG: 'For a config with every key explained: fraudx init --print.',
  JOURNAL_CHANGED: promotionsList,
  JOURNAL_DAMAGED: promotionsVerify,
  LOCK_LOST: 'To see what became of it: fraudx promotions list.',
  NOTHING_TO_ROLL_BACK: promotionsList,
  NOT_IN_EFFECT: promotionsList,
  PREFLIGHT_FAILED: 'To see all checks: fraudx doctor. For the policy that AWS needs: fraudx doctor --policy.',
  PROMOTION_NOT_FOUND: promotionsList,
  RUN_NEEDS_OTHER_COLUMNS: 'To see the runs: fraudx runs list.',
  RUN_NOT_FOUND: 'To see the runs: fraudx runs list. To train one: fraudx train, or fraudx tune --strategy random.',
  RUN_WITHOUT_AMOUNT: 'To see the runs: fraudx runs list.',
  OPTUNA_STUDY_NOT_FOUND: '--name names one.',
  STORE_CORRUPT: 'To see what is damaged: fraudx doctor. To keep what can be read: fraudx doctor --repair.',
  STRATEGY_CHANGED: 'To train again: fraudx train.',
  STRATEGY_NEEDED: 'On the command line: --features PATH.',
  SWEEP_NAME: '--study names one.',
  SWEEP_NOT_FOUND: '--study names one. To begin it: fraudx sweep.',
  SWEEP_STAGE_OPEN: 'To run all stages that are to do: fraudx sweep.',
  STUDY_NOT_FOUND: 'To see the studies: fraudx studies list.',
  TARGET_MISSING_VALUES: '--target names another column.',
  UNSEEN_IN_TRAINING: 'On the command line: leave out --strict.',
  TEST_ROWS_IN_TRAINING: 'On the command line: --allow-overlap.',
  VALIDATION_SCORES_MISSING: 'To train again: fraudx train.',
};

/**
 * The hint of an error: its own with flags behind the keys that it names, the flags of the settings that the error is about, and what its code calls for.
 */
export function hintOf({ code, hint, details }: Pick<FraudxError, 'code' | 'hint' | 'details'>): string | undefined {
  const settings = Array.isArray(details['settings']) ? details['settings'].map(String) : [];
  const inHint = hint === undefined ? [] : keysIn(hint);
  const flags = flagsOf(settings.filter((key) => !inHint.includes(key)));
  const parts = [
    hint === undefined ? undefined : withFlagsBehindKeys(hint),
    flags.length === 0 ? undefined : `On the command line: ${flags.join(', ')}.`,
    continuation(code, details) ?? (Object.hasOwn(remedies, code) ? remedies[code]! : undefined),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** The command that goes on with what was interrupted. */
function continuation(code: string, details: FraudxError['details']): string | undefined {
  if (code !== 'INTERRUPTED') return undefined;
  if (details['sweep'] !== undefined) return 'To continue: the same command.';
  const study = details['study_id'];
  return typeof study === 'string' ? `To continue: fraudx tune --resume=${shellQuoted(study)}` : undefined;
}
