import type { Frame } from '@fraudx/core';
import { countText, DataError, epochMilliseconds, percentText, timeText } from '@fraudx/core';
import { oddIds } from '@fraudx/data';
import type { PastInputs } from '@fraudx/features';
import type { ModelManifest } from '@fraudx/models';
import { findRepeats, repeatsAreNatural } from '../dataset/repeat-notes.ts';

const dayMs = 86_400_000;
/** A gap is one where it is longer than so many of the longest gaps of the history. */
const timesLongestGap = 3;
/** Part of the longest window that a history has to reach back. */
const nearlyAll = 0.9;
/** Fewer repeated rows may be chance. */
const fewestRepeats = 5;
/** Share of repeated rows beyond that of training from which on they are reported. */
const leastMore = 0.01;
const leastTimes = 3;
/** Chance below which a history without any fraud is none by chance. */
const leastChance = 1e-4;

/** What training knows of the rows of its data; undefined in models of earlier versions. */
type TrainedRows = NonNullable<ModelManifest['reading']>['rows'];

function timesOf(frame: Frame, name: string): Float64Array {
  const column = frame.column(name);
  if (column.kind === 'timestamp') return column.values;
  return column.kind === 'numeric' ? column.values.map(epochMilliseconds) : new Float64Array();
}

function days(ms: number): string {
  const value = ms / dayMs;
  const text = value < 0.1 ? '< 0.1' : String(Number(value.toFixed(value < 10 ? 1 : 0)));
  return `${text} ${text === '1' ? 'day' : 'days'}`;
}

/** A finding about a history. */
export interface HistoryNote {
  readonly text: string;
  /** Whether the history does not fit, so that it is refused where asked to be strict; otherwise it is short of something that it may lack. */
  readonly isDoubt: boolean;
}

/** Times of the history before the data: where it ends long before them, or begins after windows do. */
function oddTimes(history: Frame, frame: Frame, past: PastInputs): HistoryNote | undefined {
  const sorted = timesOf(history, past.time)
    .filter((ms) => !Number.isNaN(ms))
    .sort();
  const begin = timesOf(frame, past.time).reduce((least, ms) => (ms < least ? ms : least), Infinity);
  if (sorted.length === 0 || begin === Infinity) return undefined;
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const longest = Math.max(...past.windowDays) * dayMs;
  const shortest = Math.min(...past.windowDays) * dayMs;
  const gap = begin - last;
  const ends = `the history ends ${days(gap)} before the data begin (${timeText(last)} and ${timeText(begin)})`;
  const doubt = (text: string): HistoryNote => ({ text, isDoubt: true });
  if (gap > longest) return doubt(`${ends}: none of its rows lies within the longest window, ${days(longest)}`);
  const usual = sorted.reduce((most, ms, i) => (i === 0 ? most : Math.max(most, ms - sorted[i - 1]!)), 0);
  if (gap > shortest && gap > timesLongestGap * usual) {
    return doubt(`${ends}, and its rows are at most ${days(usual)} apart: what came in between is in no window`);
  }
  const delay = past.target === undefined ? 0 : past.delayDays * dayMs;
  if (begin - first >= nearlyAll * (longest + delay)) return undefined;
  const reach = delay === 0 ? '' : `, ${days(longest)} and ${days(delay)} until labels are known`;
  const text = `the history begins ${days(begin - first)} before the data, and windows reach back ${days(longest + delay)}${reach}`;
  // A rolling extract is often shorter than the longest window, but some window should be whole.
  return { text, isDoubt: begin - first < nearlyAll * (shortest + delay) };
}

