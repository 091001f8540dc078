import { DataError, Frame, InvalidArgumentError, nameList, nearest, timeUnits, withoutSecrets } from '@fraudx/core';
import type { TimeSettings, TimeUnit } from '@fraudx/data';
import { alignSpellings, clockColumns, emptiedTimes, likelyTimeUnit, TimeReader, timesInUnit } from '@fraudx/data';
import { readData } from '../dataset/read-data.ts';
import type { SavedModel } from '../dataset/reopen.ts';
import { textColumns } from '../dataset/text-columns.ts';
import type { Outside } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import { encodingOfHistory, withHistoryHint } from './history-encoding.ts';

/** Refuses data that lacks columns of the model, naming all of them. */
function checkColumnsPresent(frame: Frame, { features, manifest }: SavedModel): void {
  const absent = features.inputs.filter((name) => !frame.has(name));
  if (absent.length === 0) return;
  const near = absent.flatMap((name) => {
    const like = nearest(name, frame.names);
    return like === undefined ? [] : [`"${like}"${absent.length === 1 ? '' : ` for "${name}"`}`];
  });
  const [column, it] = absent.length === 1 ? ['column', 'it'] : ['columns', 'them'];
  const meant = near.length === 0 ? `Columns: ${nameList(frame.names)}` : `Did you mean ${near.join(', ')}?`;
  throw new DataError(
    'FEATURE_COLUMNS_MISSING',
    `predict: data must have the columns that ${manifest.lineage.runId} was trained on, got none named ${absent.map((name) => `"${name}"`).join(', ')}`,
    {
      details: { columns: absent },
      hint: `Add or rename the ${column}, or name a run that was trained without ${it}. ${meant}`,
    },
  );
}

/** The name of the time column in training. A model of an earlier version says it where its features are made of it, or where only one column held times. */
function timeColumnOf({ features, manifest }: SavedModel): string | undefined {
  const named = manifest.times?.column ?? features.timeInput;
  if (named !== undefined) return named;
  const columns = manifest.reading?.columns ?? {};
  const times = Object.keys(columns).filter((name) => columns[name]!.kind === 'timestamp');
  return times.length === 1 ? times[0] : undefined;
}

/** Whether training took the times for plain numbers. */
function hasPlainTimes(saved: SavedModel): boolean {
  const { features, manifest } = saved;
  const column = timeColumnOf(saved);
  const columns = manifest.reading?.columns ?? {};
  const kind = column !== undefined && Object.hasOwn(columns, column) ? columns[column]!.kind : undefined;
  return features.timeKind === 'numeric' || (features.timeKind === undefined && kind === 'numeric');
}

/** What numbers of the time column count, by who says so. */
export interface NamedUnits {
  /** Said of these data: it goes before what training settled. */
  readonly ofData?: TimeUnit | undefined;
  /** Said by the settings, which may be those of training: it counts where training had dates. */
  readonly ofSettings?: TimeUnit | undefined;
}

/** How training settled the times, with the unit of these data. */
function timesOf(saved: SavedModel, { ofData, ofSettings }: NamedUnits): TimeSettings {
  const settled = {
    ...(saved.manifest.times as TimeSettings | undefined),
    column: timeColumnOf(saved),
  };
  if (ofData !== undefined) return { ...settled, unit: ofData };
  const isOpen = settled.unit === undefined && !hasPlainTimes(saved);
  return ofSettings === undefined || !isOpen ? settled : { ...settled, unit: ofSettings };
}

/** Refuses a unit that nothing could be read by. */
function checkUnit(saved: SavedModel, unit: TimeUnit | undefined): void {
  if (unit === undefined) return;
  if (!timeUnits.includes(unit)) {
    throw new InvalidArgumentError(`predict: timeUnit must be one of ${timeUnits.join(', ')}, got ${unit}`);
  }
  const isOfParts = saved.manifest.times?.parts !== undefined;
  if (timeColumnOf(saved) !== undefined && !isOfParts) return;
  const got = isOfParts ? 'one whose time is made of several' : 'one without';
  throw new InvalidArgumentError(
    `predict: timeUnit must be left out for a model without one time column, got ${unit} for ${got}`,
    { details: { timeUnit: unit } },
  );
}

/** Times as the plain numbers that training had: seconds since 1970. */
function asSeconds(frame: Frame, name: string, unit: TimeUnit): Frame {
  if (!frame.has(name)) return frame;
  const column = frame.column(name);
  if (column.kind === 'timestamp') return frame;
  const values = timesInUnit(column, unit).map((ms) => ms / 1000);
  return frame.with({ kind: 'numeric', name, values });
}

/** Refuses numbers of which nobody knows what they count where training had times. */
function checkTimes(frame: Frame, saved: SavedModel): void {
  const name = timeColumnOf(saved);
  const columns = saved.manifest.reading?.columns ?? {};
  if (name === undefined || !frame.has(name) || !saved.features.inputs.includes(name)) return;
  const trained = Object.hasOwn(columns, name) ? columns[name]! : undefined;
  const column = frame.column(name);
  if (trained?.kind !== 'timestamp' || column.kind !== 'numeric') return;
  const first = column.values.find((value) => !Number.isNaN(value));
  if (first === undefined) return;
  const { min, max } = trained;
  const likely = min === undefined || max === undefined ? undefined : likelyTimeUnit(column, { min, max });
  const unit = likely === 'excel-days-1904' ? undefined : likely;
  throw new DataError(
    'FEATURE_KIND',
    `predict: column "${name}" must hold dates as in training, got numbers such as ${first}`,
    {
      details: { column: name, ...(unit === undefined ? {} : { likely: unit }) },
      hint:
        unit === undefined
          ? 'Say what they count with timeUnit, or write dates.'
          : `In ${unit} they lie where the times of training do: say timeUnit: ${unit} if they count that, or write dates.`,
    },
  );
}

