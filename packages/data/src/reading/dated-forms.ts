/**
 * Dates and times in forms whose meaning is certain and that the engine does not know: dots with spaces or a last dot (`3. 1. 2025`, `03.01.2025. 00:05`,
 * `2025. 01. 03. 00:05`), dates of East Asia (`2025年1月3日`, `2025년 1월 3일`, `2025. 1. 3. 오후 2:05`), French clocks (`03/01/2025 à 00h05`), those of .NET in JSON
 * (`/Date(1735862709000)/`), and the second 60 of a clock, which is the first one of the next minute. Order of day and month is left to those who know the whole column.
 */

const clock = '[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?';
/** Halves of the day in Korean, Chinese and Japanese. */
const morning = '오전|上午|午前';
const afternoon = '오후|下午|午後';
const spaces = '[ \u00a0\u202f\u3000]';

/** Day, month and year by dots, or year, month and day, with a space behind the first dot or a dot at the end. */
const dotted = '([0-9]{1,2}|[0-9]{4})\\. ?([0-9]{1,2})\\. ?([0-9]{4}|[0-9]{1,2})\\.?';
const easternDate = `([0-9]{4})[年년]${spaces}*([0-9]{1,2})[月월]${spaces}*([0-9]{1,2})[日일]`;
const easternClock = `([0-9]{1,2})[時时시]${spaces}*([0-9]{1,2})[分분](?:${spaces}*([0-9]{1,2})[秒초])?`;
const halfBefore = `(?:${morning}|${afternoon})${spaces}*(?:${clock})`;
const numbered = '[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}';
const french = `(${numbered})(?: à|,)? +([0-9]{1,2})(?: ?h ?|:)([0-9]{2})(?:(?:m|min|:)([0-9]{2})s?)?`;
const dotNet = '/Date\\((-?[0-9]{1,15})(?:[-+][0-9]{4})?\\)/';
const leap = '([0-9]{4}-[0-9]{2}-[0-9]{2})([ T])([0-9]{2}):([0-9]{2}):60((?:[.][0-9]{1,9})?)(.*)';

/** A text without the groups of its pattern. */
const bare = (pattern: string): string => pattern.replaceAll(/(?<!\\)\((?!\?)/g, '(?:');

const eastern =
  `(?:${bare(easternDate)}|${bare(dotted)}|${numbered})` +
  `(?:${spaces}*(?:${bare(easternClock)}|${halfBefore}|${clock}))?`;

/** SQL of whether a text may be such a date: nearly none is, and the patterns cost more. */
export function mayBeDatedForm(column: string): string {
  const begins = `ascii(${column}) BETWEEN 48 AND 57`;
  return (
    `(starts_with(${column}, '/Date(') OR (${begins} AND length(${column}) BETWEEN 8 AND 40 AND` +
    ` (contains(${column}, '. ') OR ends_with(${column}, '.') OR strlen(${column}) > length(${column}) OR contains(${column}, 'h') OR contains(${column}, ':60'))))`
  );
}

/** SQL of whether a text is such a date. */
export function isDatedForm(column: string): string {
  const isSpaced = `(regexp_matches(${column}, '^[0-9]{1,4}\\. ') OR regexp_matches(${column}, '^[0-9]{1,4}\\. ?[0-9]{1,2}\\. ?[0-9]{1,4}\\.'))`;
  const isPlainDots = `regexp_full_match(${column}, '${bare(dotted)}(?: (?:${halfBefore}|${clock}))?')`;
  const isEastern = `strlen(${column}) > length(${column}) AND regexp_full_match(${column}, '${eastern}')`;
  const isFrench = `(contains(${column}, 'h') OR contains(${column}, ' à ')) AND regexp_full_match(${column}, '${bare(french)}')`;
  const isLeap = `contains(${column}, ':60') AND regexp_full_match(${column}, '${bare(leap)}')`;
  return (
    `(CASE WHEN ${mayBeDatedForm(column)} THEN (regexp_full_match(${column}, '${dotNet}') OR (${isSpaced} AND ${isPlainDots}) OR (${isEastern})` +
    ` OR (${isFrench}) OR (${isLeap})) ELSE false END)`
  );
}

/** SQL of such a date with its parts in numbers, as others write it; of any other text as it stands. */
export function datedFormAsNumbers(column: string): string {
  const found = (pattern: string, names: readonly string[], text: string): string =>
    `list_transform([regexp_extract(${column}, '^${pattern}$', [${names.map((name) => `'${name}'`).join(', ')}])], lambda p: ${text})[1]`;
  const ofDotNet = found(dotNet, ['ms'], `strftime(epoch_ms(TRY_CAST(p.ms AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%gZ')`);
  const minute = `TRY_CAST(p.d || ' ' || p.h || ':' || p.min || ':00' AS TIMESTAMP) + INTERVAL 1 MINUTE`;
  const ofLeap = found(
    leap,
    ['d', 't', 'h', 'min', 'f', 'zone'],
    `coalesce(strftime(${minute}, '%Y-%m-%d') || p.t || strftime(${minute}, '%H:%M:%S') || p.f || p.zone, ${column})`,
  );
  const ofFrench = found(
    french,
    ['d', 'h', 'min', 's'],
    `p.d || ' ' || lpad(p.h, 2, '0') || ':' || p.min || CASE WHEN p.s = '' THEN '' ELSE ':' || p.s END`,
  );
  const replaced: readonly (readonly [pattern: string, by: string])[] = [
    [`^${easternDate}${spaces}*`, '\\1-\\2-\\3 '],
    // A point between numbers is left where the year is last, as its order may be told by it.
    ['^([0-9]{4})\\. ?([0-9]{1,2})\\. ?([0-9]{1,2})\\.? *', '\\1-\\2-\\3 '],
    ['^([0-9]{1,2})\\. ?([0-9]{1,2})\\. ?([0-9]{4}|[0-9]{2})\\.? *', '\\1.\\2.\\3 '],
    [`${easternClock}$`, '\\1:\\2:\\3'],
    [':$', ''],
    [`(?:${morning})${spaces}*(${clock})$`, '\\1 AM'],
    [`(?:${afternoon})${spaces}*(${clock})$`, '\\1 PM'],
    ['-([0-9])-', '-0\\1-'],
    ['^([0-9]{4}-[0-9]{2})-([0-9])( |$)', '\\1-0\\2\\3'],
    [' ([0-9]:[0-9]{2}(?::[0-9]{2})?)$', ' 0\\1'],
    [':([0-9])(:|$)', ':0\\1\\2'],
    [':([0-9])(:|$)', ':0\\1\\2'],
  ];
  const numbers = replaced.reduce((text, [pattern, by]) => `regexp_replace(${text}, '${pattern}', '${by}')`, column);
  return (
    `CASE WHEN NOT ${isDatedForm(column)} THEN ${column} WHEN starts_with(${column}, '/') THEN ${ofDotNet}` +
    ` WHEN contains(${column}, ':60') THEN ${ofLeap} WHEN regexp_full_match(${column}, '${bare(french)}') THEN ${ofFrench} ELSE trim(${numbers}) END`
  );
}
