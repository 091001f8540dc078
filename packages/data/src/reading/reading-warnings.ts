/** What to tell of a column with whole numbers of which `text` is the first that is no double. */
export function beyondDoublesWarning(name: string, text: string): string {
  return `column "${name}" holds whole numbers beyond 2^53 such as ${text}, which a double cannot hold exactly; read as text (if that one means "no value", name it by --missing, or in quotes under missing:)`;
}

/** What to tell of a column of times of which only some say their zone; undefined where all do, or none. */
export function mixedZonesWarning(name: string, withZone: number, without: number): string | undefined {
  if (withZone === 0 || without === 0) return undefined;
  return `column "${name}" holds times of which ${withZone} of ${withZone + without} say their zone; ${without} without one were read as UTC`;
}

/** What to tell of a column of texts, half of which or more are numbers: `text` is the most frequent other one. */
export function mostlyNumbersWarning(
  name: string,
  { numbers, all }: { readonly numbers: number; readonly all: number },
  { text, count }: { readonly text: string; readonly count: number },
): string {
  return `column "${name}" holds numbers in ${numbers} of ${all} cells, but "${text}" in ${count}; read as text (if that means "no value", name it by --missing, or in quotes under missing:)`;
}
