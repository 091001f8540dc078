import type { Finding } from './column-findings.ts';

/** Names that stand in few tables but for the label or what follows a fraud. */
const ofLabel = /charge_?back|dispute|is_?fraud|fraud_?(flag|type|score|label)|confirmed|investigat|refund/i;

/** Names that also stand for honest columns: they count only together with what the values say. */
const ofAftermath =
  /cb_|recover|write_?off|revers|clos(ed|ure|ing)|block|suspen|cancel|case|alert|review|outcome|resol|decision|status|claim|report|sar_|loss|label|fraud/i;

function speaksOf(name: string, target: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).map(plain);
  // A target called "y" stands in half of all names.
  return plain(target).length < 4 ? words.includes(plain(target)) : plain(name).includes(plain(target));
}

/** Whether a name could be that of something known only after a fraud; right also for honest columns. */
export function mayFollowFraud(name: string, target: string): boolean {
  return speaksOf(name, target) || ofLabel.test(name) || ofAftermath.test(name);
}

/** A column whose name alone is reason to ask. */
export function namedAfterLabel(name: string, target: string): Finding | undefined {
  if (!speaksOf(name, target) && !ofLabel.test(name)) return undefined;
  const detail = 'has a name that refers to the label or to what follows a fraud';
  return { reason: 'named-after-label', severity: 'suspect', value: 0, detail };
}
