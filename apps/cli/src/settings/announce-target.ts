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

function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
}

/**
 * Says in one note what only a config that nobody named says of target aws, also with `--quiet`: parameters are written and removed there, a pipeline is
 * started and an approver is recorded by it. Other targets stay in the folder of runs, so that nothing is said of them.
 *
 * @param only - As of {@link targetOnlyBy}.
 */
export function announceTarget(
  { promotion }: FraudxConfig,
  configPath: string,
  only: ReadonlyMap<string, unknown>,
  io: Pick<Io, 'err'>,
): void {
  if (promotion?.target !== 'aws' || only.size === 0) return;
  const said = [...only].map(([key, value]) => `${key} ${shown(value)}`);
  note(io, `for target aws ${configPath}, which was found and not named, says: ${said.join(', ')}`);
}

/**
 * Says in one note what only a config that nobody named says of the connection to AWS, also with `--quiet`: by `aws.profile` it chooses with whose
 * credentials an object is asked for. For what reads objects, whatever the target.
 *
 * @param only - As of {@link targetOnlyBy}.
 */
export function announceConnection(configPath: string, only: ReadonlyMap<string, unknown>, io: Pick<Io, 'err'>): void {
  const said = [...only].filter(([key]) => key.startsWith('aws.')).map(([key, value]) => `${key} ${shown(value)}`);
  if (said.length > 0) note(io, `for s3:// ${configPath}, which was found and not named, says: ${said.join(', ')}`);
}
