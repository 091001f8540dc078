/** Columns of texts that are numbers or dates as some programs write them: underscores between thousands, powers of Fortran, signs in the last digit of COBOL, days of the year. */

/** At least this share of the texts makes a warning. */
const nearly = 0.9;

/** How a program writes numbers. */
interface NumberForm {
  readonly what: string;
  readonly pattern: RegExp;
  /** What must stand in some of the texts, so that they are no codes. */
  readonly proof: RegExp;
  /** Share of the texts that must have the proof. */
  readonly least: number;
}

const forms: readonly NumberForm[] = [
  {
    what: 'underscores between thousands',
    pattern: /^[-+]?\d{1,3}(?:_\d{3})*\.\d+$/,
    proof: /_/,
    least: 0.1,
  },
  {
    what: 'powers of ten behind a D, as Fortran has them',
    pattern: /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)D[-+]\d{1,3}$/i,
    proof: /D/i,
    least: 1,
  },
  {
    // A zero is a brace: without one they are codes with a letter at the end.
    what: 'their sign in the last digit (overpunch), as COBOL has them',
    pattern: /^\d+[{}A-R]$/,
    proof: /[{}]$/,
    least: 0.01,
  },
];

/** What such numbers are, with the first of the texts; undefined for other texts. */
function numberFormOf(texts: readonly string[]): { readonly what: string; readonly text: string } | undefined {
  if (texts.length < 2) return undefined;
  const found = forms.find(({ pattern, proof, least }) => {
    const fitting = texts.filter((text) => pattern.test(text));
    if (fitting.length < nearly * texts.length) return false;
    const proving = fitting.filter((text) => proof.test(text)).length;
    return proving > 0 && proving >= Math.min(fitting.length, least * fitting.length);
  });
  if (found === undefined) return undefined;
  return { what: found.what, text: texts.find((text) => found.pattern.test(text) && found.proof.test(text))! };
}

const dayOfYear = /^(?:19[7-9]\d|20[0-6]\d)-(?:00[1-9]|0[1-9]\d|[12]\d{2}|3[0-5]\d|36[0-6])$/;
/** Running numbers of a year look alike: the name must speak of a date. */
const dateName = /da(?:te|y|t(?:um)?)(?![a-z])|time|fecha|doy|julian|(?:^|_)(?:dt|ts|tag|dag|jour|dia)(?:_|$)/i;

/** What to tell of a column of texts that are such numbers or dates; undefined for another one. */
export function machineNumbersWarning(name: string, texts: readonly string[]): string | undefined {
  const form = numberFormOf(texts);
  if (form !== undefined)
    return `column "${name}" looks like numbers with ${form.what}, such as ${form.text}; read as text (write them as plain numbers, such as -1234.5)`;
  if (texts.length < 2 || !dateName.test(name) || !texts.every((text) => dayOfYear.test(text))) return undefined;
  const [year, day] = texts[0]!.split('-').map(Number) as [number, number];
  const date = new Date(Date.UTC(year, 0, day)).toISOString().slice(0, 10);
  return `column "${name}" looks like dates by the day of the year, such as ${texts[0]}, which is ${date}; read as text (write them as in ${date})`;
}
