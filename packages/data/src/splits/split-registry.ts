import { addSplitName, InvalidArgumentError, nearest } from '@fraudx/core';
import { prequentialSplit } from './prequential-strategy.ts';
import { groupedSplit, stratifiedSplit, timeSplit } from './share-strategies.ts';
import type { SplitStrategy } from './split-strategy.ts';

const strategies = new Map<string, SplitStrategy>(
  [stratifiedSplit, timeSplit, groupedSplit, prequentialSplit].map((strategy) => [strategy.name, strategy]),
);

/** The strategy with this name. @throws {InvalidArgumentError} There is none. */
export function findSplit(name: string): SplitStrategy {
  const found = strategies.get(name);
  if (found !== undefined) return found;
  const near = nearest(name, [...strategies.keys()]);
  throw new InvalidArgumentError(
    `split: strategy must be one of ${[...strategies.keys()].join(', ')}, got "${name}"${near === undefined ? '' : `, did you mean "${near}"?`}`,
  );
}

/**
 * Adds a strategy: configs name it, datasets are divided by it, and runs are compared by its settings.
 *
 * @throws {InvalidArgumentError} Its name is taken, or not of lower-case letters, digits and `-`.
 */
export function registerSplit(strategy: SplitStrategy): void {
  const { name } = strategy;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new InvalidArgumentError(`name must be lower-case letters, digits and -, got ${JSON.stringify(name)}`, {
      subject: 'registerSplit',
    });
  }
  if (strategies.has(name))
    throw new InvalidArgumentError(`name must be new, got ${name}`, { subject: 'registerSplit' });
  strategies.set(name, strategy);
  addSplitName(name);
}
