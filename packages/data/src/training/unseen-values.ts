import type { ColumnReading, Frame } from '@fraudx/core';
import type { TimeUnit } from '../times/time-settings.ts';
import type { SeenHours, SeenSigns } from './seen-shares.ts';
import type { UsualValues } from './usual-values.ts';

/** Values of a column that training never saw. */
export interface UnseenValues {
  readonly column: string;
  /**
   * - `categories`: those that training did not have.
   * - `range`: numbers outside the range of training; of derived columns, far outside.
   * - `scale`: numbers of another size than those of training, as in another unit.
   * - `constant`: one value in all rows, or nothing but 0 and 1, where training had many.
   * - `repeated`: one number in a tenth of the rows or more that hardly any row of training had.
   * - `empty`: no value at all where training had some.
   * - `missing`: missing in a share of rows that chance does not explain beside the share in training.
   * - `clock`: dates without a time of day where training had times of day, or many more of them than in training.
   * - `times`: times before those of training, or so far behind them that another unit is likelier.
   * - `zone`: times without a zone where training had times with one, or the other way round.
   * - `unit`: numbers with a unit that training did not have beside them.
   * - `signs`: amounts whose signs are written in another way than in training, so that they may be turned round.
   * - `clockForm`: times of day without seconds where training had them, or of a clock of 12 hours where it had 24, or the other way round.
   * - `lostSign`: no negative number, or no positive one, where training had so many that chance does not explain it.
   * - `form`: dates that fit both orders of day and month, in another form than in training.
   */
  readonly kind:
    | 'categories'
    | 'range'
    | 'scale'
    | 'constant'
    | 'repeated'
    | 'empty'
    | 'missing'
    | 'clock'
    | 'times'
    | 'zone'
    | 'unit'
    | 'signs'
    | 'form'
    | 'clockForm'
    | 'lostSign';
  /** How many rows have such a value. */
  readonly rows: number;
  /** Of all rows, in [0, 1]. */
  readonly share: number;
  /** Up to three different values, in the order of the rows; times in ISO 8601. */
  readonly examples: readonly string[];
  /** The range of training; of times that are dates, in milliseconds since 1970. */
  readonly min?: number;
  readonly max?: number;
  /** Of `missing`, of `lostSign`, and of `clock` where only some rows have no time of day: the share in training. */
  readonly trainedShare?: number;
  /** Of `scale`: the median of training, and that of these rows. */
  readonly medians?: { readonly trained: number; readonly found: number };
  /** Of `scale`: how many times the median of these rows that of training is, where it is near a power of ten: 100 for euros where training had cents. */
  readonly factor?: number;
  /** Of `constant`: how many different values 100 rows of training had at least. */
  readonly different?: number;
  /** Of `times`: what the numbers count where that puts them beside training; `excel-days-1904` are day numbers of the 1904 date system. */
  readonly likelyUnit?: TimeUnit | 'excel-days-1904';
  /** Of `times`: whether the column is another one than the time. Default false. */
  readonly isOtherColumn?: boolean;
  /** Of `zone`, `form`, `unit`, `signs` and `clockForm`: what training had, and what stands here. Of `lostSign`: the sign that training had. */
  readonly trained?: string;
  readonly found?: string;
}

/** Which values training saw, of a `TrainedColumn`. */
export interface SeenValues {
  readonly kind?: 'numeric' | 'categorical' | 'timestamp' | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly isEmpty?: boolean | undefined;
  readonly midnights?: number | undefined;
  readonly rows?: number | undefined;
  readonly missing?: number | undefined;
  readonly zones?: 'all' | 'some' | 'none' | undefined;
  readonly dateForm?: string | undefined;
  readonly usual?: UsualValues | undefined;
  readonly unit?: string | undefined;
  readonly units?: Readonly<Record<string, number>> | undefined;
  readonly signs?: ColumnReading['signs'];
  readonly shares?: SeenSigns | undefined;
  readonly hours?: SeenHours | undefined;
  readonly shortClocks?: number | undefined;
}

/** What is known of training. */
export interface Training {
  readonly columns: Readonly<Record<string, SeenValues>>;
  /** Categories that the model knows, by column. */
  readonly categories: ReadonlyMap<string, ReadonlySet<string>>;
  /** Columns whose later values lie outside the range of training by their nature, such as the time. */
  readonly without: readonly string[];
  /** Derived columns, which lie outside the range of training by the time alone: only what is far outside counts. Default none. */
  readonly derived?: readonly string[];
  /** Zone of times that say none, whose midnights are meant. Default UTC. */
  readonly timeZone?: string | undefined;
  /** The time column, which is compared with the times of training. Default: none is. */
  readonly time?: {
    readonly column: string;
    /** The data before numbers became times, by which another unit is found. Default: none is looked for. */
    readonly asRead?: Frame | undefined;
  };
}

