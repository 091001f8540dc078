import { ConflictError, sha256 } from '@fraudx/core';
import { putExactly } from '../journal/put-exactly.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { OperationContext } from './operation-context.ts';
import type { Backup } from './snapshot.ts';

const yaml = { contentType: 'application/yaml' };

/** The config file of an operation: archived, then changed by compare-and-set, and put back the same way. */
export class ConfigChange {
  readonly #context: OperationContext;
  readonly #keeper: JournalKeeper;
  readonly #backup: Backup;

  /** @param backup - What was there before. */
  constructor(context: OperationContext, keeper: JournalKeeper, backup: Backup) {
    this.#context = context;
    this.#keeper = keeper;
    this.#backup = backup;
  }

  /** Keeps the old and the new text under `archive/`. */
  async archive(): Promise<string | undefined> {
    const { config } = this.#keeper.journal;
    const put = async (key: string | undefined, text: string | null): Promise<void> => {
      if (key === undefined || text === null) return;
      await putExactly(this.#context.objects, key, new TextEncoder().encode(text), { ...yaml, ifNoneMatch: '*' });
    };
    await put(config.previousArchiveKey, this.#backup.config.content);
    await put(config.archiveKey, config.content);
    return config.archiveKey ?? config.previousArchiveKey;
  }

  /** Writes or removes the file where it is as the backup has it. */
  async write(): Promise<string | undefined> {
    const { config } = this.#keeper.journal;
    if (config.action === 'none' || config.status === 'written')
      return config.action === 'none' ? undefined : config.key;
    const { objects } = this.#context;
    const changed = (cause?: unknown): ConflictError =>
      new ConflictError('CONFIG_CHANGED', `promotion: ${config.key} must be as in the snapshot, got another content`, {
        details: { key: config.key },
        cause,
      });
    try {
      if (config.action === 'delete') {
        const current = await objects.get(config.key);
        if (current !== undefined) await objects.delete(config.key, { ifMatch: config.oldEtag ?? current.etag });
      } else {
        const body = new TextEncoder().encode(config.content ?? '');
        const condition = config.oldEtag === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: config.oldEtag };
        await putExactly(objects, config.key, body, { ...yaml, ...condition });
        const back = await objects.get(config.key);
        if (back === undefined || sha256(back.body) !== config.newSha256) throw changed();
      }
    } catch (error) {
      if (error instanceof ConflictError) throw changed(error);
      throw error;
    }
    await this.#keeper.save({ config: { ...config, status: 'written' } });
    return objects.uri(config.key);
  }

  /** Puts the old text back where the file is ours. */
  async restore(): Promise<void> {
    const { config } = this.#keeper.journal;
    if (config.action === 'none' || config.status === 'restored' || config.status === 'left') return;
    await this.#context.lock.guard();
    const { objects } = this.#context;
    const current = await objects.get(config.key);
    const digest = current === undefined ? null : sha256(current.body);
    if (digest === config.oldSha256) {
      await this.#keeper.save({ config: { ...config, status: config.status === 'written' ? 'restored' : 'planned' } });
      return;
    }
    if (digest !== config.newSha256) {
      if (config.status === 'written') await this.#keeper.leaveConfig();
      return;
    }
    const old = this.#backup.config.content;
    if (old === null) await objects.delete(config.key, { ifMatch: current!.etag });
    else {
      const condition = current === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: current.etag };
      await putExactly(objects, config.key, new TextEncoder().encode(old), { ...yaml, ...condition });
    }
    await this.#keeper.save({ config: { ...config, status: 'restored' } });
  }
}
