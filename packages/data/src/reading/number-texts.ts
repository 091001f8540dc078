/** What parts whole from fraction: `point` (1,234.5) or `comma` (1.234,5). */
export type DecimalMark = 'point' | 'comma';

/** Codes of currencies in use, by ISO 4217. */
const codes: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP ' +
    'DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK ' +
    'LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF ' +
    'SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ' +
    'ZAR ZMW ZWG'
  ).split(' '),
);

/** A currency as it stands beside an amount. `\p{Sc}` is any currency sign; where the yen sign stands in Shift JIS, readers see a backslash. */
const currency =
  '(?:[A-Z]{0,3}\\p{Sc}|\\\\|円|元|원|TL|[Ll]ei|руб|грн|[Ee]uros?|EUROS?|[A-Z]{3}|(?:Rs|[Kk]r|SFr|Fr|Rp)\\.?|zł|Kč|Ft)';

/** SQL of whether a text has no word of three capitals, or one that is a code: among the alternatives of a pattern they would cost more than all else. */
function hasKnownCode(column: string): string {
  const word = `regexp_extract(${column}, '[A-Z]{3}')`;
  // The text without such a word is found, too. A list would be copied for every row.
  return `contains(' ${[...codes].join(' ')}', ' ' || ${word})`;
}

/** Spaces that part thousands, among them the narrow and no-break ones of French tables. */
const space = '[ \u00a0\u2009\u202f]';
const minus = '[-\u2212\u2013]';
/** What stands in front of negative amounts in Japanese accounts. */
const triangle = '[\u25b3\u25b2]';

function body(mark: DecimalMark): string {
  const [decimal, thousands] = mark === 'point' ? ['\\.', ','] : [',', '\\.'];
  // A group of thousands does not begin with 0: 0,125 has a decimal comma, and 007 123 is a code.
  // Indian tables part lakhs and crores: 12,34,567.
  const indian = mark === 'point' ? '|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}' : '';
  const grouped = `[1-9][0-9]{0,2}(?:(?:${thousands}[0-9]{3})+|(?:${space}[0-9]{3})+|(?:['’][0-9]{3})+)`;
  // SWIFT messages end whole amounts with the mark: JPY115500,
  return `(?:(?:${grouped}${indian}|[0-9]+)(?:${decimal}[0-9]*)?|${decimal}[0-9]+)`;
}

function pattern(mark: DecimalMark): string {
  const number = body(mark);
  const sign = `(?:[+]|${minus})${space}?`;
  const before = `${currency}${space}?`;
  const after = `(?:${space}?(?:${currency}|%))`;
  const unsigned = `(?:${before})?${number}${after}?`;
  const signBehind = `${space}?(?:[+]|${minus})`;
  return (
    `(?:${sign})?${unsigned}|${before}${sign}${number}|${unsigned}${signBehind}|${number}${signBehind}${after}` +
    `|(?:${before})?\\(${unsigned}\\)${after}?` +
    // Turkish tables write the percent sign in front.
    `|(?:${sign})?%${space}?(?:${sign})?${number}|${triangle}${space}?${unsigned}|${before}${triangle}${space}?${number}` +
    // Spreadsheets write zero as a dash beside the currency.
    `|${currency}${space}+-|-${space}+${currency}`
  );
}

/**
 * SQL of a text as DOUBLE where it is a plain number, NULL otherwise. The engine's own cast takes `1_23` for 123, which is an id.
 */
export function plainNumberOf(column: string): string {
  return `TRY_CAST(CASE WHEN NOT contains(${column}, '_') THEN ${column} END AS DOUBLE)`;
}

/** The case of a number of digits and marks alone. */
function simpleCase(column: string, mark: DecimalMark): string {
  const [decimal, thousands] = mark === 'point' ? ['.', ','] : [',', '.'];
  const plain = `replace(replace(${column}, '${thousands}', ''), ',', '.')`;
  const simple = `[-+]?(?:[0-9]+|[1-9][0-9]{0,2}(?:[${thousands}][0-9]{3})+)(?:[${decimal}][0-9]*)?`;
  return `WHEN regexp_full_match(${column}, '${simple}') THEN TRY_CAST(${plain} AS DOUBLE)`;
}

