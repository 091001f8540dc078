import type { FraudxError } from '@fraudx/core';
import { shellQuoted } from '@fraudx/core';
import { flagsOf } from '../options/setting-flags.ts';

/** Flags of the options, and commands for the checks, that the libraries name. */
const flags: readonly (readonly [name: RegExp, flag: string])[] = [
  [/\bdateOrder\b/, '--date-order'],
  [/\bdecimalMark\b/, '--decimal-mark'],
  [/\btimeUnit\b/, '--time-unit'],
  [/\btimeZone\b/, '--time-zone'],
  [/\bin missing\b/, '--missing'],
  [/\bencoding: [\w-]+ for this file\b/, '--encoding'],
  [/\bhistoryEncoding\b/, '--history-encoding'],
  [/\bduplicates: rename\b/, '--rename-duplicates'],
  [/\breplace: true\b/, '--replace'],
  [/\baws\.region\b/, '--region'],
  [/\baws\.endpointUrl\b/, '--endpoint-url'],
  [/\bpromotion\.stateMachineArn\b/, '--state-machine'],
  [/\bset force\b/, '--force'],
  [/\bthe leakage check\b/, 'fraudx leakage check'],
];

/** Words of the libraries about options, and how the command line says them. */
const words: readonly (readonly [said: RegExp, here: string])[] = [
  [/^Set sort to sort\b/, 'Add --sort to sort'],
  [/^no column of amounts is named:/, 'no column of amounts is named (--amount):'],
  [/^k (?=\d+ asks for)/, '--k '],
];

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
  DATA_ENCODING: '--encoding names it.',
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

/** A warning or hint of a library with the flag behind the first mention of each option: `dateOrder (--date-order)`. Flags that stand there already are not repeated. */
export function withFlags(text: string): string {
  const inWords = words.reduce((said, [word, here]) => said.replace(word, here), text);
  return flags.reduce((said, [name, flag]) => {
    return said.includes(flag) ? said : said.replace(name, (option) => `${option} (${flag})`);
  }, inWords);
}

/** The hint of an error, with the flags of the options that it names and of the settings that it is about, and with what its code calls for. */
export function hintOf({ code, hint, details }: Pick<FraudxError, 'code' | 'hint' | 'details'>): string | undefined {
  const said = hint === undefined ? undefined : withFlags(hint);
  const settings = Array.isArray(details['settings']) ? flagsOf(details['settings'].map(String)) : [];
  const missing = settings.filter((flag) => said?.includes(flag) !== true);
  const study = details['study_id'];
  const resume =
    code === 'INTERRUPTED' && typeof study === 'string'
      ? `To continue: fraudx tune --resume=${shellQuoted(study)}`
      : undefined;
  const sweep = code === 'INTERRUPTED' && details['sweep'] !== undefined ? 'To continue: the same command.' : undefined;
  const remedy = resume ?? sweep ?? (Object.hasOwn(remedies, code) ? remedies[code]! : undefined);
  const namesFlag = remedy?.startsWith('--') === true || remedy?.includes(': --') === true;
  const again = 'Trying again is safe.';
  const [before, next] =
    typeof details['next'] === 'string' && said !== undefined && said.includes(again)
      ? [said.slice(0, said.lastIndexOf(again)).trim(), said.slice(said.lastIndexOf(again))]
      : [said, undefined];
  const parts = [
    before === '' ? undefined : before,
    missing.length === 0 ? undefined : `On the command line: ${missing.join(', ')}.`,
    // one flag is enough
    namesFlag && (said?.includes('--') === true || missing.length > 0) ? undefined : remedy,
    next,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}
