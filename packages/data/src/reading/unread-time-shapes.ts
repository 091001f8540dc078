/** Texts that look like times or durations by their fields: weeks (`2025-W10-1`), quarters (`2025Q1`), months (`03/2025`, `Mar 25`), spans (`1h 30m`, `PT1H30M`, `3d 04:05:06`). */
import { commonShapes } from './text-shapes.ts';

const mostShapes = 8;
const nearly = 0.9;
const mostLength = 60;

/** Names of months of languages that bank exports come in, by their beginnings. */
const month =
  /(?<!\p{L})(?:jan|feb|fev|fév|f[eé]vr|ene|gen|mar|mär|mrz|maa|avr|apr|abr|mai|may|mei|mag|maj|jun|giu|juin|jul|lug|juil|aug|ago|aoû|aou|sep|set|oct|okt|out|ott|nov|dec|déc|dez|dic|des)[\p{L}]{0,7}\.?(?!\p{L})/giu;
/** Words that stand in times and durations. */
const words = new Set(
  (
    't z w wk week weeks woche wochen kw cw fw semaine sem semana settimana q qtr quarter quartal trim trimestre t h hr hrs hour hours uhr std stunde stunden m min mins minute minutes minuten ' +
    's sec secs second seconds sek sekunde sekunden ms d day days tag tage j jour jours dia dias y yr yrs year years jahr jahre an ans mo mon month months monat monate fy hy half utc gmt am pm a p ' +
    'at um à le de del of the on date st nd rd th und and et e y \u5e74 \u6708 \u65e5 \u65f6 \u6642 \u5206 \u79d2 \u9031 \u5468 \u6642\u9593 \uc2dc \ubd84 \ucd08'
  ).split(' '),
);
/** Those that make a time of two fields alone. */
const proof =
  /(?<!\p{L})(?:w|wk|weeks?|wochen?|kw|cw|fw|semaine|semana|settimana|q|qtr|quarter|quartal|trim|trimestre|h|m|s|hrs?|hours?|std|mins?|minutes?|minuten|secs?|seconds?|sek|days?|tage?|jours?|dias?)(?!\p{L})/iu;
const spanWord =
  /(?<!\p{L})(?:h|hrs?|hours?|std|stunden?|m|mins?|minutes?|minuten|s|secs?|seconds?|sek|d|days?|tage?|j|jours?|dias?|[\u65f6\u6642\uc2dc])(?!\p{L})/iu;
/** What stands in front of a time of day. */
const clockWord =
  /^(?:kl\.?|klo|\u5348\u524d|\u5348\u5f8c|\u4e0a\u5348|\u4e0b\u5348|\uc624\uc804|\uc624\ud6c4) ?(?=9)/u;
const isoSpan = /^-?P(?=.)(?:\d+[YMWD])*(?:T(?:\d+(?:[.,]\d+)?[HMS])+)?$/;

/** The shape of all of them, which no text has. */
const isoSpanShape = '\u24c5';

/** A text with each run of digits as 9 and each name of a month as M; undefined for texts without a digit, and long ones. */
function shapeOf(text: string): string | undefined {
  if (text.length > mostLength || !/\d/.test(text)) return undefined;
  if (isoSpan.test(text)) return isoSpanShape;
  return text
    .replaceAll(month, '\u24c2')
    .replaceAll(/\d+/g, '9')
    .replaceAll(/[\s\u00a0\u2009\u202f]+/gu, ' ')
    .trim();
}

function fieldsOf(text: string): readonly string[] {
  return text.match(/\d+/g) ?? [];
}

interface Field {
  readonly least: number;
  readonly most: number;
  /** Shortest and longest run of digits. */
  readonly widths: readonly [number, number];
  readonly different: number;
}

function describeFields(texts: readonly string[]): readonly Field[] {
  const rows = texts.map(fieldsOf);
  return rows[0]!.map((_, at) => {
    const runs = rows.map((row) => row[at]!);
    const values = runs.map(Number);
    const widths = runs.map((run) => run.length);
    return {
      least: Math.min(...values),
      most: Math.max(...values),
      widths: [Math.min(...widths), Math.max(...widths)],
      different: new Set(values).size,
    };
  });
}

function isYear({ least, most, widths }: Field): boolean {
  return widths[0] === 4 && least >= 1900 && most < 2100;
}

/** Whether a field may be a month, a day, a week, an hour, a minute or a second. */
function isSmall({ most, widths }: Field): boolean {
  return widths[1] <= 2 && most < 60;
}

/** Whether texts of one shape are times or durations. */
function areTimes(whole: string, texts: readonly string[]): boolean {
  if (whole === isoSpanShape) return true;
  const shape = whole.replace(clockWord, '');
  const fields = describeFields(texts);
  const hasMonth = shape.includes('\u24c2');
  const letters = shape.replaceAll('\u24c2', ' ').match(/\p{L}+/gu) ?? [];
  if (!letters.every((word) => words.has(word.toLowerCase()))) return false;
  if (/[^\p{L}\d\s\u24c2:.,/'"()+\u2032\u2033-]/u.test(shape) || fields.length > 9) return false;
  const years = fields.filter(isYear);
  // Behind a point or a comma at the end stands a fraction of the last field.
  const others = fields.filter(
    (field, at) => !isYear(field) && !(at > 1 && at === fields.length - 1 && /[.,]9[^9]*$/.test(shape)),
  );
  if (years.length === 1) {
    if (!others.every(isSmall)) return false;
    if (hasMonth) return others.length <= 4;
    const isMonth = others.some(({ least, most }) => least >= 1 && most <= 12);
    if (others.length === 1) return proof.test(shape) || (isMonth && /^9[-./ ]9$/.test(shape));
    return others.length > 1 && (proof.test(shape) || (isMonth && others.some(({ most }) => most <= 31)));
  }
  if (years.length > 1) return false;
  if (hasMonth)
    return (
      (others.length > 0 && others.length <= 4 && others.every(isSmall)) ||
      (others.every(({ widths, most }) => widths[1] <= 2 && most < 100) && others.length <= 2)
    );
  const isPadded = fields.length === 2 && fields.every(({ widths }) => widths[0] === 2 && widths[1] === 2);
  if (/^9\/9$/.test(shape) && isPadded)
    return fields.some((field, at) => field.least >= 1 && field.most <= 12 && fields[1 - at]!.different <= 60);
  const isClock = shape.includes(':') || spanWord.test(shape);
  const rest = others.slice(1);
  const hasSpanWords = letters.length > 0;
  // In front of a number these letters begin a code.
  return (
    isClock &&
    /^[-+(]?9/.test(shape) &&
    fields.length >= 2 &&
    rest.every(isSmall) &&
    (hasSpanWords || /^[-+(]?9(?::9){1,3}(?:[.,]9)?[)]?(?: ?- ?9(?::9)+)?$/.test(shape))
  );
}

/** Which of some texts are times or durations, where nearly all are; undefined where they are not. */
export function looksLikeOtherTime(texts: readonly string[]): ((text: string) => boolean) | undefined {
  const shapes = commonShapes(texts, shapeOf, mostShapes, nearly);
  if (shapes === undefined) return undefined;
  const byShape = new Map<string, string[]>(shapes.map((shape) => [shape, []]));
  for (const text of texts) byShape.get(shapeOf(text) ?? '')?.push(text);
  const found = new Set(shapes.filter((shape) => areTimes(shape, byShape.get(shape)!)));
  return found.size === 0 ? undefined : (text) => found.has(shapeOf(text) ?? '');
}
