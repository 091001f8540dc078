/** Names of encodings as Python, Java and people spell them, which the WHATWG list does not have. */
const spellings: Readonly<Record<string, string>> = {
  ansi: 'windows-1252',
  'iso-latin-1': 'iso-8859-1',
  'latin-1': 'iso-8859-1',
  'latin-2': 'iso-8859-2',
  'latin-9': 'iso-8859-15',
  latin9: 'iso-8859-15',
  'mac-roman': 'macintosh',
  'utf-8-sig': 'utf-8',
  'utf8-sig': 'utf-8',
  utf16: 'utf-16',
  cp65001: 'utf-8',
  sjis: 'shift_jis',
};

/** The WHATWG name of an encoding that is spelled as other programs do: `latin-1`, `utf_8`, `cp1252`, `windows1252`; another name as it stands. */
export function encodingNamed(name: string): string {
  try {
    return new TextDecoder(name).encoding === '' ? '' : name;
  } catch {
    const plain = name.trim().toLowerCase().replaceAll(/[_\s]/g, '-');
    const known = Object.hasOwn(spellings, plain) ? spellings[plain] : undefined;
    return known ?? plain.replace(/^(?:win-?|windows)(?=\d)/, 'windows-').replace(/^iso-?8859-?(?=\d)/, 'iso-8859-');
  }
}
