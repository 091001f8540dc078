const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Two digits at `at`, as a number; at least 100 where they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

/** Milliseconds of the day `2025-01-31` since 1970; NaN where there is none at `at`. */
function dayAt(bytes: Uint8Array, at: number): number {
  const century = pair(bytes, at);
  const year = century * 100 + pair(bytes, at + 2);
  const month = pair(bytes, at + 5);
  const day = pair(bytes, at + 8);
  if (year < 1 || year > 9999 || century > 99 || pair(bytes, at + 2) > 99) return Number.NaN;
  if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > daysOf[month - 1]! + (isLeap && month === 2 ? 1 : 0)) return Number.NaN;
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const days = before * 365 + leaps - 719_162 + daysBefore[month - 1]! + (isLeap && month > 2 ? 1 : 0) + day - 1;
  return days * 86_400_000;
}

/** Minutes east of Greenwich of `Z`, `+02` or `-05:30` between `at` and `end`; NaN for anything else. */
function zoneAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at === 1) return bytes[at] === 90 ? 0 : Number.NaN;
  const isFull = end - at === 6 && bytes[at + 3] === 58;
  const hours = pair(bytes, at + 1);
  const minutes = isFull ? pair(bytes, at + 4) : 0;
  if ((bytes[at] !== 43 && bytes[at] !== 45) || (!isFull && end - at !== 3) || hours > 14 || minutes > 59) {
    return Number.NaN;
  }
  return (bytes[at] === 45 ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether the ISO time between `start` and `end` says its zone. */
export function hasZone(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start <= 10) return false;
  const [one, three, six] = [bytes[end - 1], bytes[end - 3], bytes[end - 6]];
  return one === 90 || three === 43 || three === 45 || six === 43 || six === 45;
}

/**
 * Milliseconds since 1970 UTC of the ISO time that fills the bytes from `start` to `end`: a day, or a day and hours, minutes and perhaps seconds with
 * up to six decimals and a zone, UTC where none is given. NaN for anything else, also for forms that other readers understand.
 */
export function parseIsoTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 10) return Number.NaN;
  const day = dayAt(bytes, start);
  if (length === 10) return day;
  const separator = bytes[start + 10];
  if ((separator !== 32 && separator !== 84) || length < 16 || bytes[start + 13] !== 58) return Number.NaN;
  const hour = pair(bytes, start + 11);
  const minute = pair(bytes, start + 14);
  if (hour > 23 || minute > 59) return Number.NaN;
  let at = start + 16;
  let second = 0;
  let micros = 0;
  if (at < end && bytes[at] === 58) {
    second = end - at < 3 ? 100 : pair(bytes, at + 1);
    if (second > 59) return Number.NaN;
    at += 3;
    if (at < end && bytes[at] === 46) {
      const first = ++at;
      let unit = 100_000;
      for (; at < end && bytes[at]! >= 48 && bytes[at]! <= 57; at++) {
        micros += (bytes[at]! - 48) * unit;
        unit /= 10;
      }
      if (at === first || at - first > 6) return Number.NaN;
    }
  }
  const zone = at === end ? 0 : zoneAt(bytes, at, end);
  const ms = day + ((hour * 60 + minute - zone) * 60 + second) * 1000;
  return micros === 0 ? ms : (ms * 1000 + micros) / 1000;
}
