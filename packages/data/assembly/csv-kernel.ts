/**
 * The inner loop of reading plain CSV: rows of bytes to float64 numbers, and to spans of bytes for cells that hold something else.
 *
 * The caller lays out the memory and passes its places as byte offsets. `bytes[end]` must be a line feed, followed by 16 readable bytes.
 */
import { areEightDigits, eightDigits, eiselLemire, MAX_POWER } from './decimal';

const NUMBER: u8 = 1;
const QUOTE: u32 = 34;
/** Set in the end of a span whose cell holds doubled quotes. */
const ESCAPED: u32 = 0x80000000;

let nColumns: i32 = 0;
let rowCap: i32 = 0;
let exceptionCap: i32 = 0;
let delimiter: u32 = 0;
let withReturns: bool = false;
let nWatched: i32 = 0;
let modes: usize = 0;
let special: usize = 0;
let tens: usize = 0;
let fives: usize = 0;
let watched: usize = 0;
let numbers: usize = 0;
let spans: usize = 0;
let exceptionsAt: usize = 0;

/** Rows that the last call read. */
export let rows: i32 = 0;
/** Cells of number columns that the last call left to the caller: int32 × 4 each, column, row, start, end. */
export let exceptions: i32 = 0;
/** 1 where the row at the returned place is not plain CSV of this width. */
export let irregular: i32 = 0;

/**
 * Says how the file is laid out and where everything lies.
 *
 * modes: a byte per column, 0 skip, 1 number, 2 text. special: 256 bytes, 1 for what may end a run of text. tens: float64 10^0 … 10^22.
 * fives: uint64 pairs, the highest 128 bits of 5^-64 … 5^64. watched: float64, numbers to leave to the caller. numbers: float64, rowCap per column.
 * spans: uint32 pairs, rowCap per column.
 */
export function configure(
  columns: i32,
  maxRows: i32,
  maxExceptions: i32,
  delimiterByte: u32,
  returns: bool,
  watchedCount: i32,
  modesAt: usize,
  specialAt: usize,
  tensAt: usize,
  fivesAt: usize,
  watchedAt: usize,
  numbersAt: usize,
  spansAt: usize,
  exceptionsPlace: usize,
): void {
  nColumns = columns;
  rowCap = maxRows;
  exceptionCap = maxExceptions;
  delimiter = delimiterByte;
  withReturns = returns;
  nWatched = watchedCount;
  modes = modesAt;
  special = specialAt;
  tens = tensAt;
  fives = fivesAt;
  watched = watchedAt;
  numbers = numbersAt;
  spans = spansAt;
  exceptionsAt = exceptionsPlace;
}

// Where the next cell begins must not wait for arithmetic or memory: places are local, and lengths are found by branches that a processor foresees.

/** Where a quoted cell ended that is not plain. */
let stopped: usize = 0;

/**
 * Reads the number at `from` and stores it at `out`.
 *
 * @returns Its end; 0 where there is none that can be read exactly here.
 */
@inline
function number(from: usize, out: usize): usize {
  let at = from;
  let mantissa: u64 = 0;
  const isNegative = load<u8>(at) == 45;
  at += <usize>isNegative;
  const first = at;
  let d: u32 = <u32>load<u8>(at) - 48;
  while (d < 10) {
    mantissa = mantissa * 10 + d;
    at++;
    d = <u32>load<u8>(at) - 48;
  }
  let count = <i32>(at - first);
  // Zeros in front make codes of digits: 007 is no 7. Both bytes in one comparison, of which the second is also true of : to ?.
  if ((load<u16>(first) & 0xf0ff) == 0x3030 && count > 1) return 0;
  let q: i32 = 0;
  // 46 - 48
  if (d == 0xfffffffe) {
    at++;
    const point = at;
    let x = load<u64>(at) ^ 0x3030303030303030;
    while (areEightDigits(x)) {
      mantissa = mantissa * 100000000 + eightDigits(x);
      at += 8;
      if (at > point + 19) return 0;
      x = load<u64>(at) ^ 0x3030303030303030;
    }
    d = <u32>load<u8>(at) - 48;
    while (d < 10) {
      mantissa = mantissa * 10 + d;
      at++;
      d = <u32>load<u8>(at) - 48;
    }
    q = -(<i32>(at - point));
    count -= q;
  }
  if (count == 0 || count > 19) return 0;
  // e or E, less 48
  if (d == 53 || d == 21) {
    at++;
    const isWhole = q == 0;
    const sign: u32 = load<u8>(at);
    if (sign == 45 || sign == 43) at++;
    const start = at;
    let exponent: i32 = 0;
    d = <u32>load<u8>(at) - 48;
    while (d < 10 && at < start + 4) {
      exponent = exponent * 10 + d;
      at++;
      d = <u32>load<u8>(at) - 48;
    }
    if (at == start) return 0;
    q += sign == 45 ? -exponent : exponent;
    // An id may be meant, 10E2, or one that was rounded, 4.00037E+15: its text may be what counts.
    if (isWhole || (q >= 0 && count + q > 11)) return 0;
  }
  let value: f64;
  if (mantissa < 0x20000000000000 && q >= -22 && q <= 22) {
    const m = <f64>(<i64>mantissa);
    if (q == 0) value = m;
    else value = q < 0 ? m / load<f64>(tens + (-q << 3)) : m * load<f64>(tens + (q << 3));
    // A whole number that may be no double: its text may be what counts.
  } else if (q == 0) return 0;
  else if (mantissa == 0) value = 0;
  else if (q < -MAX_POWER || q > MAX_POWER) return 0;
  else {
    value = eiselLemire(mantissa, q, fives);
    if (isNaN(value)) return 0;
  }
  // No branch: signs cannot be foreseen.
  value = reinterpret<f64>(reinterpret<u64>(value) | ((<u64>isNegative) << 63));
  for (let k = 0; k < nWatched; k++) if (load<f64>(watched + (k << 3)) == value) return 0;
  store<f64>(out, value);
  return at;
}

