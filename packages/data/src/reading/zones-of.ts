/** Whether all times that are present say their zone, or some; nothing where none does. */
export function zonesOf(zoned: number, present: number): { readonly zones?: 'all' | 'some' } {
  return zoned === 0 ? {} : { zones: zoned === present ? 'all' : 'some' };
}
