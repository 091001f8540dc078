import { ConflictError, OutsideError, throwIfAborted } from '@fraudx/core';
import type { JournalWrite } from '../journal/journal.ts';
import type { ParameterVersion, StoredParameter } from '../ports/parameter-store.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { OperationContext } from './operation-context.ts';
import type { Backup } from './snapshot.ts';

const done = { create: 'created', update: 'updated', delete: 'removed', equal: 'equal already' } as const;

function sameState(current: StoredParameter | undefined, version: number, value: string | undefined): boolean {
  return version === 0 ? current === undefined : current?.version === version && current.value === value;
}

/** The parameters of an operation: to be written one after the other, read back, and put back in reverse order. */
export class ParameterChanges {
  readonly #context: OperationContext;
  readonly #keeper: JournalKeeper;
  readonly #backup: Backup;
  readonly #values: ReadonlyMap<string, string>;
  readonly #placements: Backup['parameters'];
  /** The parameter whose write was tried without an answer being noted; writes come one after the other, so there is one at most. */
  #unanswered: string | undefined;

  /**
   * @param backup - What was there before.
   * @param values - New values by full name, for the writes that have one.
   * @param placements - Tier and key for parameters that `backup` does not have.
   */
  constructor(
    context: OperationContext,
    keeper: JournalKeeper,
    backup: Backup,
    values: ReadonlyMap<string, string>,
    placements: Backup['parameters'] = [],
  ) {
    this.#context = context;
    this.#keeper = keeper;
    this.#backup = backup;
    this.#values = values;
    this.#placements = [...backup.parameters, ...placements];
    // in a journal that is opened again, only the first write that is not noted can have been tried
    this.#unanswered = keeper.journal.writes.find(
      ({ action, status }) => action !== 'equal' && status === 'planned',
    )?.name;
  }

  /** Makes the writes that are not made yet; each must find the version of the backup and get the next one. */
  async write(): Promise<string | undefined> {
    const { parameters, lock } = this.#context;
    for (const [i, write] of this.#keeper.journal.writes.entries()) {
      if (write.action === 'equal') continue;
      if (write.status === 'written') {
        // noted, but the process died before it could stop because of it
        if ((write.newVersion ?? 0) > write.oldVersion + 1) throw this.#moved(write, write.newVersion! - 1);
        continue;
      }
      await lock.guard();
      throwIfAborted(this.#context.signal, this.#keeper.journal.id);
      const current = await parameters.get(write.name);
      if (this.#isOurs(write, current)) {
        await this.#keeper.saveWrite(i, { status: 'written', newVersion: current?.version ?? 0 });
        continue;
      }
      const old = this.#backup.parameters.find((parameter) => parameter.name === write.name);
      // a parameter that was removed and made again counts its versions from 1
      if (!sameState(current, write.oldVersion, old?.value)) {
        const { others } = await this.#lookBack(i, current);
        throw this.#moved(write, others?.version ?? current?.version ?? 0, others?.modifiedBy);
      }
      this.#unanswered = write.name;
      if (write.action === 'delete') {
        await parameters.delete(write.name, write.oldVersion);
        await this.#keeper.saveWrite(i, { status: 'written', newVersion: 0 });
        continue;
      }
      const { version } = await parameters.put({
        name: write.name,
        value: this.#values.get(write.name)!,
        type: write.type,
        expectedVersion: write.oldVersion,
        ...this.#placement(write.name),
      });
      await this.#keeper.saveWrite(i, { status: 'written', newVersion: version });
      if (version !== write.oldVersion + 1) throw this.#moved(write, version - 1);
    }
    this.#unanswered = undefined;
    const counts = new Map<string, number>();
    for (const { action } of this.#keeper.journal.writes) counts.set(done[action], (counts.get(done[action]) ?? 0) + 1);
    return [...counts].map(([word, count]) => `${count} ${word}`).join(', ') || undefined;
  }

  /** Reads all back; a store may show a write late, so it looks again before it gives up. */
  async verify(): Promise<string | undefined> {
    const changes = this.#keeper.journal.writes.filter((write) => write.action !== 'equal');
    if (changes.length === 0) return undefined;
    let wrong: string[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      if (attempt > 0) await this.#context.sleep(200 * 2 ** attempt);
      const current = new Map(
        (await this.#context.parameters.list(this.#keeper.journal.prefix)).map((p) => [p.name, p]),
      );
      wrong = changes.filter((write) => !this.#isOurs(write, current.get(write.name))).map((write) => write.name);
      if (wrong.length === 0) return `${changes.length} read back as written`;
    }
    throw new ConflictError(
      'READ_BACK_DIFFERS',
      `promotion: parameters must read back as written, got others for ${wrong.join(', ')}`,
      {
        details: { parameters: wrong },
      },
    );
  }

  /** Puts back what was there, in reverse order, wherever the current state is ours. */
  async restore(): Promise<void> {
    for (let i = this.#keeper.journal.writes.length - 1; i >= 0; i--) await this.#restore(i);
  }

  async #restore(index: number): Promise<void> {
    const planned = this.#keeper.journal.writes[index]!;
    if (planned.action === 'equal' || planned.status === 'restored' || planned.status === 'left') return;
    const { parameters, lock } = this.#context;
    await lock.guard();
    const current = await parameters.get(planned.name);
    const old = this.#backup.parameters.find((parameter) => parameter.name === planned.name);
    if (!this.#isOurs(planned, current)) {
      if (planned.status === 'planned' && sameState(current, planned.oldVersion, old?.value)) return;
      await this.#lookBack(index, current);
    }
    const write = this.#keeper.journal.writes[index]!;
    if (!this.#isOurs(write, current)) {
      // a version that went down: it was removed, perhaps by us, and somebody made it again
      const remade = this.#unanswered === write.name && (current?.version ?? 0) < write.oldVersion;
      if (current?.value === old?.value) await this.#keeper.saveWrite(index, { status: 'restored' });
      else if (write.status === 'written' || remade) await this.#keeper.leaveWrite(index);
      return;
    }
    const value = await this.#valueBefore(write, old?.value);
    if (value === undefined) await parameters.delete(write.name, current!.version);
    else {
      const expectedVersion = current?.version ?? 0;
      const rest = { name: write.name, type: write.type, ...this.#placement(write.name) };
      const { version } = await parameters.put({ ...rest, value, expectedVersion });
      const between = version > expectedVersion + 1 ? await parameters.get(write.name, version - 1) : undefined;
      if (between !== undefined) {
        // somebody wrote between our look and our write: theirs stays
        await parameters.put({ ...rest, value: between.value, expectedVersion: version });
        await this.#keeper.leaveWrite(index);
        return;
      }
    }
    await this.#keeper.saveWrite(index, { status: 'restored' });
  }

  /** Whether `current` is what this write makes; `newVersion` is known only after an answer came. */
  #isOurs(write: JournalWrite, current: StoredParameter | undefined): boolean {
    if (write.action === 'delete') return current === undefined;
    return sameState(current, write.newVersion ?? write.oldVersion + 1, this.#values.get(write.name));
  }

  /**
   * What became of a write whose answer never came, now that the parameter is not at the version it would have: notes the version it got,
   * if it got one.
   *
   * @returns The newest version that somebody else wrote since the snapshot.
   */
  async #lookBack(index: number, current: StoredParameter | undefined): Promise<{ others?: ParameterVersion }> {
    const write = this.#keeper.journal.writes[index]!;
    const { parameters } = this.#context;
    const versions = current === undefined ? [] : await parameters.versions(write.name, write.oldVersion);
    const tried = this.#unanswered === write.name && write.status === 'planned' && write.action !== 'delete';
    const value = this.#values.get(write.name);
    const ours = tried ? versions.findLast((version) => version.value === value) : undefined;
    if (ours !== undefined) await this.#keeper.saveWrite(index, { status: 'written', newVersion: ours.version });
    const others = versions.findLast((version) => version !== ours);
    return others === undefined ? {} : { others };
  }

  /** The value under our write: that of the backup, or that of another writer who came between snapshot and write. */
  async #valueBefore(write: JournalWrite, old: string | undefined): Promise<string | undefined> {
    if (write.newVersion === undefined || write.newVersion <= write.oldVersion + 1 || write.action === 'delete')
      return old;
    const between = await this.#context.parameters.get(write.name, write.newVersion - 1);
    if (between === undefined) {
      throw new OutsideError(
        'VERSION_GONE',
        `promotion: version ${write.newVersion - 1} of ${write.name} must exist, got none`,
      );
    }
    return between.value;
  }

  #placement(name: string): { tier?: string; keyId?: string } {
    const old = this.#placements.find((parameter) => parameter.name === name);
    return {
      ...(old?.tier === undefined ? {} : { tier: old.tier }),
      ...(old?.keyId === undefined ? {} : { keyId: old.keyId }),
    };
  }

  #moved(write: JournalWrite, version: number, by?: string): ConflictError {
    const who = by === undefined ? 'another writer' : `another writer, ${by}`;
    const got = version === write.oldVersion ? 'another value' : version === 0 ? 'none' : `version ${version}`;
    return new ConflictError(
      'PARAMETER_MOVED',
      `promotion: ${write.name} must be at version ${write.oldVersion}, got ${got} by ${who}`,
      {
        details: {
          parameter: write.name,
          expected: write.oldVersion,
          version,
          ...(by === undefined ? {} : { modifiedBy: by }),
        },
      },
    );
  }
}
