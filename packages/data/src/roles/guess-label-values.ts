import type { LabelValues, ValueCount } from '../labels/label-values.ts';
import { isOf, nameWords, withoutAccents } from './name-words.ts';
import { plainName } from './plain-name.ts';

/** Texts that begin or end with fraud or the like: `Confirmed Fraud`, `Betrugsfall`, `fraud_ring`. */
const fraud = /fraud|betrug|missbrauch|frode|scam|illicit|suspicious|malicious|attack|chargeback|bad$/;

/** What a value of a label says by its words. */
function meaningOf(value: string): 'fraud' | 'genuine' | undefined {
  const plain = withoutAccents(plainName(value));
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
