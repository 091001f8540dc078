import type { Frame } from '@fraudx/core';
import { countText, openTimeZone } from '@fraudx/core';
import type { Derivations } from '@fraudx/features';
import { addDerivedColumns, checkDerivations, derivedInputs, neededDerivations } from '@fraudx/features';
import type { ExperimentSettings } from '../settings.ts';

const ofLog = 'the logarithm of 0 or of a negative number';
/** Results that do not exist, by the function or operator. */
const reasons: Readonly<Record<string, string>> = {
  divide: 'a division by zero',
  modulo: 'a division by zero',
  log: ofLog,
  log10: ofLog,
  log1p: 'log1p of -1 or of a number below it',
  sqrt: 'the square root of a negative number',
};

function reasonOf(name: string): string {
  return Object.hasOwn(reasons, name) ? reasons[name]! : `a result of ${name} that is no finite number`;
}

/** Adds the columns of `derive:` to data that comes frame by frame, and counts results that do not exist. */
export class DerivedColumns {
  readonly #derive: NonNullable<ExperimentSettings['config']['derive']>;
  readonly #clock: (ms: number) => number;
  readonly #target: string | undefined;
  readonly #undefinedResults = new Map<string, { rows: number; readonly firstRow: number; readonly of: string }>();
  #rows = 0;

  constructor({ derive = {}, timeZone }: Pick<ExperimentSettings['config'], 'derive' | 'timeZone'>, target?: string) {
    const zone = openTimeZone(timeZone);
    this.#derive = derive;
    this.#clock = (ms) => zone.localOf(ms);
    this.#target = target;
  }

  /** Names of the columns that are added. */
  get names(): readonly string[] {
    return Object.keys(this.#derive);
  }

  /** The frame with the columns. */
  add(frame: Frame): Frame {
    if (this.names.length === 0) return frame;
    if (this.#rows === 0) checkDerivations(frame.names, this.#derive, this.#target);
    const made = addDerivedColumns(frame, this.#derive, { clock: this.#clock });
    for (const { column, rows, firstRow, of } of made.undefinedResults) {
      const known = this.#undefinedResults.get(column);
      if (known === undefined) this.#undefinedResults.set(column, { rows, firstRow: this.#rows + firstRow, of });
      else known.rows += rows;
    }
    this.#rows += frame.nRows;
    return made.frame;
  }

  /** A note for each column in which some results do not exist, over all frames. */
  notes(): readonly string[] {
    return [...this.#undefinedResults].map(
      ([column, { rows, firstRow, of }]) =>
        `"${column}" has no result in ${countText(rows)} of ${countText(this.#rows)} rows (first: data row ${countText(firstRow + 1)}), as of ${reasonOf(of)}: it is missing there`,
    );
  }
}

/** Those of `derive:` that this file has the columns for: a config may speak of another file. */
export function derivableHere(
  frame: Frame,
  { derive = {} }: Pick<ExperimentSettings['config'], 'derive'>,
): Derivations {
  const isHere = (name: string): boolean =>
    !frame.has(name) && derivedInputs(neededDerivations(derive, [name])).every((input) => frame.has(input));
  return Object.fromEntries(Object.entries(derive).filter(([name]) => isHere(name)));
}

/** The data with the columns of `derive:`, and a note for each in which some results do not exist. */
export function withDerivedColumns(
  frame: Frame,
  config: ExperimentSettings['config'],
  target?: string,
): { readonly frame: Frame; readonly notes: readonly string[] } {
  const derived = new DerivedColumns(config, target);
  return { frame: derived.add(frame), notes: derived.notes() };
}
