/** `cell` or `cells`, as a count asks for. */
export function cells(count: number): string {
  return count === 1 ? 'cell' : 'cells';
}
