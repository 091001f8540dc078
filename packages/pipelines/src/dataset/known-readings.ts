import { byName } from '@fraudx/core';
import type { KnownReading } from '@fraudx/data';
import type { FittedFeatures } from '@fraudx/features';
import type { ModelManifest } from '@fraudx/models';

/**
 * How the columns that a saved model reads are to be read: as in training, as far as its folder says.
 *
 * @param dropped - Columns that training left out; named, so that they are there, too.
 */
export function knownReadings(
  { features, manifest }: { readonly features: FittedFeatures; readonly manifest: ModelManifest },
  dropped: readonly string[] = [],
): Readonly<Record<string, KnownReading>> {
  const columns = byName(manifest.reading?.columns ?? {});
  const { column: time, parts, unit: unitOfTimes } = manifest.times ?? {};
  const isText = new Set(features.categoricalInputs);
  const reading = (name: string): KnownReading => {
    const { kind, numbers, unit, units, signs, dateOrder } = columns[name] ?? {};
    // Numbers with a unit, and the date that a time is made of: dates and numbers mean the same days there.
    const isEither = (name === time && unitOfTimes !== undefined) || name === parts?.date;
    const ofCells = isEither ? undefined : kind;
    const known = isText.has(name) ? 'categorical' : ofCells;
    return {
      ...(known === undefined ? {} : { kind: known }),
      ...(numbers === undefined ? {} : { numbers }),
      ...(unit === undefined ? {} : { unit }),
      ...(units === undefined ? {} : { units }),
      ...(signs === undefined ? {} : { signs }),
      ...(dateOrder === undefined ? {} : { dateOrder }),
    };
  };
  const ofTime = [time, ...Object.values(parts ?? {})].filter(
    (name) => name !== undefined && columns[name] !== undefined,
  ) as string[];
  return Object.fromEntries([
    ...dropped.map((name): [string, KnownReading] => [name, {}]),
    ...ofTime.map((name): [string, KnownReading] => [name, reading(name)]),
    ...features.inputs.map((name): [string, KnownReading] => [name, reading(name)]),
  ]);
}
