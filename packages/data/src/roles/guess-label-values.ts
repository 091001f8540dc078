import type { LabelValues, ValueCount } from '../labels/label-values.ts';
import { isOf, nameWords, withoutAccents } from './name-words.ts';
import { plainName } from './plain-name.ts';

/** Texts that begin or end with fraud or the like: `Confirmed Fraud`, `Betrugsfall`, `fraud_ring`. */
const fraud = /fraud|betrug|frode|scam|illicit|suspicious|malicious|attack|chargeback|bad$/;

/** What a value of a label says by its words. */
function meaningOf(value: string): 'fraud' | 'genuine' | undefined {
  const plain = withoutAccents(plainName(value));
  if (isOf(plain, 'genuineValue')) return 'genuine';
  if (isOf(plain, 'fraudValue', 'fraud')) return 'fraud';
  if (!fraud.test(plain)) return undefined;
  const words = nameWords(value);
  const denies = words.some((word) => isOf(word, 'negation')) || /^(?:non|not|no)/.test(plain);
  return denies ? 'genuine' : 'fraud';
}

/** Which values of a label column seem to mean what, by their words; undefined where no value speaks for one of the classes. */
export function guessLabelValues(values: readonly ValueCount[]): LabelValues | undefined {
  const of = (meaning: 'fraud' | 'genuine'): string[] =>
    values.flatMap(({ value }) => (meaningOf(value) === meaning ? [value] : []));
  const [positive, negative] = [of('fraud'), of('genuine')];
  return positive.length === 0 || negative.length === 0 ? undefined : { positive, negative };
}
