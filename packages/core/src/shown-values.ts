/** Hides what messages quote from data that the user did not name, so that a project from elsewhere shows no file of this user. */
import { withoutSecrets } from './config/data-address.ts';

const hiddenText = '…';

/** Why values are hidden: who named the data. */
export type HiddenSince = 'config' | 'record';

/** Words that messages have between two quoted texts; with numbers and punctuation, all that stays there. */
const between = new Set(
  `a after alike so quantities quantity all alone already amount amounts and another any are as at automatic be because before begins behind beside between beyond both but by
    can cannot categorical categories category cells check class classes code codes column columns comma commas contents correct count counted counts
    currency data date dates day days decimal declare declared did different digits double doubles dropped earlier either every exactly example exist
    export false feature features fewer file first fit fits for form forms found four fraud from front genuine goes got has have hidden hint hold holds
    hour hours if in instead into is it its kept kind know label last later least leave leaves like line lines look looks low many mark marks may mean
    meaning means minute minutes missing mixed model month months more most must name named names nearly negative no nor not nothing numbers numeric of
    often on once one ones only or order other others out over own part point points positive rather ratios read role rounded row rows same say says
    scale second seconds see shall should sign signs spreadsheet stands stay stays such target text texts than that the their them these they this
    through time times to trained training true twice two type under unique unit units unknown until use used validation value values vary was were when
    where whether which while whole width will with write writes written year years you zero zeros zone zones`.split(
    /\s+/,
  ),
);

function isBetween(text: string): boolean {
  return text.split(/[^\p{L}\p{M}_]+/u).every((word) => word === '' || between.has(word.toLowerCase()));
}

/** Where messages go on with texts that stand in no quotes: what follows is hidden to the end. */
const unquoted =
  /(\b(?:Columns:|Features:|Features so far:|English:|Did you mean|such as|written as|the units) |\bcells \()(?!["…]|\d+(?:\s|$))[^]+$/u;

/** Every word and every text that a value holds, keys included. */
function textsOf(value: unknown, into: Set<string>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) textsOf(key, into);
      textsOf(inner, into);
    }
    return;
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return;
  const text = String(value);
  into.add(text);
  for (const word of text.split(/[\s,=:;|()[\]{}<>+*/"'`]+/u)) into.add(word);
}

/** What of data may be shown in messages: everything, until data is read that only a found config or a record names. */
export class ShownValues {
  readonly #known = new Set<string>(['', hiddenText]);
  #since: HiddenSince | undefined;

  /** Whether texts of data are left out of messages. */
  get areHidden(): boolean {
    return this.#since !== undefined;
  }

  /** Who named the data whose values are left out; undefined while all are shown. */
  get since(): HiddenSince | undefined {
    return this.#since;
  }

  /**
   * From now on, quoted texts are shown only where they are known.
   *
   * @param known - What the user wrote, at any depth: the config with its keys, the command line, paths. A text is known as a whole or as one of the
   * words in it.
   */
  hide(since: HiddenSince, known: unknown): void {
    this.#since ??= since;
    textsOf(known, this.#known);
  }

  /** Lines of which each is a {@link message}. */
  lines(text: string): string {
    if (!this.areHidden) return text;
    return text
      .split('\n')
      .map((line) => this.message(line))
      .join('\n');
  }

  #isKnown(text: string): boolean {
    return this.#known.has(text) || /^fraudx [a-z -]+$/.test(text) || this.#known.has(text.replace(/:$/, ''));
  }

  /** A message with `"…"` for every quoted text that is not known, and with nothing of lists that stand in no quotes. */
  message(text: string): string {
    if (!this.areHidden) return text;
    const list = unquoted.exec(this.#quoted(text));
    return list === null ? this.#quoted(text) : `${list.input.slice(0, list.index)}${list[1]!}${hiddenText}`;
  }

  /**
   * Between quoted texts nothing stays but numbers, marks and words that messages have there; from other words on, all is hidden to the last quote: a
   * value may hold quotes itself, so that they do not say where it ends.
   */
  #quoted(text: string): string {
    const pieces = text.split('"');
    const isClosed = pieces.length % 2 === 1;
    const quoted = `"${hiddenText}"`;
    let shown = pieces[0]!;
    for (let i = 1; i < pieces.length; i += 2) {
      const after = pieces[i + 1];
      if (after === undefined) return `${shown}${quoted}`;
      const isKnown = this.#isKnown(pieces[i]!);
      shown += isKnown ? `"${pieces[i]!}"` : quoted;
      if (i + 2 < pieces.length && !isBetween(after)) {
        return `${shown}${isKnown ? ` ${quoted}` : ''}${isClosed ? pieces.at(-1)! : ''}`;
      }
      shown += after;
    }
    return shown;
  }

  /**
   * A value of JSON: numbers, booleans and known texts as they are, other texts as {@link hiddenText}, at any depth.
   *
   * @param messages - What is shown beside it, hidden already: a text that stands there as a word is shown here too.
   */
  inside(value: unknown, messages = ''): unknown {
    if (!this.areHidden || value === null) return value;
    if (typeof value === 'string') return this.#isKnown(value) || standsIn(value, messages) ? value : hiddenText;
    if (Array.isArray(value)) return value.map((one) => this.inside(one));
    if (typeof value !== 'object') return value;
    // names of fields are ours; names below may be those of data
    let hidden = 0;
    const entries = Object.entries(value).map(([key, inner]) => {
      const isField = /^[a-z][A-Za-z]{0,20}(?:_[a-z]+)*$/.test(key) || this.#isKnown(key);
      return [isField ? key : `${hiddenText}${++hidden}`, this.inside(inner, messages)];
    });
    return Object.fromEntries(entries) as unknown;
  }

  /** The texts of a result, each as a message. */
  messages(value: unknown): unknown {
    if (!this.areHidden || value === null) return value;
    if (typeof value === 'string') return this.message(value);
    if (Array.isArray(value)) return value.map((one) => this.messages(one));
    if (typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.messages(inner)]));
  }

  /** A message of another library, of which nobody knows where it quotes data. */
  foreign(text: string): string {
    return this.areHidden ? hiddenText : withoutSecrets(text);
  }
}

function standsIn(text: string, messages: string): boolean {
  return text.length > 2 && messages.split(/[\s"(),;]+/u).some((word) => word === text || word === `${text}:`);
}