/** The frame with the columns that it lacks and that had no value at all in training either: nothing was learned from them. */
function withEmptied(frame: Frame, { features, manifest }: SavedModel): Frame {
  const columns = manifest.reading?.columns ?? {};
  return features.inputs
    .filter((name) => !frame.has(name) && Object.hasOwn(columns, name) && columns[name]!.isEmpty === true)
    .reduce((all, name): Frame => {
      if (columns[name]!.kind === 'categorical') {
        return all.with({ kind: 'categorical', name, codes: new Int32Array(frame.nRows).fill(-1), categories: [] });
      }
      return all.with({
        kind: columns[name]!.kind as 'numeric',
        name,
        values: new Float64Array(frame.nRows).fill(Number.NaN),
      });
    }, frame);
}

/** The columns of a file without rows, of which the error speaks: a day without transactions; undefined for other errors. */
function headerOf(error: unknown): Frame | undefined {
  if (!(error instanceof DataError) || error.code !== 'DATA_NO_ROWS' || !Array.isArray(error.details['columns']))
    return undefined;
  const names = [...new Set(error.details['columns'].map(String))].filter((name) => name !== '');
  const columns = names.map(
    (name) => ({ kind: 'categorical', name, codes: new Int32Array(), categories: [] }) as const,
  );
  return new Frame(columns, 0);
}

/** How data are read where training did not settle it. */
export type Readable = Pick<ExperimentSettings, 'config' | 'renameDuplicates' | 'readings' | 'openObjects'>;

/** Columns of which notes are worth reading: those that the model reads, those that its time is made of, and those that are repeated. */
function notedColumns({ features, manifest }: SavedModel, keep: readonly string[]): string[] {
  const { parts = {} } = (manifest.times ?? {}) as TimeSettings;
  const ofTime = Object.values(parts).filter((name) => name !== undefined);
  return [...features.inputs, ...ofTime, ...(manifest.rowIds ?? []), ...keep];
}

/** Raw rows, as they were read and as training meant them. */
export interface RawRows {
  readonly asRead: Frame;
  readonly meant: Frame;
}

/** Reads raw rows as training read them. */
export class RawReader {
  readonly #saved: SavedModel;
  readonly #units: NamedUnits;
  readonly #keep: readonly string[];
  readonly #outside: Outside;
  readonly warnings: string[] = [];

  /**
   * @param keep - Columns that are repeated.
   * @throws {InvalidArgumentError} A unit said of these data, of a model without one time column.
   */
  constructor(saved: SavedModel, outside: Outside, units: NamedUnits, keep: readonly string[]) {
    checkUnit(saved, units.ofData);
    this.#saved = saved;
    this.#units = units;
    this.#keep = keep;
    this.#outside = outside;
  }

  /** The time column in training; undefined where there was none. */
  get timeColumn(): string | undefined {
    return timeColumnOf(this.#saved);
  }

  async read(path: string, as: Readable): Promise<RawRows> {
    return await this.#read(path, as, '');
  }

  /** @param what - Before each warning, e.g. `history: `. */
  async #read(path: string, as: Readable, what: string): Promise<RawRows> {
    const { features, manifest } = this.#saved;
    const times = timesOf(this.#saved, this.#units);
    // Ids keep all their characters: 007 is no 7.
    const names = new Set([...(manifest.rowIds ?? []), ...clockColumns(times.parts)]);
    const texts = Object.keys(textColumns(path, [...names])).filter((name) => !features.inputs.includes(name));
    const reading = { onProgress: this.#outside.progress, signal: this.#outside.signal };
    const notesOf = notedColumns(this.#saved, this.#keep);
    const { frame: asRead, schema } = await readData(path, as, { texts, notesOf, ...reading }).catch(
      (error: unknown) => {
        const header = what === '' ? headerOf(error) : undefined;
        if (header === undefined) throw error;
        return {
          frame: header,
          schema: { warnings: [`${withoutSecrets(path)} has a header and no rows: 0 rows scored`] },
        };
      },
    );
    const { ofData } = this.#units;
    const isPlain = hasPlainTimes(this.#saved);
    // Where training took the time for a number it is no date, whatever its size.
    const reader = new TimeReader(isPlain ? { ...times, unit: undefined } : times, {
      guessUnit: !isPlain,
      // A unit said of the data need not hold for the history.
      dates: ofData === undefined ? 'warn' : what === '' ? 'refuse' : 'read',
    });
    const read = reader.read(emptiedTimes(asRead, manifest.reading?.columns));
    const inUnit = isPlain && ofData !== undefined ? asSeconds(read, times.column!, ofData) : read;
    const meant = withEmptied(inUnit, this.#saved);
    checkColumnsPresent(meant, this.#saved);
    checkTimes(meant, this.#saved);
    this.warnings.push(...[...schema.warnings, ...reader.warnings()].map((warning) => `${what}${warning}`));
    return { asRead, meant: alignSpellings(meant, features.knownCategories) };
  }

  async readHistory(path: string, as: Readable, named: string | undefined): Promise<RawRows> {
    const asked = { named, ofData: as.config.encoding };
    const { encoding, notes } = await encodingOfHistory(path, asked, this.#outside.signal);
    this.warnings.push(...notes.map((note) => `history: ${note}`));
    const { encoding: _ofData, ...others } = as.config;
    try {
      const config = encoding === undefined ? others : { ...others, encoding };
      return await this.#read(path, { ...as, config }, 'history: ');
    } catch (error) {
      throw withHistoryHint(error);
    }
  }
}
