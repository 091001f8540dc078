/** A name in lower case without what parts its words: `Is Fraud?`, `IS_FRAUD` and `isFraud` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** The words of a name in lower case: `merchantCode`, `MERCHANT_CODE` and `Merchant Code` have two. */
export function wordsOf(name: string): string[] {
  return name
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll}|\p{N})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
