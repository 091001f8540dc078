/** The first index in [0, n) for which `isAfter` holds, n where none does; it must hold for all later ones too. */
export function firstIndex(n: number, isAfter: (index: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
