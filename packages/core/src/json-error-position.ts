const blank = /[ \t\n\r]*/y;
/** Characters that stand for themselves in a string: neither a quote nor a backslash, nor below the blank, as RFC 8259 has it. */
const plain = '[ !#-\\[\\]-\\uffff]';
const string = new RegExp(`"(?:${plain}|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"`, 'y');
const atom = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Offset where a text stops being JSON: of the first character that cannot stand there, or the length of a text that ends too early. */
export function jsonErrorPosition(text: string): number {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const open: string[] = [];
  let wants: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' = 'value';
  let value = 0;
  for (;;) {
    skip(blank);
    const c = text[at];
    if (c === undefined) return text.length;
    const end = open.at(-1) === '{' ? '}' : ']';
    if (wants === 'colon') {
      if (c !== ':') return at;
      at++;
      wants = 'value';
    } else if (c === end && open.length > 0 && wants.endsWith('-or-end')) {
      at++;
      open.pop();
      wants = 'comma-or-end';
    } else if (wants === 'comma-or-end') {
      // a number may look whole though its fraction or exponent is cut off
      if (c !== ',' || open.length === 0) return isCutOff(text, value) ? text.length : at;
      at++;
      wants = open.at(-1) === '{' ? 'key' : 'value';
    } else if (wants === 'key' || wants === 'key-or-end') {
      if (!skip(string)) return isCutOff(text, at) ? text.length : at;
      wants = 'colon';
    } else if (c === '{' || c === '[') {
      at++;
      open.push(c);
      wants = c === '{' ? 'key-or-end' : 'value-or-end';
    } else {
      value = at;
      if (!skip(c === '"' ? string : atom)) return isCutOff(text, at) ? text.length : at;
      wants = 'comma-or-end';
    }
  }
}

const openString = new RegExp(`^"(?:${plain}|\\\\.)*\\\\?$`);
const openNumber = '-?(?:(?:0|[1-9]\\d*)(?:\\.(?:\\d+(?:[eE][+-]?\\d*)?)?|[eE][+-]?\\d*)?)?';
const openAtom = new RegExp(`^(?:t(?:ru?)?|f(?:al?s?)?|n(?:ul?)?|${openNumber})$`);

/** Whether the end of the text cuts off the string, number or word that begins at a place: an error at the end. */
function isCutOff(text: string, at: number): boolean {
  const rest = text.slice(at, at + 100_000);
  return openString.test(rest) || openAtom.test(rest);
}
