/**
 * A text as one word of a command that a message proposes: names and paths come from others, and whoever pastes the command must not run what they hold.
 *
 * In quotes for POSIX shells unless every character is harmless in all of them; empty texts are quoted too.
 */
export function shellQuoted(text: string): string {
  return /^[\w@%.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
