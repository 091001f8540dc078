import type { LabelValues, ValueCount } from '../labels/label-values.ts';
import { plainName } from './plain-name.ts';

const fraud = /^(?!non|not|no)(\p{L}|\d)*(fraud|scam|illicit|suspicious|malicious|attack|chargeback|bad)/u;
const genuine =
  /^(ok|okay|good|legit|legitimate|licit|genuine|normal|clean|benign|nonfraud|notfraud|nofraud|approved)$/;

/** Which values of a label column seem to mean what, by their words; undefined where no value speaks for one of the classes. */
export function guessLabelValues(values: readonly ValueCount[]): LabelValues | undefined {
  const texts = values.map(({ value }) => value);
  const positive = texts.filter((text) => fraud.test(plainName(text)) && !genuine.test(plainName(text)));
  const negative = texts.filter((text) => genuine.test(plainName(text)));
  return positive.length === 0 || negative.length === 0 ? undefined : { positive, negative };
}