/** Labels that the risk of terminals is learned from. */
function oddLabels(
  history: Frame,
  frame: Frame,
  { target, time, delayDays }: PastInputs,
  trained: TrainedRows,
): string | undefined {
  if (target === undefined) return undefined;
  const learned = `the fraud of each terminal is learned from "${target}" of the history`;
  if (!history.has(target)) return `${learned}, which has no such column`;
  const labels = history.column(target);
  if (labels.kind === 'categorical') return undefined;
  const begin = timesOf(frame, time).reduce((least, ms) => (ms < least ? ms : least), Infinity);
  const times = timesOf(history, time);
  // Labels of later rows are not known yet.
  const old = labels.values.filter((_, row) => !(times[row]! > begin - delayDays * dayMs));
  const known = old.filter((label) => !Number.isNaN(label));
  if (old.length === 0) return undefined;
  const share = known.length / old.length;
  if (known.length === 0 || (trained !== undefined && share * leastTimes <= trained.labelled / trained.all)) {
    const inTraining =
      trained === undefined ? '' : `, and ${percentText(trained.labelled / trained.all)} of training had one`;
    return `${learned}, where ${countText(known.length)} of ${countText(old.length)} rows have a label (${percentText(share)})${inTraining}`;
  }
  if (trained === undefined || known.some((label) => label === 1)) return undefined;
  const rate = trained.fraud / trained.labelled;
  return (1 - rate) ** known.length < leastChance
    ? `${learned}, where none of ${countText(known.length)} labels is fraud, and ${percentText(rate)} of training was`
    : undefined;
}

/**
 * Rows that are an earlier row again, in a larger share than in training; undefined where there are no more, where they repeat by themselves, as without a
 * column that names them, and where nothing is known of training.
 *
 * @param of - What the rows are of, for the text.
 */
export function oddRepeats(asRead: Frame, trained: TrainedRows, of: string): string | undefined {
  if (trained === undefined) return undefined;
  const repeats = findRepeats(asRead);
  const { count, firstOf } = repeats;
  const share = count / asRead.nRows;
  const usual = trained.repeated / trained.all;
  if (count < fewestRepeats || !(share - usual >= leastMore) || share <= leastTimes * usual) return undefined;
  if (repeatsAreNatural(asRead, repeats)) return undefined;
  const row = firstOf.findIndex((first, i) => first !== i);
  return `${countText(count)} of ${countText(asRead.nRows)} rows ${of} (${percentText(share)}) are an earlier row again in every column, the first in data row ${row + 1}: each counts as a transaction of its own (in training ${percentText(usual)} were)`;
}

/**
 * What does not fit between a history and the rows that are scored with it: times, ids, labels and repeated rows. Each sentence is one finding; none for a
 * history that reaches into the data, which cannot be used at all.
 *
 * @param history - As training meant it, with labels as numbers, as `asRead` it stands in the file.
 * @param frame - The rows that are scored.
 */
export function historyNotes(
  { meant: history, asRead }: { readonly meant: Frame; readonly asRead: Frame },
  frame: Frame,
  past: PastInputs,
  trained: TrainedRows,
): HistoryNote[] {
  if (history.nRows === 0 || frame.nRows === 0) return [];
  const at = timesOf(history, past.time);
  const order = Uint32Array.from(at.keys()).sort((a, b) => at[a]! - at[b]! || a - b);
  const ids = [...new Set([...past.entities, past.terminal])].filter(
    (name) => name !== undefined && history.has(name) && frame.has(name),
  ) as string[];
  const named = history.select(ids).take(order);
  const others = [
    ...ids.map((name) => oddIds(named, frame, name)),
    oddLabels(history, frame, past, trained),
    oddRepeats(asRead, trained, 'of the history'),
  ].filter((text) => text !== undefined);
  const times = oddTimes(history, frame, past);
  return [...(times === undefined ? [] : [times]), ...others.map((text) => ({ text, isDoubt: true }))];
}

/** Refuses a history of which something does not fit. */
export function checkHistory(found: readonly HistoryNote[], path: string): void {
  const notes = found.filter(({ isDoubt }) => isDoubt).map(({ text }) => text);
  if (notes.length === 0) return;
  throw new DataError(
    'HISTORY_DOUBTFUL',
    `predict: where asked to be strict, the history must fit the data, got ${path}: ${notes.join('; ')}`,
    {
      details: { path, notes: [...notes] },
      hint: 'Correct the history, or score with notes, without being strict.',
    },
  );
}
