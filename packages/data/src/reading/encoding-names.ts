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

/** What to do about an encoding that is not known: those of DOS and of mainframes are to be converted. */
export function remedyForEncoding(name: string): string {
  const page = /^(?:cp|ibm|dos|ebcdic|oem)[-_ ]?(?:cp|ibm)?[-_ ]?(\d{2,5})/i.exec(name.trim())?.[1];
  return page === undefined
    ? 'For example utf-8, utf-16le, windows-1252 or iso-8859-1.'
    : `Code pages of DOS and of mainframes are not read: convert the file first (iconv -f CP${page} -t UTF-8 old.csv > new.csv), and name no encoding.`;
}

function isLabel(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/**
 * A label of the WHATWG list for an encoding that is spelled as other programs do: `latin-1`, `utf_8`, `windows1252`. One of the list stands as it is
 * spelled, for messages, and so does an unknown one.
 */
export function encodingNamed(name: string): string {
  if (isLabel(name)) return name;
  const plain = name.trim().toLowerCase().replaceAll(/[_\s]/g, '-');
  const known = Object.hasOwn(spellings, plain) ? spellings[plain] : undefined;
  return known ?? plain.replace(/^(?:win-?|windows)(?=\d)/, 'windows-').replace(/^iso-?8859-?(?=\d)/, 'iso-8859-');
}
