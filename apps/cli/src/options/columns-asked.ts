import type { ColumnSetting } from '@fraudx/pipelines';

const settings: readonly ColumnSetting[] = ['target', 'time', 'categorical'];

/** The settings that flags name columns for: those must be in the data. A config may speak of another file. */
export function columnsAsked(options: object): ColumnSetting[] {
  return settings.filter((name) => (options as Readonly<Record<string, unknown>>)[name] !== undefined);
}