/** Like {@link number}, for one in quotes. */
function quotedNumber(from: usize, out: usize): usize {
  if (load<u8>(from) != QUOTE) return 0;
  const end = number(from + 1, out);
  return end != 0 && load<u8>(end) == QUOTE ? end + 1 : 0;
}

/**
 * Reads a cell as it is and stores its first byte and its end at `out`.
 *
 * @returns Where it stops, quotes behind; 0 where it is not plain CSV.
 */
function cell(from: usize, end: usize, out: usize): usize {
  let at = from;
  if (load<u8>(at) != QUOTE) {
    while (load<u8>(special + load<u8>(at)) == 0) at++;
    store<u32>(out, <u32>from);
    store<u32>(out + 4, <u32>at);
    return at;
  }
  let escaped: u32 = 0;
  at++;
  while (at < end) {
    const c: u32 = load<u8>(at);
    if (c == QUOTE) {
      if (load<u8>(at + 1) != QUOTE) {
        store<u32>(out, <u32>from + 1);
        store<u32>(out + 4, <u32>at | escaped);
        return at + 1;
      }
      escaped = ESCAPED;
      at++;
    } else if (c == 13 || c == 0) break;
    at++;
  }
  stopped = at;
  return 0;
}

/**
 * Reads rows until `end`, `limit` (<= rowCap) rows, or a row that is not plain.
 *
 * @returns Where the first unread row begins; it may lie whole before `end`, or in part.
 */
export function parseRows(from: usize, end: usize, limit: i32): usize {
  let at = from;
  let row: i32 = 0;
  let left: i32 = 0;
  irregular = 0;
  const lineEnd: u32 = withReturns ? 13 : 10;
  const columns = nColumns;
  const between = delimiter;
  const kinds = modes;
  const apart = <usize>rowCap << 3;
  const room = exceptionCap - columns;
  let numberRow = numbers;
  let spanRow = spans;
  while (row < limit && at < end && left <= room) {
    const start = at;
    const before = left;
    let out = numberRow;
    let span = spanRow;
    for (let j = 0; j < columns; j++) {
      const isLast = j == columns - 1;
      const stop = isLast ? lineEnd : between;
      let next: usize = 0;
      if (load<u8>(kinds + j) == NUMBER) {
        next = number(at, out);
        if (next == 0 || <u32>load<u8>(next) != stop) {
          next = quotedNumber(at, out);
          if (next == 0 || <u32>load<u8>(next) != stop) {
            const exception = exceptionsAt + (left << 4);
            store<i32>(exception, j);
            store<i32>(exception + 4, row);
            next = cell(at, end, exception + 8);
            store<f64>(out, NaN);
            left += <i32>(next != at);
          }
        }
      } else next = cell(at, end, span);
      out += apart;
      span += apart;
      if (next != 0 && <u32>load<u8>(next) == stop && (next > at || columns > 1)) {
        at = next + 1;
        if (!isLast || !withReturns) continue;
        at++;
        if (load<u8>(at - 1) == 10) continue;
      }
      // An empty line of a single column, too: it is a row for some readers and none for others.
      irregular = (next == 0 ? stopped : next) < end ? 1 : 0;
      rows = row;
      exceptions = before;
      return start;
    }
    if (at > end) {
      rows = row;
      exceptions = before;
      return start;
    }
    row++;
    numberRow += 8;
    spanRow += 8;
  }
  rows = row;
  exceptions = left;
  return at;
}
