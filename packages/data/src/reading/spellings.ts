/** Categories in which one value stands in two spellings, made one. */
export interface MergedSpellings {
  readonly categories: readonly string[];
  /** The new code of each old category. */
  readonly codes: Int32Array;
  /** Two spellings of one value, for a message. */
  readonly example: readonly [string, string];
  /** How many values had more than one spelling. */
  readonly merged: number;
}

const wholeWithPoint = /^[-+]?\d+\.0+$/;
const fraction = /^[-+]?\d*[.,]\d*[1-9]\d*$/;
const truth = /^(?:true|false)$/i;

/** Letters with their marks apart, as macOS writes names of files: `e` and an accent for `é`. */
const marksApart = /\p{M}/u;

/** Whether a text has another composed form (Unicode NFC), in which it is the same text. */
function isDecomposed(text: string): boolean {
  return composed(text) !== text;
}

function composed(text: string): string {
  return marksApart.test(text) ? text.normalize('NFC') : text;
}

/** The spelling by which values are compared: `5411` for `5411.0`, `true` for `True`, and the composed form of letters with marks; any other text is its own. */
function plainSpelling(text: string): string {
  if (wholeWithPoint.test(text)) return text.slice(0, text.indexOf('.'));
  return truth.test(text) ? text.toLowerCase() : composed(text);
}

/** Whether `.0` can be left out: not where other categories have fractions, as versions 1.0 and 1.1 do. */
function areWhole(categories: readonly string[]): boolean {
  return !categories.some((text) => fraction.test(text));
}

function mayHaveSpellings(text: string): boolean {
  return (text.endsWith('0') && wholeWithPoint.test(text)) || truth.test(text) || isDecomposed(text);
}

/**
 * Makes `5411.0` and `5411` one category, and `True` and `true`: programs add the point where a column had missing values, and write truth in their own way. And texts
 * that differ in how letters with marks are composed alone (Unicode NFC and NFD), which nobody can see.
 *
 * @param categories - Distinct texts.
 * @returns Undefined where every value has one spelling.
 */
export function mergeSpellings(categories: readonly string[]): MergedSpellings | undefined {
  if (!categories.some(mayHaveSpellings)) return undefined;
  const spelling = areWhole(categories) ? plainSpelling : composed;
  const first = new Map<string, number>();
  const groups = new Map<string, number[]>();
  for (const [code, text] of categories.entries()) {
    const plain = spelling(text);
    const group = groups.get(plain);
    if (group === undefined) groups.set(plain, [code]);
    else group.push(code);
  }
  const several = [...groups.values()].filter((group) => group.length > 1);
  if (several.length === 0) return undefined;
  // The shortest spelling, of equal ones the first in order: 5411 for 5411.0.
  const kept = [...groups.values()].map((group) =>
    group.reduce((best, code) => (categories[code]!.length < categories[best]!.length ? code : best)),
  );
  const names = kept.toSorted((a, b) => a - b);
  names.forEach((code, j) => first.set(spelling(categories[code]!), j));
  return {
    categories: names.map((code) => categories[code]!),
    codes: Int32Array.from(categories, (text) => first.get(spelling(text))!),
    example: [categories[several[0]![0]!]!, categories[several[0]![1]!]!],
    merged: several.length,
  };
}

/** The spellings of truth that columns of numbers have for 1 and 0. */
const truthOf: Readonly<Record<string, string>> = { '1': 'true', '0': 'false' };

/**
 * The category that training had for each text, where it stood there in another spelling: `5411` for `5411.0` and the other way round, `True` for `true`,
 * for 1 where the file holds truth as numbers.
 *
 * @param texts - Texts to be found.
 * @param known - Categories of training.
 * @returns The text of training, or the text itself where training had none for it.
 */
export function spelledAsKnown(texts: readonly string[], known: readonly string[]): readonly string[] {
  const isKnown = new Set(known);
  if (texts.every((text) => isKnown.has(text))) return texts;
  const isWhole = areWhole(known);
  const spelling = (text: string): string => (isWhole || truth.test(text) ? plainSpelling(text) : composed(text));
  const spelled = new Map<string, string>();
  for (const text of known) spelled.set(spelling(text), text);
  const isTruth = known.length > 0 && known.every((text) => truth.test(text));
  return texts.map((text) => {
    if (isKnown.has(text)) return text;
    const plain = spelling(text);
    return spelled.get(isTruth ? (truthOf[plain] ?? plain) : plain) ?? text;
  });
}
