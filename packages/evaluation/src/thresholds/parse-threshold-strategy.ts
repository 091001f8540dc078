import { InvalidArgumentError } from '@fraudx/core';

/** How to choose a threshold, read from its text. */
export type ThresholdStrategy =
  | { readonly kind: 'best-f-beta'; readonly beta: number }
  | { readonly kind: 'precision' | 'recall' | 'fpr' | 'alerts-per-day'; readonly bound: number }
  | { readonly kind: 'min-cost' }
  | { readonly kind: 'fixed'; readonly threshold: number };

const forms = [
  'best-f1 (or f2, f0.5, …)',
  'precision>=0.9',
  'recall>=0.8',
  'fpr<=0.003',
  'alerts-per-day<=100',
  'min-cost',
  'fixed:0.5 or 0.5 (in [0, 1])',
];

function parse(text: string): ThresholdStrategy | undefined {
  const plain = text.replaceAll(/\s+/g, '').replaceAll('_', '-');
  if (plain === 'min-cost') return { kind: 'min-cost' };
  const number = String.raw`((?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?)`;
  const read = (pattern: string): number | undefined => {
    const match = new RegExp(`^${pattern}${number}$`).exec(plain);
    return match === null ? undefined : Number(match[1]);
  };
  const beta = read('best-f');
  if (beta !== undefined) return beta > 0 ? { kind: 'best-f-beta', beta } : undefined;
  const threshold = read('fixed:') ?? read('');
  if (threshold !== undefined) return threshold <= 1 ? { kind: 'fixed', threshold } : undefined;
  for (const [kind, operator, highest] of [
    ['precision', '>=', 1],
    ['recall', '>=', 1],
    ['fpr', '<=', 1],
    ['alerts-per-day', '<=', Infinity],
  ] as const) {
    const bound = read(kind + operator);
    if (bound !== undefined) return bound <= highest ? { kind, bound } : undefined;
  }
  return undefined;
}

/**
 * Reads how to choose a threshold: `best-f1`, `best-f2`, `precision>=0.9`, `recall>=0.8`, `fpr<=0.003`, `alerts-per-day<=100`,
 * `min-cost`, `fixed:0.5` or `0.5`. Spaces do not matter.
 *
 * @throws {InvalidArgumentError} `THRESHOLD_STRATEGY`: none of these.
 * @example
 * parseThresholdStrategy('precision >= 0.9').kind; // 'precision'
 */
export function parseThresholdStrategy(text: string): ThresholdStrategy {
  const strategy = parse(text);
  if (strategy === undefined) {
    throw new InvalidArgumentError(`strategy must be one of ${forms.join(', ')}, got ${JSON.stringify(text)}`, {
      subject: 'parseThresholdStrategy',
      code: 'THRESHOLD_STRATEGY',
      hint: 'Write for example "best-f1" or "precision>=0.9"',
    });
  }
  return strategy;
}
