import type { JournalStore, OpenJournal } from '../journal/journal-store.ts';
import type { JournalWrite, PromotionJournal } from '../journal/journal.ts';

/** The journal of an operation that is being worked on; every note is kept before the work goes on. */
export class JournalKeeper {
  readonly #journals: JournalStore;
  #open: OpenJournal;

  constructor(journals: JournalStore, open: OpenJournal) {
    this.#journals = journals;
    this.#open = open;
  }

  /** The journal as it stands. */
  get journal(): PromotionJournal {
    return this.#open.journal;
  }

  /** @throws {ConflictError} `JOURNAL_CHANGED`: somebody else changed it. */
  async save(change: Partial<PromotionJournal>): Promise<void> {
    this.#open = await this.#journals.save(this.#open, change);
  }

  /** {@link save} for one of the writes. */
  async saveWrite(index: number, change: Partial<JournalWrite>): Promise<void> {
    await this.save({ writes: this.#withWrite(index, change) });
  }

  /** Notes that a parameter stays as others left it. */
  async leaveWrite(index: number): Promise<void> {
    const { name } = this.journal.writes[index]!;
    await this.#leave(name, { writes: this.#withWrite(index, { status: 'left' }) });
  }

  /** Notes that the config stays as others left it. */
  async leaveConfig(): Promise<void> {
    const { config } = this.journal;
    await this.#leave(config.key, { config: { ...config, status: 'left' } });
  }

  #withWrite(index: number, change: Partial<JournalWrite>): JournalWrite[] {
    return this.journal.writes.map((write, i) => (i === index ? { ...write, ...change } : write));
  }

  async #leave(name: string, change: Partial<PromotionJournal>): Promise<void> {
    await this.save({ ...change, leftAlone: [...this.journal.leftAlone, name] });
  }
}
