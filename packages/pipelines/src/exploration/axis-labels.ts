/** The text of each place on an axis. Two bins may have one text, such as the days of short bins. */
export function labelsOf(values: readonly { readonly order: number; readonly label: string }[]): string {
  const labels = new Map(values.map(({ order, label }) => [order, label]));
  // Two line ends that JSON may hold, and the language of the axis may not.
  const texts = JSON.stringify([...labels.values()])
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `${texts}[datum.value]`;
}
