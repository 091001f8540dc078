import type { LabelValues, ValueCount } from '../labels/label-values.ts';
import { isOf, nameWords, withoutAccents } from './name-words.ts';
import { plainName } from './plain-name.ts';

/** Texts that begin or end with fraud or the like: `Confirmed Fraud`, `Betrugsfall`, `fraud_ring`. */
const fraud = /fraud|betrug|missbrauch|frode|scam|illicit|suspicious|malicious|attack|chargeback|bad$/;

/** Words beside fraud by which nobody has found it yet, or that speak of another kind of it: `suspected fraud`, `Betrugsverdacht`, `friendly fraud`. */
const doubt =
  /unconfirm|unverif|unbestatigt|unbestaetigt|suspected|suspicion|suspicious(?=.)|possibl|potential|alleged|pending|review|friendly|probabl|likely|maybe|verdacht|vermut|moglich|mutmass|prufung|pruefung|sospech|presunt|posible|soupcon|presum|sospett|suspeit|possivel|vermoed|mogelijk|podejrz|mozliw/;
/** That something is not confirmed is no denial of it. */
const unconfirmed =
  /^(?:not|non|nicht|noch nicht|no|nie|niet|pas|sin|sem) ?(?:yet )?(?:confirm|verif|bestatig|bestaetig|bevestig|potwierdz)/;

/** Whether a value speaks of fraud, but not as of a thing that is found. */
export function isDoubtful(value: string): boolean {
  const plain = withoutAccents(plainName(value));
  const words = nameWords(value);
  if (!fraud.test(plain) && !words.some((word) => isOf(word, 'fraud', 'genuineValue'))) return false;
  if (unconfirmed.test(words.join(' '))) return true;
  return doubt.test(plain) && !words.some((word) => isOf(word, 'negation'));
}

/** What a value of a label says by its words; nothing where they leave it open. */
function meaningOf(value: string): 'fraud' | 'genuine' | undefined {
  const plain = withoutAccents(plainName(value));
  if (isDoubtful(value)) return undefined;
  if (isOf(plain, 'genuineValue')) return 'genuine';
  if (isOf(plain, 'fraudValue', 'fraud', 'chargeback')) return 'fraud';
  const words = nameWords(value);
  // Short words such as "no" say it only alone: "no answer" is not genuine.
  if (!fraud.test(plain))
    return words.some((word) => word.length > 5 && isOf(word, 'genuineValue')) ? 'genuine' : undefined;
  const denies = words.some((word) => isOf(word, 'negation')) || /^(?:non|not|no)/.test(plain);
  return denies ? 'genuine' : 'fraud';
}

/** Values that mean fraud where they are few beside cases that were none: of a payment, "confirmed" may mean anything. */
const confirmed = /^(?:confirmed|confirmada|confirmado|confermato|confirme|bestatigt|bestaetigt|bevestigd)$/;

/** Whether one of the values speaks of fraud itself or of a confirmed case, as "ja" and "1" do not. */
export function speakOfFraud(values: readonly ValueCount[]): boolean {
  return values.some(({ value }) => {
    const plain = withoutAccents(plainName(value));
    return (
      confirmed.test(plain) ||
      (meaningOf(value) === 'fraud' && (isOf(plain, 'fraud', 'chargeback') || fraud.test(plain)))
    );
  });
}

/** Which values of a label column seem to mean what, by their words; undefined where no value speaks for one of the classes. */
export function guessLabelValues(values: readonly ValueCount[]): LabelValues | undefined {
  const of = (meaning: 'fraud' | 'genuine'): string[] =>
    values.flatMap(({ value }) => (meaningOf(value) === meaning ? [value] : []));
  const negative = of('genuine');
  const rowsOf = (names: readonly string[]): number =>
    values.reduce((sum, { value, rows }) => (names.includes(value) ? sum + rows : sum), 0);
  const bare = values.filter(({ value }) => confirmed.test(withoutAccents(plainName(value)))).map(({ value }) => value);
  const found = of('fraud');
  const positive = found.length === 0 && rowsOf(bare) < rowsOf(negative) ? bare : found;
  return positive.length === 0 || negative.length === 0 ? undefined : { positive, negative };
}
