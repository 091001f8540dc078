import type { SavedModel } from '../dataset/reopen.ts';
import type { ExperimentSettings } from '../settings.ts';

/** The settings with the texts that mean "no value": those they name beside those of the model. */
export function withMarkersOfModel<T extends Pick<ExperimentSettings, 'config'>>(
  settings: T,
  { manifest }: Pick<SavedModel, 'manifest'>,
): T {
  const given = settings.config.missing;
  if (given === undefined) return settings;
  const missing = [...new Set([...given, ...(manifest.reading?.missing ?? [])])];
  return { ...settings, config: { ...settings.config, missing } };
}
