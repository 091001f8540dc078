/** The text of each place on an axis. Two bins may have one text, such as the days of short bins. */
export function labelsOf(values: readonly { readonly order: number; readonly label: string }[]): string {
  const labels = new Map(values.map(({ order, label }) => [order, label]));
  return `${JSON.stringify([...labels.values()])}[datum.value]`;
}
