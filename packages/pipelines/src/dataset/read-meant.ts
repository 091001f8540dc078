import type { Frame } from '@fraudx/core';
import { withoutSecrets } from '@fraudx/core';
import type { DataFingerprint, TimeSettings } from '@fraudx/data';
import { clockColumns, lostClocksNote, TimeReader } from '@fraudx/data';
import type { WorkOptions } from '../work-options.ts';
import type { ExperimentSettings } from '../settings.ts';
import { repeatNotes } from './repeat-notes.ts';
import { derivableHere, withDerivedColumns } from './derived-columns.ts';
import { readData } from './read-data.ts';
import { textColumns } from './text-columns.ts';
import { timeInputsOf, timeSettingsOf } from './times.ts';

/** Settings that name columns and may speak of another file. */
export type ColumnSetting = 'target' | 'time' | 'categorical' | 'derive';

/** How data are read to be looked at. */
export interface LookOptions extends Pick<WorkOptions, 'signal' | 'progress'> {
  /**
   * Settings whose columns must be in the data. Those of others count only where the data have them, as a config may speak of another file.
   * Default: all.
   */
  readonly mustExist?: readonly ColumnSetting[];
}

/** Whether the columns of a setting must be in the data. */
export function mustBeThere(setting: ColumnSetting, { mustExist }: Pick<LookOptions, 'mustExist'>): boolean {
  return mustExist === undefined || mustExist.includes(setting);
}

/** The target of settings; undefined where there is none, or where these data need not have it and do not. */
export function targetHere(
  frame: Frame,
  { config: { target } }: Pick<ExperimentSettings, 'config'>,
  options: Pick<LookOptions, 'mustExist'>,
): string | undefined {
  return target === undefined || mustBeThere('target', options) || frame.has(target) ? target : undefined;
}

/** What is to be said of columns of times of which some lost their time of day. */
export function lostClocksOf(frame: Frame, timeZone?: string): string[] {
  return frame.columns.flatMap((column) => {
    const note = column.kind === 'timestamp' ? lostClocksNote(column, timeZone) : undefined;
    return note === undefined ? [] : [note];
  });
}

/** Data as settings mean them. */
export interface MeantData {
  /** With the time that settings make of several columns, and with derived columns. */
  readonly frame: Frame;
  /** The time column; undefined where there is none. */
  readonly time: string | undefined;
  /** How times are meant, as settings say. */
  readonly times: TimeSettings;
  /** How times are meant, with what the data decided; undefined where they stay as they are read. */
  readonly settledTimes: TimeSettings | undefined;
  readonly fingerprint: DataFingerprint;
  /** What was noticed, by what noticed it. */
  readonly notes: {
    readonly reading: readonly string[];
    readonly derivation: readonly string[];
    readonly times: readonly string[];
  };
}

/**
 * Reads data, gives times their meaning and adds derived columns, as these settings say.
 *
 * @param onRead - Receives the data as they were read, before anything is made of them; throws where they must not be used.
 * @throws {FraudxError} As `readData`, `timeSettingsOf`, `TimeReader` and `addDerivedColumns`.
 */
export async function readMeant(
  source: string,
  settings: Pick<
    ExperimentSettings,
    'renameDuplicates' | 'config' | 'readings' | 'openObjects' | 'beforeData' | 'guessTimeUnit'
  >,
  {
    onRead,
    target,
    ...options
  }: LookOptions & { readonly target?: string | undefined; readonly onRead?: (asRead: Frame) => void },
): Promise<MeantData> {
  const { config } = settings;
  const named = timeSettingsOf(config);
  const { frame, fingerprint, schema } = await readData(source, settings, {
    texts: Object.keys(textColumns(withoutSecrets(source), clockColumns(named.parts))),
    ...(options.progress === undefined ? {} : { onProgress: options.progress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  onRead?.(frame);
  const isHere = mustBeThere('time', options) || timeInputsOf(config).every((name) => frame.has(name));
  const times = isHere ? named : named.zone === undefined ? {} : { zone: named.zone };
  const reader = new TimeReader(times, { guessUnit: settings.guessTimeUnit ?? true });
  const meant = reader.read(frame);
  const derive = mustBeThere('derive', options) ? config.derive : derivableHere(meant, config);
  const derived = withDerivedColumns(meant, { ...config, derive }, target);
  return {
    frame: derived.frame,
    time: config.time === undefined || !isHere ? undefined : reader.column,
    times,
    settledTimes: reader.settled,
    fingerprint,
    notes: {
      reading: [...schema.warnings, ...repeatNotes(frame, target)],
      derivation: derived.notes,
      times: [...reader.warnings(), ...lostClocksOf(meant, config.timeZone)],
    },
  };
}
