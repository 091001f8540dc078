import { canonicalJson } from '@fraudx/core';
import { readProductionConfig } from '../config/production-config.ts';
import type { JournalStore } from '../journal/journal-store.ts';
import { journalKey } from '../journal/journal-id.ts';
import type { JournalWrite, PromotionJournal } from '../journal/journal.ts';
import { damagedJournal } from '../journal/journal.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { executionInput, executionName, promotionValues } from './draft.ts';
import { planWrites } from './plan-writes.ts';
import type { Backup } from './snapshot.ts';
import { configKey, readBackup } from './snapshot.ts';

/** An operation as it may be worked on: its backup, and what it writes apart from its own journal and backup. */
export interface PlannedOperation {
  /** What was there before. */
  readonly backup: Backup;
  /** New values by full name, secure ones too; a name without a value is removed. */
  readonly values: ReadonlyMap<string, string>;
  /** Parameters as they were kept before the promotion that is rolled back; empty for a promotion. */
  readonly placements: Backup['parameters'];
}

/** What a write was planned to be, without what was noted since. */
function planOf({ status: _status, newVersion: _version, ...plan }: JournalWrite): string {
  return canonicalJson(plan);
}

function samePlan(writes: readonly JournalWrite[], planned: readonly JournalWrite[]): boolean {
  return writes.length === planned.length && writes.every((write, i) => planOf(write) === planOf(planned[i]!));
}

/** Fields of the backup's side: it must be that of this operation, and the config in it the one that the journal replaces. */
function wrongInBackup({ id, prefix, config }: PromotionJournal, backup: Backup): string[] {
  const fits =
    backup.operationId === id &&
    backup.prefix === prefix &&
    backup.config.key === configKey &&
    backup.parameters.every(({ name }) => name.startsWith(`${prefix}/`));
  const before =
    (backup.config.content === null) === (config.oldSha256 === null) && backup.config.etag === config.oldEtag;
  return [...(fits ? [] : ['backup']), ...(before ? [] : ['config.oldEtag'])];
}

/** Whether a text is the config of this promotion. */
function isOwnConfig(text: string | null, { id, prefix, request }: PromotionJournal): boolean {
  try {
    const config = readProductionConfig(text ?? '');
    return config.promotion_id === id && config.run_id === request.runId && config.parameter_prefix === prefix;
  } catch {
    return false;
  }
}

/** The address of the config is that of the machine that planned it: a folder may have moved since. */
function isOwnExecution({ id, prefix, request, execution }: PromotionJournal): boolean {
  if (execution === undefined) return !request.trigger;
  if (!request.trigger || execution.name !== executionName(request.experiment, id)) return false;
  try {
    const { config_uri: uri } = JSON.parse(execution.input) as { readonly config_uri?: unknown };
    return (
      typeof uri === 'string' && uri.endsWith(configKey) && execution.input === executionInput(request, id, prefix, uri)
    );
  } catch {
    return false;
  }
}

function wrongInPromotion(journal: PromotionJournal, backup: Backup): string[] {
  const { request, prefix, writes, config } = journal;
  const values = promotionValues(request, prefix);
  const desired = [...values].map(([name, value]) => ({ name, value, type: 'String' as const }));
  const gone = request.prune === true ? backup.parameters.filter(({ name }) => !values.has(name)) : [];
  const removed = gone.map(({ name, type }) => ({ name, type, value: undefined }));
  const planned = planWrites(backup.parameters, [...desired, ...removed]);
  const named = Object.keys(request.hyperparameters).every((name) => /^[a-zA-Z0-9_.-]+$/.test(name));
  // either half of production may be all that was asked for
  return [
    ...(named ? [] : ['request.hyperparameters']),
    ...(writes.length === 0 || samePlan(writes, planned) ? [] : ['writes']),
    ...(config.action === 'none' || (config.action === 'put' && isOwnConfig(config.content, journal))
      ? []
      : ['config.content']),
    ...(isOwnExecution(journal) ? [] : ['execution']),
  ];
}

function wrongInRollback(journal: PromotionJournal, backup: Backup, taken: PromotionJournal, before: Backup): string[] {
  const { writes, config, prefix, sequence } = journal;
  const was = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const theirs = new Map(taken.writes.flatMap((write) => (write.action === 'equal' ? [] : [[write.name, write]])));
  const desired = writes.map(({ name, type }) => {
    const old = was.get(name);
    return { name, value: old?.value, type: old?.type ?? theirs.get(name)?.type ?? type };
  });
  const planned =
    writes.every(({ name }) => theirs.has(name)) && samePlan(writes, planWrites(backup.parameters, desired));
  const restores = taken.config.action !== 'none' && config.content === before.config.content;
  return [
    ...(taken.sequence < sequence && taken.prefix === prefix ? [] : ['rollbackOf']),
    ...(planned ? [] : ['writes']),
    ...(config.action === 'none' || restores ? [] : ['config.content']),
  ];
}

/**
 * Reads what an operation is to be worked on with, and compares its journal with the plan that follows from its request and backups. Journals
 * lie where others may be able to write: one that says anything else is not followed.
 *
 * @throws {OutsideError} `JOURNAL_DAMAGED`, with the wrong fields; `BACKUP_DAMAGED`. Nothing was changed.
 */
export async function checkPlanUnchanged(
  journal: PromotionJournal,
  journals: JournalStore,
  objects: ObjectStore,
): Promise<PlannedOperation> {
  const backup = await readBackup(objects, journal.backup.key, journal.backup.sha256);
  const wrong = wrongInBackup(journal, backup);
  let values: ReadonlyMap<string, string>;
  let placements: Backup['parameters'] = [];
  if (journal.rollbackOf === undefined) {
    values = promotionValues(journal.request, journal.prefix);
    wrong.push(...wrongInPromotion(journal, backup));
  } else {
    const taken = (await journals.read(journal.rollbackOf)).journal;
    const before = await readBackup(objects, taken.backup.key, taken.backup.sha256);
    values = new Map(before.parameters.map(({ name, value }) => [name, value]));
    placements = before.parameters;
    wrong.push(...wrongInRollback(journal, backup, taken, before));
  }
  if (wrong.length === 0) return { backup, values, placements };
  throw damagedJournal(objects.uri(journalKey(journal.id)), `something else in ${wrong.join(', ')}`, wrong);
}