function percent(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 0.1 ? '< 0.1 %' : `${Number(value.toFixed(1))} %`;
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** What is said of times that do not lie where those of training do. */
function timesText({ min, max, examples, likelyUnit, isOtherColumn }: UnseenValues, inRows: string): string {
  const areDates = examples.some((example) => example.includes('T'));
  if (isOtherColumn === true && !areDates) {
    return `holds numbers such as ${examples.join(', ')} ${inRows}, and training had times, ${day(min!)} to ${day(max!)}: write dates`;
  }
  const range = areDates ? `${day(min!)} to ${day(max!)}` : `${min} to ${max}`;
  const shown = areDates ? examples.map((example) => example.slice(0, 10)) : examples;
  const said = `does not lie where the times of training do, ${range}, ${inRows}: ${[...new Set(shown)].join(', ')}`;
  if (likelyUnit === undefined) return said;
  return likelyUnit === 'excel-days-1904'
    ? `${said}; as day numbers of the 1904 date system of spreadsheets, to which 1462 must be added, they would`
    : `${said}; in ${likelyUnit} they would (say timeUnit: ${likelyUnit} if they count that)`;
}

function scaleText({ medians, factor }: UnseenValues): string {
  const [trained, found] = [medians!.trained, medians!.found].map((value) => String(Number(value.toPrecision(4))));
  const times =
    factor === undefined
      ? ''
      : factor > 1
        ? `, which is about ${factor} times as much`
        : `, which is about 1/${Math.round(1 / factor)} of it`;
  const isOtherSign = medians!.trained * medians!.found < 0;
  return `median ${found} (without zeros), in training ${trained}${isOtherSign ? '; check the signs' : `${times}; check the unit`}`;
}

const signTexts: Readonly<Record<string, string>> = {
  minus: 'a minus before or behind negative ones',
  'CR/DR': 'CR and DR beside them',
  'H/S': 'H and S beside them',
  'one side': 'CR or DR beside some of them',
};

function signsText({ trained, found }: UnseenValues): string {
  const said = `whose signs are written in another way than in training: ${signTexts[trained!]} there, ${signTexts[found!]} here`;
  return `${said}; beside such letters credits (CR, H) are read as negative and all others as positive: check that these signs are those of training`;
}

function unitText({ trained, found }: UnseenValues, inRows: string): string {
  const here = found === 'none' ? 'without a percent sign' : `with ${found}`;
  return `holds numbers ${here} ${inRows}, and training had ${trained === 'none' ? 'none with a unit' : `numbers with ${trained}`}: the unit is left out and the numbers are read as they stand`;
}

function clockText({ found }: UnseenValues, inRows: string): string {
  if (found === 'hhmm')
    return `holds times of day of at most four digits, such as 0930, ${inRows}, and training had hours, minutes and seconds, such as 093015: hours would be taken for minutes; write them as in training`;
  return found === '12 hours'
    ? `has no time from 13:00 on nor before 01:00 ${inRows}, and training had times of all hours: a clock of 12 hours without AM and PM looks so; write 24 hours, or AM and PM`
    : `has times from 13:00 on ${inRows}, and training had none there nor before 01:00, as a clock of 12 hours without AM and PM has`;
}

/** One sentence about values that training never saw, with their share. */
export function describeUnseen(unseen: UnseenValues, nRows: number): string {
  const { column, kind, rows, share, examples, min, max, trainedShare, trained, found, isOtherColumn } = unseen;
  const inRows = `in ${rows} of ${nRows} rows (${percent(share)})`;
  switch (kind) {
    case 'empty':
      return `column "${column}" has no value ${inRows}, and training had values there`;
    case 'missing':
      return `column "${column}" has no value ${inRows}, and in training ${percent(trainedShare!)} of the rows had none`;
    case 'clock':
      return `column "${column}" has dates without a time of day ${inRows}, and ${trainedShare === undefined ? 'training had times of day' : `in training at most ${percent(trainedShare)} of the rows had none`}`;
    case 'times':
      return `${isOtherColumn === true ? 'column' : 'time column'} "${column}" ${timesText(unseen, inRows)}`;
    case 'zone':
      return `column "${column}" has times ${found} ${inRows}, and training had times ${trained}: those without a zone are taken as UTC`;
    case 'form':
      return `column "${column}" has dates written ${found} ${inRows}, and training had ${trained}: both orders of day and month fit them, and they are read in that of training (dateOrder says which)`;
    case 'clockForm':
      return `column "${column}" ${clockText(unseen, inRows)}`;
    case 'lostSign':
      return `column "${column}" holds no ${trained} number ${inRows}, and in training ${percent(trainedShare!)} of them were ${trained}: check the signs`;
    case 'unit':
      return `column "${column}" ${unitText(unseen, inRows)}`;
    case 'signs':
      return `column "${column}" holds amounts ${inRows} ${signsText(unseen)}`;
    case 'scale':
      return `column "${column}" holds numbers of another size than training: ${scaleText(unseen)}`;
    case 'constant':
      return `column "${column}" holds ${examples.length === 1 ? `${examples[0]} and nothing else` : 'nothing but 0 and 1'} ${inRows}, and every 100 rows of training had at least ${unseen.different} different values`;
    case 'repeated':
      return `column "${column}" holds ${examples[0]} ${inRows}, and fewer than 1 % of the rows of training had it; if it means "no value", list it in missing`;
    case 'range':
      return `column "${column}" lies outside the range of training, ${min} to ${max}, ${inRows}: ${examples.join(', ')}`;
    case 'categories':
      return `column "${column}" holds categories that training never saw ${inRows}: ${examples.map((example) => `"${example}"`).join(', ')}`;
  }
}
