import { sha256 } from '@fraudx/core';
import { isArchiveKeyOf } from '../operation/archive-key.ts';
import { backupKey, configKey, isPrefix } from '../operation/snapshot.ts';
import type { PromotionJournal } from './journal-schema.ts';
import { operationId } from './journal-id.ts';

const digest = /^[0-9a-f]{64}$/;
/** Of what a rollback takes back, as {@link operationId} makes it. */
const anyOperationId = /^(?:promotion|rollback)-\d{6,}-[0-9a-f]{8}$/;
/** Messages name runs in commands: none is like an option. */
const runId = /^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/;

function isConfigText({ action, content, newSha256, oldSha256 }: PromotionJournal['config']): boolean {
  if (action === 'none') return newSha256 === oldSha256;
  if (action === 'delete') return content === null && newSha256 === null;
  return content !== null && sha256(content) === newSha256;
}

/**
 * Fields of a journal that fraudx would not have written so, whatever was promoted: where things lie follows from the id and the texts alone.
 * A journal is read from a folder or bucket that others may have written to, and what it says is done.
 *
 * @returns Names such as `config.key`; empty for a journal that fraudx may have written.
 */
export function foreignFields(journal: PromotionJournal): string[] {
  const { id, kind, sequence, requestDigest, rollbackOf, prefix, backup, writes, config, execution } = journal;
  const wrong: string[] = [];
  const require = (isRight: boolean, field: string): void => void (isRight || wrong.push(field));
  require(digest.test(requestDigest), 'requestDigest');
  require(id === operationId(kind, sequence, requestDigest), 'id');
  require((kind === 'rollback') === (rollbackOf !== undefined), 'rollbackOf');
  require(rollbackOf === undefined || anyOperationId.test(rollbackOf), 'rollbackOf');
  require(runId.test(journal.request.runId), 'request.runId');
  require(isPrefix(prefix), 'prefix');
  require(backup.key === backupKey(id), 'backup.key');
  require(digest.test(backup.sha256), 'backup.sha256');
  const names = new Set<string>();
  for (const [i, { name }] of writes.entries()) {
    require(name.startsWith(`${prefix}/`) && isPrefix(name) && !names.has(name), `writes.${i}.name`);
    names.add(name);
  }
  require(config.key === configKey, 'config.key');
  require(isConfigText(config), 'config.content');
  const { archiveKey, previousArchiveKey, newSha256, oldSha256 } = config;
  require(archiveKey === undefined || isArchiveKeyOf(archiveKey, newSha256), 'config.archiveKey');
  require(previousArchiveKey === undefined ||
    isArchiveKeyOf(previousArchiveKey, oldSha256), 'config.previousArchiveKey');
  require(execution === undefined || kind === 'promotion', 'execution');
  return wrong;
}
