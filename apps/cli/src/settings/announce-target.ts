import type { FraudxConfig } from '@fraudx/pipelines/config';
import type { Io } from '../io.ts';
import { note } from '../output/warnings.ts';

/** Sections of a config that say where production is, what a promotion does there, and who answers for it. */
const sections = ['promotion', 'aws'] as const;

/** What the command line gives in config form: sections with their keys, `undefined` for what it does not give. */
type Given = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What a config says of the target and the command line does not, by key, such as `promotion.parameterPrefix`. Every key of the sections counts, so that
 * a new one needs no entry here.
 */
export function targetOnlyBy(file: FraudxConfig, given: Given): Map<string, unknown> {
  const only = new Map<string, unknown>();
  for (const section of sections) {
    for (const [key, value] of Object.entries(file[section] ?? {})) {
      if (value !== undefined && given[section]?.[key] === undefined) only.set(`${section}.${key}`, value);
    }
  }
  return only;
}

/** A config that was found, or that others can replace, and what only it says. */
export interface AnnouncedConfig {
  readonly configPath: string;
  readonly isFound: boolean;
  readonly only: ReadonlyMap<string, unknown>;
}

function nameOf({ configPath, isFound }: AnnouncedConfig): string {
  return `${configPath}, which ${isFound ? 'was found and not named' : 'others can replace'},`;
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
}

/**
 * Says in one note what only a config says of target aws that nobody named, or that others can replace, also with `--quiet`: parameters are written and removed there, a pipeline is
 * started and an approver is recorded by it. Other targets stay in the folder of runs, so that nothing is said of them.
 *
 * @param config.only - As of {@link targetOnlyBy}.
 */
export function announceTarget({ promotion }: FraudxConfig, config: AnnouncedConfig, io: Pick<Io, 'err'>): void {
  const { only } = config;
  if (promotion?.target !== 'aws' || only.size === 0) return;
  const said = [...only].map(([key, value]) => `${key} ${shown(value)}`);
  note(io, `for target aws ${nameOf(config)} says: ${said.join(', ')}`);
}

/**
 * Says in one note what only such a config says of the connection to AWS, also with `--quiet`: by `aws.profile` it chooses with whose
 * credentials an object is asked for. For what reads objects, whatever the target.
 *
 * @param config.only - As of {@link targetOnlyBy}.
 */
export function announceConnection(config: AnnouncedConfig, io: Pick<Io, 'err'>): void {
  const said = [...config.only]
    .filter(([key]) => key.startsWith('aws.'))
    .map(([key, value]) => `${key} ${shown(value)}`);
  if (said.length > 0) note(io, `for s3:// ${nameOf(config)} says: ${said.join(', ')}`);
}
