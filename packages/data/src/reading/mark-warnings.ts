/** What to tell of columns of numbers and their decimal marks. */
import type { DecimalMark } from './number-texts.ts';

/** What to tell of a column whose cells do not fit the decimal mark that is declared for the file. */
export function notAsDeclaredWarning(name: string, declared: string, found: string): string {
  return `column "${name}" is written otherwise than declared: ${declared} there, ${found} here; read by what stands here`;
}

/** What to tell of a column of numbers with decimal commas in a file whose cells commas part. */
export function decimalCommasWarning(name: string): string {
  return `column "${name}" holds numbers with decimal commas, though commas part the cells; read as numbers (declare it categorical if they are texts)`;
}

/** What to tell of a column of numbers without any comma whose points part thousands, such as `text`. */
export function thousandsPointsWarning(name: string, text: string, value: number): string {
  return `column "${name}" holds numbers with points that part thousands such as ${text}, read as ${value} (declare it categorical if they are texts)`;
}

/** What to tell of a column of numbers that fit both decimal marks, read by `mark`. */
export function doubtfulMarkWarning(name: string, text: string, mark: DecimalMark): string {
  const [asDecimal, asThousands] = bothReadings(text);
  const sign = text.includes('.') ? 'point' : 'comma';
  const read = mark === sign ? asDecimal : asThousands;
  return `column "${name}" holds numbers such as ${text}, which is ${asDecimal} if the ${sign} parts the fraction and ${asThousands} if it parts thousands; read as ${read} (say which with decimalMark: ${sign} for the first, ${sign === 'point' ? 'comma' : 'point'} for the second)`;
}

/** What to tell of such a column where another one proves the mark. */
export function settledMarkWarning(name: string, text: string, mark: DecimalMark, proof: string): string {
  const [asDecimal, asThousands] = bothReadings(text);
  const read = mark === (text.includes('.') ? 'point' : 'comma') ? asDecimal : asThousands;
  return `column "${name}" holds numbers such as ${text}; read as ${read}, as column "${proof}" has decimal ${mark}s (decimalMark says otherwise)`;
}

/** What a text such as `1.234` or `1,234` is with a fraction, and with thousands. */
function bothReadings(text: string): readonly [number, number] {
  return [Number(text.replace(',', '.')), Number(text.replace(/[.,]/, ''))];
}

/** What to tell of a column of texts of which some are numbers by one decimal mark alone, and others by the other one. */
export function mixedMarksWarning(name: string, point: string, comma: string): string {
  return `column "${name}" holds numbers with decimal points such as ${point} and with decimal commas such as ${comma}; read as text (write all of them in one way)`;
}