/** SQL of {@link writtenNumberOf} where the number has digits, marks and a sign in front alone; NULL otherwise. Engines make it ready in a fraction of the time. */
export function simpleNumberOf(column: string, mark: DecimalMark): string {
  return `CASE ${simpleCase(column, mark)} END`;
}

/**
 * SQL of a text as DOUBLE where it is a number as people write it: with this decimal mark, thousands parted by the other one, by spaces or apostrophes, a
 * currency or a percent sign beside it (13.4 % and %13.4 are 13.4), and negative by a sign on either side, by parentheses or by a triangle in front. NULL otherwise.
 */
export function writtenNumberOf(column: string, mark: DecimalMark): string {
  const decimal = mark === 'point' ? '.' : ',';
  // The point of Rs. is no decimal one.
  const digits = `replace(regexp_replace(${column}, '[A-Za-z][.]|[^0-9${decimal}]', '', 'g'), ',', '.')`;
  const exponent = `[-+]?[0-9]*[${decimal}]?[0-9]*[eE][-+]?[0-9]+`;
  // 1e400 is no number that a double holds.
  const power = `TRY_CAST(replace(${column}, ',', '.') AS DOUBLE)`;
  const full = pattern(mark).replaceAll("'", "''");
  // The first pattern fits nearly all cells of nearly all columns, and is ten times as fast as the third.
  return (
    `CASE ${simpleCase(column, mark)}` +
    ` WHEN regexp_full_match(${column}, '${exponent}') THEN CASE WHEN isfinite(${power}) THEN ${power} END` +
    ` WHEN regexp_full_match(${column}, '${full}') AND ${hasKnownCode(column)}` +
    ` THEN CASE WHEN NOT regexp_matches(${column}, '[0-9]') THEN 0 WHEN regexp_matches(${column}, '[(]|${minus}|${triangle}') THEN -1 * TRY_CAST(${digits} AS DOUBLE)` +
    ` ELSE TRY_CAST(${digits} AS DOUBLE) END END`
  );
}

/** SQL of whether a text that is a number has more than digits, marks and a sign before it. */
export function isDecorated(column: string): string {
  return `regexp_matches(${column}, '[^-+0-9.,eE]|[0-9][-+]$')`;
}

/** SQL of the currency or percent sign of a text that is a number; NULL where there is none. */
export function unitOf(column: string): string {
  return `nullif(rtrim(regexp_extract(${column}, '${currency}|%'), '.'), '')`;
}

/** SQL of whether a text has a mark that could part thousands as well as decimals: `1,250` or `1.250`, but not `1,25`. */
export function ambiguousMarkOf(column: string, sign: ',' | '.'): string {
  const escaped = sign === '.' ? '\\.' : ',';
  return `regexp_matches(${column}, '^[^0-9]*[1-9][0-9]{0,2}(${escaped}[0-9]{3})+[^0-9,.]*$')`;
}

/** `AM`, `pm`, `a.m.`, `p. m.`: the half of the day. */
const half = `[AaPp]\\.?${space}?[Mm]\\.?`;
const hourOfHalf = '[0-9]{1,2}';
const minutes = '(?:[:.][0-5][0-9]){0,2}(?:[.,][0-9]+)?';
/** `12:05 AM`, `1:05:09pm`, `12.05 p. m.`, `5 PM`, `AM 12:05`. */
const clock12 = `${hourOfHalf}${minutes}${space}*${half}|${half}${space}*${hourOfHalf}${minutes}`;
/** `6:21`, `23:59:59`, `23:59:59.5`, and with an offset as databases write times of day. */
const clock24 = '[0-9]{1,3}:[0-9]{1,2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?(?:[Zz]|[-+][0-9]{2}(?::?[0-9]{2})?))?';
const clock = `(?:${clock24}|${clock12})`;

