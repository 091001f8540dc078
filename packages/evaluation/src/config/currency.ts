const codes = new Set(Intl.supportedValuesOf('currency'));

/** Whether a text names a currency: an ISO 4217 code such as EUR, or a symbol of one to four characters such as € or zł. */
export function isCurrency(text: string): boolean {
  if (/^[A-Za-z]{3}$/.test(text)) return codes.has(text);
  return /^[^\s\d\p{C}"'<>&,;()]{1,4}$/u.test(text);
}
