/** A value that {@link renderYaml} writes; undefined entries are left out. */
export type YamlValue = string | number | boolean | null | { readonly [name: string]: YamlValue | undefined };

/** Words that some reader takes for a boolean, null or number. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|none|nan|inf|infinity)$/i;

/** Words of letters, digits and a few signs, the first of them with a letter or slash in front: no reader sees anything but text in it. */
const plain = /^[A-Za-z/][\w./@+-]*(?::[\w./@+-]+)*(?: [\w./@+-]+(?::[\w./@+-]+)*)*$/;

/** Longest key that every reader takes without a question mark in front. */
const longestKey = 1000;

function stringText(text: string): string {
  if (plain.test(text) && !reserved.test(text)) return text;
  // text in double quotes is JSON, but that some characters are line breaks or refused as they are
  // oxlint-disable-next-line no-control-regex
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A number with a point wherever it has an exponent: YAML 1.1 takes `1e-7` for a text. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isSafeInteger(value)) return String(value);
  const text = Number.isInteger(value) ? value.toExponential() : String(value);
  return text.replace(/^(-?\d+)e/, '$1.0e');
}

function scalarText(value: string | number | boolean | null): string {
  if (typeof value === 'string') return stringText(value);
  return typeof value === 'number' ? numberText(value) : String(value);
}

function lines(record: Readonly<Record<string, YamlValue | undefined>>, indent: string): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const key = stringText(name);
    const start = key.length > longestKey ? `${indent}? ${key}\n${indent}:` : `${indent}${key}:`;
    if (typeof value !== 'object' || value === null) return [`${start} ${scalarText(value)}`];
    const inner = lines(value, `${indent}  `);
    return inner.length === 0 ? [`${start} {}`] : [start, ...inner];
  });
}

/**
 * A record as YAML that means the same to readers of YAML 1.1, such as PyYAML, and 1.2: texts that either takes for a boolean, number, date or
 * null are quoted, numbers are written so that both take them for the same number.
 *
 * @param record - Finite numbers only.
 * @returns Block style, one entry a line, a line break at the end.
 */
export function renderYaml(record: Readonly<Record<string, YamlValue | undefined>>): string {
  return `${lines(record, '').join('\n')}\n`;
}
