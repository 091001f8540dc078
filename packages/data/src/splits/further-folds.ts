import { InvalidArgumentError, Rng } from '@fraudx/core';
import { rowsByEntity } from './rows-by-entity.ts';
import type { SplitInput, SplitSpec } from './split-rows.ts';
import type { Fold } from './split-strategy.ts';

function both(one: Uint32Array, other: Uint32Array): Uint32Array {
  const all = new Uint32Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all.sort();
}

/** Training rows in `count` sets of about `share` of all known rows each, by the number of the set each row is dealt to; -1: none. */
function dealtRows(
  { y }: SplitInput,
  { train }: Fold,
  share: readonly [number, number],
  count: number,
  rng: Rng,
): Int32Array {
  const setOf = new Int32Array(y.length).fill(-1);
  for (const label of [0, 1] as const) {
    const members = rng.stream(`class-${label}`).shuffle(train.filter((row) => y[row] === label));
    const size = share[label];
    for (let i = 0; i < Math.min(members.length, count * size); i++) setOf[members[i]!] = Math.floor(i / size);
  }
  return setOf;
}

/** As {@link dealtRows}, whole entities: each goes to the set with the fewest rows. */
function dealtEntities({ y, entity }: SplitInput, { train }: Fold, size: number, count: number, rng: Rng): Int32Array {
  const groups = rowsByEntity(train, entity!);
  const setOf = new Int32Array(y.length).fill(-1);
  let set = 0;
  let filled = 0;
  for (const g of rng.shuffle(Uint32Array.from(groups, (_, i) => i))) {
    if (filled >= size) {
      set += 1;
      filled = 0;
    }
    if (set === count) break;
    for (const row of groups[g]!) setOf[row] = set;
    filled += groups[g]!.length;
  }
  return setOf;
}

/** Blocks of time before the validation rows, later ones first, each measured by what was known before it. */
function earlierBlocks({ time }: SplitInput, { train, validation }: Fold, count: number): Fold[] {
  const folds: Fold[] = [];
  // In time order; rows of equal time stay together, in the later block.
  let end = train.length;
  for (let k = 0; k < count; k++) {
    let start = Math.max(0, end - validation.length);
    const isTie = (at: number): boolean => time !== undefined && at > 0 && time[train[at - 1]!] === time[train[at]!];
    while (isTie(start)) start--;
    if (start === 0) break;
    folds.push({ train: train.slice(0, start), validation: train.slice(start, end) });
    end = start;
  }
  return folds;
}

/**
 * Folds beside the one that a split has: each validates on other training rows of it, about as many as there are validation rows, and trains on what
 * is left of training and validation rows; of a split by time on the rows before.
 *
 * @param folds - In all, >= 1; one is the split itself.
 * @throws {InvalidArgumentError} `TOO_MANY_FOLDS`: the rows do not suffice.
 */
export function furtherFolds(spec: SplitSpec, rows: SplitInput, split: Fold, folds: number): readonly Fold[] {
  const count = folds - 1;
  if (count === 0) return [];
  const { train, validation } = split;
  const most = spec.strategy === 'time' ? Math.ceil(1 / spec.validation) - 1 : Math.floor(1 / spec.validation + 1e-9);
  const found = spec.strategy === 'time' ? earlierBlocks(rows, split, count) : undefined;
  if (validation.length === 0 || folds > most || (found !== undefined && found.length < count)) {
    throw new InvalidArgumentError(
      `split.folds must be at most ${Math.max(1, Math.min(most, (found?.length ?? count) + 1))} where ${spec.validation} of the known rows validate, got ${folds}`,
      {
        code: 'TOO_MANY_FOLDS',
        details: { settings: ['split.folds', 'split.validation'] },
        hint: `Set split.validation to ${spec.strategy === 'time' ? `1/${folds + 1}` : `1/${folds}`} or less.`,
      },
    );
  }
  if (found !== undefined) return found;
  const rng = new Rng(spec.seed).stream('folds');
  const positives = validation.reduce((sum, row) => sum + rows.y[row]!, 0);
  const setOf =
    spec.strategy === 'grouped'
      ? dealtEntities(rows, split, validation.length, count, rng)
      : dealtRows(rows, split, [validation.length - positives, Math.max(1, positives)], count, rng);
  return Array.from({ length: count }, (_, set) => ({
    train: both(
      train.filter((row) => setOf[row] !== set),
      validation,
    ),
    validation: train.filter((row) => setOf[row] === set),
  }));
}
