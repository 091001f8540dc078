/**
 * The columns that identify whose behaviour is looked at, as `entity` names them: one, or several of which the first is the customer or card that
 * splits and counts per card use. None where nothing is named.
 */
export function entityColumns(entity: string | readonly string[] | undefined): readonly string[] {
  if (entity === undefined) return [];
  return typeof entity === 'string' ? [entity] : entity;
}
