const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text of data in one line: line ends and tabs as `\n`, `\r`, `\t`. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\n\r\t]/g, (sign) => escapes[sign]!);
}
