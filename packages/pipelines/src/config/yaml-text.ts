/** Texts that YAML reads as such without quotes, and as nothing else. */
const plain = /^(?!(?:true|false|null|yes|no|on|off|y|n|\.inf|\.nan)$|\.\d)[A-Za-z_./](?:[\w./:<=-]*\w)?$/i;

/** In double quotes, with what some readers take for a line end escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value, or a key, as YAML on one line: a text that YAML would read as something else is quoted. */
export function yamlText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (typeof value === 'string') return plain.test(value) ? value : quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${yamlText(key)}: ${yamlText(one)}`);
  return `{ ${entries.join(', ')} }`;
}
