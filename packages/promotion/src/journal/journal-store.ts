import type { Clock } from '@fraudx/core';
import { ConflictError, NotFoundError } from '@fraudx/core';
import type { ObjectStore } from '../ports/object-store.ts';
import type { PromotionJournal } from './journal.ts';
import { journalKey, sequenceOf } from './journal-id.ts';
import { damagedJournal, parseJournal } from './journal.ts';
import { putExactly } from './put-exactly.ts';

/** A journal and the etag it was read or written with. */
export interface OpenJournal {
  readonly journal: PromotionJournal;
  readonly etag: string;
}

function encode(journal: PromotionJournal): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(journal, null, 2)}\n`);
}

/** Journals as objects under `promotions/`, every change by compare-and-set. */
export class JournalStore {
  readonly #objects: ObjectStore;
  readonly #clock: Clock;

  constructor(objects: ObjectStore, clock: Clock) {
    this.#objects = objects;
    this.#clock = clock;
  }

  /** Ids of all operations, oldest first. */
  async ids(): Promise<string[]> {
    const keys = await this.#objects.list('promotions/');
    return keys
      .filter((key) => sequenceOf(key) > 0)
      .map((key) => key.slice('promotions/'.length, -'.json'.length))
      .toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
  }

  /**
   * The journal of this id.
   * @throws {NotFoundError} `PROMOTION_NOT_FOUND`.
   * @throws {OutsideError} `JOURNAL_DAMAGED`.
   */
  async read(id: string): Promise<OpenJournal> {
    const object = await this.#objects.get(journalKey(id));
    if (object === undefined) {
      throw new NotFoundError('PROMOTION_NOT_FOUND', `promotions: id must be one of the journal, got "${id}"`, {
        details: { id },
      });
    }
    const uri = this.#objects.uri(object.key);
    const journal = parseJournal(new TextDecoder().decode(object.body), uri);
    if (journal.id !== id) throw damagedJournal(uri, `that of ${journal.id}`, ['id']);
    return { journal, etag: object.etag };
  }

  /**
   * The id that `text` means: an id, a unique part of one from its beginning, or a number.
   * @throws {NotFoundError} `PROMOTION_NOT_FOUND`: none, or several.
   */
  async resolve(text: string): Promise<string> {
    const ids = await this.ids();
    if (ids.includes(text)) return text;
    const found = text.trim() === '' ? [] : ids.filter((id) => id.startsWith(text) || String(sequenceOf(id)) === text);
    if (found.length === 1) return found[0]!;
    throw new NotFoundError(
      'PROMOTION_NOT_FOUND',
      `promotions: id must be ${found.length === 0 ? 'one of the journal' : 'unique'}, got "${text}"`,
      { details: { id: text, matches: found.slice(0, 10) } },
    );
  }

  /** The newest journal, or undefined when there is none. */
  async latest(): Promise<OpenJournal | undefined> {
    const id = (await this.ids()).at(-1);
    return id === undefined ? undefined : await this.read(id);
  }

  /**
   * Writes a new journal.
   * @throws {ConflictError} `JOURNAL_CHANGED`: the id is taken.
   */
  async create(journal: PromotionJournal): Promise<OpenJournal> {
    return await this.#put(journal, { ifNoneMatch: '*' });
  }

  /**
   * Replaces a journal that nobody else has changed.
   * @throws {ConflictError} `JOURNAL_CHANGED`: somebody else did.
   */
  async save(open: OpenJournal, change: Partial<PromotionJournal>): Promise<OpenJournal> {
    return await this.#put({ ...open.journal, ...change, updatedAt: this.#clock.now() }, { ifMatch: open.etag });
  }

  async #put(journal: PromotionJournal, condition: { ifNoneMatch?: '*'; ifMatch?: string }): Promise<OpenJournal> {
    const key = journalKey(journal.id);
    try {
      const options = { ...condition, contentType: 'application/json' };
      return { journal, etag: await putExactly(this.#objects, key, encode(journal), options) };
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      throw new ConflictError(
        'JOURNAL_CHANGED',
        `promotions: ${key} must be changed by one process, got another writer`,
        {
          details: { key, promotionId: journal.id },
          cause: error,
        },
      );
    }
  }
}
