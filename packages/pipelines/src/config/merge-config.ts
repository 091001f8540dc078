import type { FraudxConfig } from './config-fields.ts';
import { paramsFor } from './params-for.ts';
import { parseConfig } from './parse-config.ts';

/** What is said beside a config file; later entries win. */
export interface ConfigLayers {
  /** Values at keys, which may lie in a section: `split.test`. */
  readonly environment: ReadonlyMap<string, unknown>;
  /** As `environment`, and wins over it. `missing` adds to the markers of the file; `params` is left to `params`. */
  readonly options: ReadonlyMap<string, unknown>;
  /** Hyperparameters, each of which wins over that of the file. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** Sections, of which each value that is given wins. */
  readonly sections?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function withValues(file: object, values: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const merged = { ...file } as Record<string, unknown>;
  for (const [key, value] of values) {
    const [section, name] = key.split('.') as [string, string | undefined];
    merged[section] = name === undefined ? value : { ...(merged[section] as object | undefined), [name]: value };
  }
  return merged;
}

/** Settings of the file that the split of an option reads too: numbers of days say nothing of shares, and shares nothing of days. */
async function splitOfFile(split: FraudxConfig['split'], asked: unknown): Promise<FraudxConfig['split']> {
  if (typeof asked !== 'string' || split === undefined || split.strategy === asked) return split;
  const { findSplit, splitNameOf } = await import('@fraudx/data');
  const own = findSplit(asked).settings;
  const isShared = findSplit(splitNameOf(split, 'time')).settings.every((key) => own.includes(key));
  return isShared ? split : undefined;
}

/** The texts that mean "no value": the asked ones beside those of the file, or beside the default ones. */
async function addedMarkers(asked: readonly string[], file: FraudxConfig['missing']): Promise<string[]> {
  const known = file ?? (await import('@fraudx/data')).defaultMissingMarkers;
  return [...new Set([...known.map(String), ...asked])];
}

/**
 * A config file with what the environment and the options say: options win over the environment, which wins over the file.
 *
 * @param file - `{}` where there is none.
 * @returns The config, and the names of the hyperparameters that the file alone gives.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`: something does not fit the schema; the message begins with `options`.
 */
export async function mergeConfig(
  file: FraudxConfig,
  { environment, options, params, sections = {} }: ConfigLayers,
): Promise<{ readonly config: FraudxConfig; readonly paramsOfFile: readonly string[] }> {
  const given = new Map(options);
  const missing = given.get('missing') as readonly string[] | undefined;
  if (missing !== undefined) given.set('missing', await addedMarkers(missing, file.missing));
  given.delete('params');
  const split = await splitOfFile(file.split, given.get('split.strategy'));
  const merged = withValues({ ...file, split }, [...environment, ...given]);
  const algorithm = (merged['algorithm'] as string | undefined) ?? 'xgboost';
  const ofFile = file.params === undefined ? undefined : paramsFor(file.params, algorithm);
  if (ofFile !== undefined || params !== undefined) merged['params'] = { ...ofFile, ...params };
  for (const [key, values] of Object.entries(sections)) {
    merged[key] = { ...(merged[key] as object | undefined), ...defined(values) };
  }
  const paramsOfFile = Object.keys(ofFile ?? {}).filter((name) => params?.[name] === undefined);
  return { config: parseConfig(merged, 'options'), paramsOfFile };
}