/** SQL of whether a text is a time of day, a duration or a ratio: `6:21`, `23:59:59`, `12:05 AM`. */
export function clockOf(column: string): string {
  return `regexp_full_match(${column}, '${clock}')`;
}

/** What banks write behind amounts: credit and debit, in German Haben and Soll. */
const side = '(?:[CD][Rr]|[HS])';
const written = new RegExp(`^(?:(?:${pattern('point')}|${pattern('comma')})(?:${space}?${side})?|${clock})$`, 'u');

/** Credit or debit in front of an amount, `CR 676.15`. */
const sideBefore = `([CD][Rr])[.:]?${space}?([-+(0-9.,$€£])`;

/** SQL of the side that stands behind an amount in capitals, `CR`, `DR`, `H` or `S`, or `CR` or `DR` before it; empty where none does. */
export function sideOf(column: string): string {
  const behind = `regexp_extract(${column}, '[0-9)€$]${space}?(${side})$', 1)`;
  return `upper(coalesce(nullif(${behind}, ''), regexp_extract(${column}, '^${sideBefore}', 1)))`;
}

/** SQL of such a text without its side. */
export function withoutSide(column: string): string {
  const behind = `regexp_replace(${column}, '([0-9)€$])${space}?${side}$', '\\1')`;
  return `regexp_replace(${behind}, '^${sideBefore}', '\\2')`;
}

/** What people write for currencies in other ways than those that are read; in small letters, without the point behind them. */
const currencyWords: ReadonlySet<string> = new Set(
  (
    'rs kr sfr fr rp zł kč ft euro euros s/ b/ bs gs rm tk nu le php ksh tsh ush sh fcfa cfa lei leu tl ytl km din лв руб грн тг сум сом ₨ inr rupees rupee ' +
    'dollar dollars usd$ pesos peso reais real kronor kroner kronen yen yuan rmb rand baht dong won birr naira cedi dinar dinars dirham dirhams riyal rial lira liras pounds pence ct cts cent cents ' +
    'f.cfa dhs aed sr qr bd kd ro jd ld c$ a$ nz$ hk$ nt$ rd$ s$ us$ r$ mx$'
  ).split(' '),
);

/** Those that begin codes as often: `BS 123`. */
const doubtfulWords: ReadonlySet<string> = new Set(
  'b/ bs gs tk nu le sh km ro jd ld ct cts qr bd kd sr ft fr cfa'.split(' '),
);

/** How surely a word stands for a currency: a code or an abbreviation that people write does, one of two letters may also begin a code; undefined for other words. */
export function currencyWordOf(word: string): 'sure' | 'doubtful' | undefined {
  const plain = word.toLowerCase();
  if (!codes.has(word) && !currencyWords.has(plain)) return undefined;
  return doubtfulWords.has(plain) || (plain === 'rm' && word !== 'RM') ? 'doubtful' : 'sure';
}

const currencyText = new RegExp(currency, 'u');

/** Whether a text that is no number holds a currency: a sign, or the code of one. */
export function hasCurrency(text: string): boolean {
  const found = currencyText.exec(text)?.[0];
  return found !== undefined && (!/^[A-Z]{3}$/.test(found) || codes.has(found));
}

const clockText = new RegExp(`^${clock}$`, 'u');

/** Whether a text is a time of day, a duration or a ratio, as {@link clockOf}. */
export function isClock(text: string): boolean {
  return text.length < 60 && clockText.test(text);
}

/** Whether a text is a number with an exponent, `6.8E+01`, by either decimal mark. */
export function hasExponent(text: string): boolean {
  return text.length < 60 && /^[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)[eE][-+]?\d+$/.test(text);
}

/** Whether a text is a number as people write it, by either decimal mark, or a time of day. */
export function mayBeWritten(text: string): boolean {
  if (text.length >= 60 || !written.test(text)) return false;
  const word = /[A-Z]{3}/.exec(text)?.[0];
  return word === undefined || codes.has(word);
}
