import { dirname, resolve } from 'node:path';
import type { HiddenSince } from '@fraudx/core';
import { InvalidArgumentError, isAddress, shellQuoted, withoutSecrets } from '@fraudx/core';
import { isInside, isSafeFolder, placeOf, trustHint } from '@fraudx/core/files';
import type { Io } from '../io.ts';
import { note } from '../output/warnings.ts';
import type { Settings } from './settings.ts';

/** Who names data, and where. */
export interface NamedData {
  /** The data of the settings: an absolute path, or an address. */
  readonly data: string | undefined;
  /** Whether flag, variable or a config that was named gives them. */
  readonly isNamed: boolean;
  /** Further files of data that options name, such as a history: absolute paths, or addresses. Default: none. */
  readonly others?: readonly string[];
  /** The config that was found or named; undefined where there is none, so that the working folder counts. */
  readonly configPath: string | undefined;
}

type Place = Pick<Io, 'cwd' | 'env'>;

/** By options as they were parsed: that some word of the command line is the same names nothing. */
function isNamedByUser(path: string, { data, isNamed, others = [] }: NamedData): boolean {
  const named = isNamed && data !== undefined ? [data, ...others] : others;
  // records hold addresses without user and password
  return named.some((one) => withoutSecrets(one) === withoutSecrets(path));
}

/**
 * Who named data that lie outside of the folder of a config that was found, or of a record; undefined where the user named them, where they lie in that
 * folder, and where the user trusts it.
 *
 * @param path - What is about to be opened: an absolute path, or an address, which lies outside.
 * @throws {InvalidArgumentError} `DATA_OUTSIDE`: the path lies in the folder and leads out of it: whoever made the project chose a file of this user.
 */
export function dataOutside(path: string, named: NamedData, io: Place): HiddenSince | undefined {
  if (isNamedByUser(path, named)) return undefined;
  const { data, isNamed, configPath } = named;
  const since = !isNamed && data !== undefined && withoutSecrets(data) === withoutSecrets(path) ? 'config' : 'record';
  const base = configPath === undefined ? io.cwd : dirname(configPath);
  if (isSafeFolder(resolve(base, '.fraudx'), io)) return undefined;
  if (isAddress(path)) return since;
  const place = placeOf(path);
  if (isInside(placeOf(base), place)) return undefined;
  if (!isInside(base, path)) return since;
  const where = configPath === undefined ? 'the working folder' : `the folder of ${configPath}`;
  const elsewhere = since === 'record' ? '' : ', write its real path into the config';
  throw new InvalidArgumentError(
    `data: must lie in ${where} where nobody named it, got ${path}, which leads to ${place}`,
    {
      code: 'DATA_OUTSIDE',
      details: { path, place, config: configPath ?? null },
      hint: trustHint(
        `name the file: --data ${shellQuoted(path)}${elsewhere}`,
        placeOf(base),
        ', which then also takes configs and modules of other users there',
      ),
    },
  );
}

/** Says what is read before it is: results show at least the names of its columns. */
export function announceData(path: string, since: HiddenSince, configPath: string | undefined, io: Io): void {
  const shown = isAddress(path) ? withoutSecrets(path) : placeOf(path);
  const who = since === 'config' ? `${configPath!} names outside of its folder` : 'only the record of a run names';
  note(io, `reads ${shown}, which ${who}`);
}

/**
 * Settings of a command whose result shows data: values of data outside are not hidden, but a note says first what is read, also with `--quiet`.
 *
 * @throws {InvalidArgumentError} As {@link dataOutside}.
 */
export function showingData(settings: Settings, io: Io): Settings {
  const { data, configPath, dataSince } = settings;
  const since = data === undefined ? undefined : dataSince(data);
  if (data === undefined || since === undefined) return settings;
  announceData(data, since, configPath, io);
  return {
    ...settings,
    beforeData: (path) => {
      dataSince(path);
    },
  };
}
