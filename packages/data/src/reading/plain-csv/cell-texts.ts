import { Buffer } from 'node:buffer';
import { defaultMissingMarkers } from '../missing-markers.ts';
import { hasOtherCents, hasOtherDigits } from '../other-forms.ts';

/** Set in the end of a cell whose quotes are doubled. */
const escaped = 0x8000_0000;

/** Spaces of all scripts, such as the no-break space of numbers in French tables. A run of them inside a text is looked through once. */
const spaces = /^\p{Zs}+|(?<!\p{Zs})\p{Zs}+$/gu;

/** A text that is a plain number: digits, perhaps a point and an exponent. In one way only, so that long texts take no longer. */
const plainNumber = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** Bytes of a cell. */
export interface CellBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The cells of a file as texts, and what they mean. */
export class CellTexts {
  readonly #bytes: Buffer;
  readonly #missing: ReadonlySet<string>;
  /** Whether nobody said which texts mean "no value". */
  readonly areDefault: boolean;
  /** Whether a text that means "no value" could be taken for a time. */
  readonly hasTimeMarkers: boolean;

  /**
   * @param bytes - The memory in which cells lie.
   * @param said - Texts that mean "no value"; undefined for those that do so by default.
   */
  constructor(bytes: Uint8Array, said: readonly string[] | undefined) {
    const markers = said ?? defaultMissingMarkers;
    this.areDefault = said === undefined;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#missing = new Set(['', ...markers.map((marker) => marker.trim().toLowerCase())]);
    this.hasTimeMarkers = markers.some((marker) => /^\d{4}-/.test(marker.trim()));
  }

  /** The bytes of a cell without spaces around it and with single quotes where they are doubled. */
  bytesOf(first: number, flaggedEnd: number): CellBytes {
    let start = first;
    let end = flaggedEnd;
    let bytes: Uint8Array = this.#bytes;
    if (flaggedEnd >= escaped) {
      const text = this.#bytes.toString('latin1', first, flaggedEnd - escaped).replaceAll('""', '"');
      bytes = Buffer.from(text, 'latin1');
      start = 0;
      end = bytes.length;
    }
    while (start < end && bytes[start] === 32) start++;
    while (start < end && bytes[end - 1] === 32) end--;
    if (start === end || (bytes[start]! < 128 && bytes[end - 1]! < 128)) return { bytes, start, end };
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    const text = whole.replaceAll(spaces, '');
    if (text.length === whole.length) return { bytes, start, end };
    const rest = Buffer.from(text);
    return { bytes: rest, start: 0, end: rest.length };
  }

  /** The text of a cell, without spaces around it. */
  textOf(first: number, flaggedEnd: number): string {
    const { bytes, start, end } = this.bytesOf(first, flaggedEnd);
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  }

  /** Whether a text without spaces around it means "no value". */
  isMissing(text: string): boolean {
    return this.#missing.has(text.toLowerCase());
  }
}

/** The number that a text is: a plain one, 1 for true, 0 for false; undefined for anything else, also for numbers out of range. */
export function numberOfText(text: string): number | undefined {
  if (plainNumber.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const word = text.length > 5 ? '' : text.toLowerCase();
  return word === 'true' ? 1 : word === 'false' ? 0 : undefined;
}

const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +[a-z0-9]';
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?[- ]\\d';
/** A day of the week in any language before a date: `Mi, 01.02.2025`, `Mittwoch, 1. Januar 2025`. */
const dayBefore = '\\p{L}{2,10}[.,]{0,2} \\d{1,2}(?:[./-]\\d{1,2}[./-]\\d|\\.? \\p{L}{3,10} \\d{4})';
const numberOrTime = new RegExp(
  `^\\s*(?:[-+.\\d]|inf|nan|epoch|/date\\(|(?:true|false)\\s*$|${month}|${weekday}|[cd]r[.:]?\\s?[-+(]?[$€£.\\d]|'[-+]?\\d[^']*$|${dayBefore})`,
  'iu',
);

/** Whether a text could be a number, true or false, or a time, by any of the ways in which fraudx reads them. */
export function mayBeNumberOrTime(text: string): boolean {
  return numberOrTime.test(text) || hasOtherDigits(text) || hasOtherCents(text);
}

/** Whether a text is a number, or nearly looks like one. */
export function mayBeNumber(text: string): boolean {
  return /^(?:[-+.,_\d]+(?:e[-+]?[\d_]+)?|true|false)$/i.test(text);
}
