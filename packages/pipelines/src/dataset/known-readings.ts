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
  const isText = new Set(features.categoricalInputs);
  const reading = (name: string): KnownReading => {
    const { kind, numbers, unit, dateOrder } = columns[name] ?? {};
    const known = isText.has(name) ? 'categorical' : kind;
    return {
      ...(known === undefined ? {} : { kind: known }),
      ...(numbers === undefined ? {} : { numbers }),
      ...(unit === undefined ? {} : { unit }),
      ...(dateOrder === undefined ? {} : { dateOrder }),
    };
  };
  const { column: time, parts } = manifest.times ?? {};
  const ofTime = [time, ...Object.values(parts ?? {})].filter(
    (name) => name !== undefined && columns[name] !== undefined,
  ) as string[];
  return Object.fromEntries([
    ...dropped.map((name): [string, KnownReading] => [name, {}]),
    ...ofTime.map((name): [string, KnownReading] => [name, reading(name)]),
    ...features.inputs.map((name): [string, KnownReading] => [name, reading(name)]),
  ]);
}
